package io.mediafn.operation.copy;

import io.mediafn.storage.ObjectStat;
import io.mediafn.storage.StorageException;
import io.mediafn.storage.StorageException.Kind;
import io.mediafn.storage.WriteMode;
import java.util.Optional;

/**
 * Applies the overwrite rule to what is known of source and target, and asks the stores only where that does not do. What
 * it decides is enforced by the precondition of the write: a target that changes after the look is never overwritten.
 */
final class OverwriteDecider {
    private final Overwrite rule;
    /** Whether the copy has other bytes than the source, so that sizes and checksums tell nothing. */
    private final boolean transcoded;

    OverwriteDecider(Overwrite rule, boolean transcoded) {
        this.rule = rule;
        this.transcoded = transcoded;
    }

    /** Whether the rule asks what stands at the target. */
    static boolean looks(Overwrite rule) {
        return rule != Overwrite.ALWAYS;
    }

    /**
     * Decides about one object.
     *
     * @throws StorageException ALREADY_EXISTS by the rule {@code fail}
     */
    Decision decide(Pair pair, ObjectStat source, Optional<ObjectStat> target) {
        if (rule == Overwrite.ALWAYS) {
            return new Decision.Write(WriteMode.REPLACE, Optional.empty());
        }
        if (target.isEmpty()) {
            return new Decision.Write(WriteMode.CREATE_ONLY, Optional.empty());
        }
        ObjectStat there = target.get();
        return switch (rule) {
            case NEVER -> new Decision.Skip("exists");
            case FAIL ->
                throw new StorageException(Kind.ALREADY_EXISTS, there.location(), "an object is already there");
            case IF_SIZE_DIFFERS ->
                !transcoded && there.size() == source.size() ? new Decision.Skip("same_size") : replace(there);
            case IF_NEWER -> isNewer(source, there) ? replace(there) : new Decision.Skip("not_newer");
            case IF_CHECKSUM_DIFFERS ->
                !transcoded && isSame(pair, source, there) ? new Decision.Skip("same_checksum") : replace(there);
            case FAIL_IF_CHECKSUM_DIFFERS -> {
                if (isSame(pair, source, there) || SameContent.isProven(pair, source, there)) {
                    yield new Decision.Skip("same_checksum");
                }
                throw new StorageException(
                        Kind.ALREADY_EXISTS, there.location(), "an object of other content is already there");
            }
            case ALWAYS -> throw new IllegalStateException("decided above");
        };
    }

    private static Decision replace(ObjectStat there) {
        return there.etag()
                .<Decision>map(etag -> new Decision.Write(WriteMode.IF_MATCH, Optional.of(etag)))
                .orElseGet(() -> new Decision.Write(WriteMode.REPLACE, Optional.empty()));
    }

    private static boolean isNewer(ObjectStat source, ObjectStat target) {
        return source.lastModified().isEmpty()
                || target.lastModified().isEmpty()
                || source.lastModified().get().isAfter(target.lastModified().get());
    }

    private static boolean isSame(Pair pair, ObjectStat source, ObjectStat target) {
        Sameness listed = Sameness.of(source, target);
        if (listed.equal() || listed.different()) {
            return listed.equal();
        }
        // Listings don't tell every checksum, and a disk tells none.
        ObjectStat fullSource = pair.from().stat(source.location());
        ObjectStat fullTarget = pair.to().stat(target.location());
        return fullTarget.etag().equals(target.etag())
                && ContentDigest.compare(pair.from(), fullSource, pair.to(), fullTarget)
                        .equal();
    }
}
