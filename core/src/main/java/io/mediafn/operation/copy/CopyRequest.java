package io.mediafn.operation.copy;

import io.mediafn.encoding.ContentEncoding;
import io.mediafn.location.Location;
import io.mediafn.operation.Globs;
import io.mediafn.storage.ObjectProperties;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What to copy, and how.
 *
 * @param skipFailures whether to go on after a failure
 * @param set properties for {@link PropertyRule#REPLACE} and {@link PropertyRule#MERGE}
 * @param encoding to store the copies in, whatever the sources are in; absent keeps it
 * @param move whether to delete each source once its copy is proven
 * @param next {@link io.mediafn.operation.Report#next()} of the call before
 */
public record CopyRequest(
        Selection selection,
        boolean skipFailures,
        Overwrite overwrite,
        PropertyRule properties,
        ObjectProperties set,
        Optional<ContentEncoding> encoding,
        boolean move,
        boolean dryRun,
        Optional<String> next) {
    /** Which objects go where. */
    public sealed interface Selection {
        /** Each of one list to the place beside it in the other; as long as each other. */
        record Pairs(List<Location> in, List<Location> out) implements Selection {
            public Pairs {
                in = List.copyOf(in);
                out = List.copyOf(out);
            }
        }

        /** Everything below a prefix that the globs match, to the same name below another. */
        record Folder(Location indir, Location outdir, Globs globs) implements Selection {}

        /** The pairs that a file lists, or its locations to their names below {@code outdir}. */
        record Links(Location file, Optional<Location> outdir) implements Selection {}
    }

    public static CopyRequest of(Selection selection) {
        return new CopyRequest(
                selection,
                false,
                Overwrite.IF_CHECKSUM_DIFFERS,
                PropertyRule.COPY,
                ObjectProperties.none(),
                Optional.empty(),
                false,
                false,
                Optional.empty());
    }

    public CopyRequest withSelection(Selection value) {
        return new CopyRequest(value, skipFailures, overwrite, properties, set, encoding, move, dryRun, next);
    }

    public CopyRequest withSkipFailures(boolean value) {
        return new CopyRequest(selection, value, overwrite, properties, set, encoding, move, dryRun, next);
    }

    public CopyRequest withOverwrite(Overwrite value) {
        return new CopyRequest(selection, skipFailures, value, properties, set, encoding, move, dryRun, next);
    }

    public CopyRequest withProperties(PropertyRule rule, ObjectProperties value) {
        return new CopyRequest(selection, skipFailures, overwrite, rule, value, encoding, move, dryRun, next);
    }

    public CopyRequest withEncoding(Optional<ContentEncoding> value) {
        return new CopyRequest(selection, skipFailures, overwrite, properties, set, value, move, dryRun, next);
    }

    public CopyRequest withMove(boolean value) {
        return new CopyRequest(selection, skipFailures, overwrite, properties, set, encoding, value, dryRun, next);
    }

    public CopyRequest withDryRun(boolean value) {
        return new CopyRequest(selection, skipFailures, overwrite, properties, set, encoding, move, value, next);
    }

    public CopyRequest withNext(Optional<String> value) {
        return new CopyRequest(selection, skipFailures, overwrite, properties, set, encoding, move, dryRun, value);
    }

    /** Every location that the request names, for the policy to check; a links file names more. */
    public List<Location> locations() {
        return switch (selection) {
            case Selection.Pairs pairs ->
                Stream.concat(pairs.in().stream(), pairs.out().stream()).toList();
            case Selection.Folder folder -> List.of(folder.indir(), folder.outdir());
            case Selection.Links links -> {
                List<Location> named = new ArrayList<>(List.of(links.file()));
                links.outdir().ifPresent(named::add);
                yield List.copyOf(named);
            }
        };
    }
}
