package io.mediafn.operation.migrate;

import io.mediafn.dataset.LinkChange;
import io.mediafn.dataset.MediaField;
import io.mediafn.dataset.Selection;
import io.mediafn.dataset.StoredPath;
import io.mediafn.json.FieldError;
import io.mediafn.json.Fields;
import io.mediafn.json.InvalidFieldsException;
import io.mediafn.location.Location;
import io.mediafn.operation.MediaFieldNames;
import io.mediafn.operation.SelectionFields;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which media of a dataset go where.
 *
 * @param dataset its name
 * @param from under which the media lie
 * @param to under which they will lie
 * @param deleteSource whether sources are deleted that nothing links to any more
 * @param fields whose media are meant; empty for every media field
 * @param skipFailures whether to go on after a failure
 * @param force whether a dataset is worked on that may vanish
 * @param next {@link io.mediafn.operation.Report#next()} of the call before
 */
public record MigrateRequest(
        String dataset,
        Location from,
        Location to,
        MigrationPolicy policy,
        boolean deleteSource,
        List<MediaField> fields,
        boolean skipFailures,
        Selection selection,
        boolean dryRun,
        boolean force,
        Optional<String> next) {
    private static final Location NOWHERE = Location.of("mem://none/");

    public MigrateRequest {
        fields = List.copyOf(fields);
    }

    /** With everything else as by default. */
    public static MigrateRequest of(String dataset, Location from, Location to) {
        return new MigrateRequest(
                dataset,
                from,
                to,
                MigrationPolicy.VERIFIED_ONLY,
                false,
                List.of(),
                true,
                Selection.all(),
                false,
                false,
                Optional.empty());
    }

    public MigrateRequest withPolicy(MigrationPolicy value) {
        return new MigrateRequest(
                dataset, from, to, value, deleteSource, fields, skipFailures, selection, dryRun, force, next);
    }

    public MigrateRequest withDeleteSource(boolean value) {
        return new MigrateRequest(
                dataset, from, to, policy, value, fields, skipFailures, selection, dryRun, force, next);
    }

    public MigrateRequest withFields(List<MediaField> value) {
        return new MigrateRequest(
                dataset, from, to, policy, deleteSource, value, skipFailures, selection, dryRun, force, next);
    }

    public MigrateRequest withSkipFailures(boolean value) {
        return new MigrateRequest(
                dataset, from, to, policy, deleteSource, fields, value, selection, dryRun, force, next);
    }

    public MigrateRequest withSelection(Selection value) {
        return new MigrateRequest(
                dataset, from, to, policy, deleteSource, fields, skipFailures, value, dryRun, force, next);
    }

    public MigrateRequest withDryRun(boolean value) {
        return new MigrateRequest(
                dataset, from, to, policy, deleteSource, fields, skipFailures, selection, value, force, next);
    }

    public MigrateRequest withForce(boolean value) {
        return new MigrateRequest(
                dataset, from, to, policy, deleteSource, fields, skipFailures, selection, dryRun, value, next);
    }

    public MigrateRequest withNext(Optional<String> value) {
        return new MigrateRequest(
                dataset, from, to, policy, deleteSource, fields, skipFailures, selection, dryRun, force, value);
    }

    /**
     * Reads a request, whatever brought it.
     *
     * @throws InvalidFieldsException naming every field that breaks a rule
     */
    public static MigrateRequest fromJson(Map<String, Object> json) {
        Fields fields = new Fields(json);
        Optional<Location> from = prefix(fields, "from_prefix");
        Optional<Location> to = prefix(fields, "to_prefix");
        MigrateRequest request = new MigrateRequest(
                fields.string("dataset").orElse(""),
                from.orElse(NOWHERE),
                to.orElse(NOWHERE),
                fields.parsed("policy", MigrationPolicy::of).orElse(MigrationPolicy.VERIFIED_ONLY),
                fields.bool("delete_source", false),
                fields.parsedList("media_fields", MediaFieldNames::of),
                fields.bool("skip_failures", true),
                SelectionFields.of(fields),
                fields.bool("dry_run", false),
                fields.bool("force", false),
                fields.string("next"));
        if (request.dataset.isBlank()) {
            fields.reject("dataset", "the name of a dataset");
        }
        if (request.next.isPresent() && !MigrateCursor.isOne(request.next.get())) {
            fields.reject("next", "what the call before returned");
        }
        if (from.isPresent() && to.isPresent()) {
            request.broken().forEach(error -> fields.reject(error.field(), error.rule(), error.value()));
        }
        fields.verify();
        return request;
    }

    private static Optional<Location> prefix(Fields fields, String name) {
        if (!fields.has(name)) {
            fields.reject(name, "a prefix of locations");
        }
        return fields.parsed(name, StoredPath::locationOf);
    }

    /**
     * Checks the prefixes against each other.
     *
     * @throws InvalidFieldsException if media would be copied onto each other
     */
    void check() {
        List<FieldError> broken = broken();
        if (!broken.isEmpty()) {
            throw new InvalidFieldsException(broken);
        }
    }

    private List<FieldError> broken() {
        List<FieldError> errors = new ArrayList<>();
        if (from.asPrefix().canonical().equals(to.asPrefix().canonical())) {
            errors.add(new FieldError("to_prefix", "another place than from_prefix", to.display()));
        } else if (from.asPrefix().contains(to)) {
            errors.add(new FieldError(
                    "to_prefix",
                    "not below from_prefix, or a second run would migrate what the first has migrated",
                    to.display()));
        } else if (to.asPrefix().contains(from)) {
            errors.add(new FieldError(
                    "to_prefix",
                    "not above from_prefix, or media could come to lie where others still are",
                    to.display()));
        } else if (!from.isPrefix() && !to.isPrefix() && mayBeObjects()) {
            errors.add(new FieldError(
                    "to_prefix", "of the media type of from_prefix, which no sample can change", to.display()));
        }
        return errors;
    }

    /** Two objects of different types; a folder has the type of what FiftyOne does not know. */
    private boolean mayBeObjects() {
        return !new LinkChange(StoredPath.of(from), StoredPath.of(to)).keepsMediaType();
    }
}
