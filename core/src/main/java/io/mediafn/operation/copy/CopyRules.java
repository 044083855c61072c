package io.mediafn.operation.copy;

import io.mediafn.json.FieldError;
import io.mediafn.json.InvalidFieldsException;
import io.mediafn.location.Location;
import io.mediafn.location.LocationPolicy;
import io.mediafn.operation.copy.CopyRequest.Selection;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What can be told of a selection before any byte moves. Belongs to one thread. */
final class CopyRules {
    private static final int MOST_ERRORS = 20;

    private final List<FieldError> errors = new ArrayList<>();

    private CopyRules() {}

    /**
     * Checks every location against the policy, and the selection against itself.
     *
     * @throws InvalidFieldsException naming what breaks a rule
     * @throws io.mediafn.location.LocationRefusedException by the policy
     */
    static void check(Selection selection, LocationPolicy policy) {
        CopyRules rules = new CopyRules();
        switch (selection) {
            case Selection.Pairs pairs -> rules.checkPairs(pairs, policy);
            case Selection.Folder folder -> rules.checkFolder(folder, policy);
            case Selection.Links links -> {
                policy.check(links.file());
                links.outdir().ifPresent(policy::check);
            }
        }
        if (!rules.errors.isEmpty()) {
            throw new InvalidFieldsException(rules.errors);
        }
    }

    private void checkPairs(Selection.Pairs pairs, LocationPolicy policy) {
        if (pairs.in().size() != pairs.out().size()) {
            reject(
                    "outpaths",
                    "as many as inpaths",
                    pairs.out().size() + " for " + pairs.in().size());
            return;
        }
        Map<String, Integer> targets = new HashMap<>();
        for (int i = 0; i < pairs.in().size(); i++) {
            Location in = policy.check(pairs.in().get(i));
            Location out = policy.check(pairs.out().get(i));
            if (in.isPrefix()) {
                reject("inpaths[" + i + "]", "an object, not a prefix", in.display());
            }
            if (out.isPrefix()) {
                reject("outpaths[" + i + "]", "an object, not a prefix", out.display());
            }
            if (in.canonical().equals(out.canonical())) {
                reject("outpaths[" + i + "]", "another place than inpaths[" + i + "]", out.display());
            }
            Integer before = targets.putIfAbsent(out.canonical(), i);
            if (before != null && !in.canonical().equals(pairs.in().get(before).canonical())) {
                reject(
                        "outpaths[" + i + "]",
                        "a place of its own, not that of outpaths[" + before + "]",
                        out.display());
            }
        }
    }

    private void checkFolder(Selection.Folder folder, LocationPolicy policy) {
        Location in = policy.check(folder.indir());
        Location out = policy.check(folder.outdir());
        if (in.contains(out)) {
            reject("outdir", "not indir, nor below it, or copies would be copied again", out.display());
        }
    }

    private void reject(String field, String rule, String value) {
        if (errors.size() < MOST_ERRORS) {
            errors.add(new FieldError(field, rule, value));
        }
    }
}
