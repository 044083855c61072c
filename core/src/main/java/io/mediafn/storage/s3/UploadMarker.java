package io.mediafn.storage.s3;

import io.mediafn.checksum.Checksum;
import io.mediafn.checksum.ChecksumAlgorithm;
import io.mediafn.checksum.Hasher;
import io.mediafn.storage.UploadOptions;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * What an upload is of, as the last possible part of it. S3 keeps nothing of an unfinished upload but its parts, so that
 * a later run could not tell whose parts these are; and a part that is not named at the end is thrown away by S3.
 */
record UploadMarker(String text, Optional<ChecksumAlgorithm> algorithm) {
    /** The last number that a part can have; parts of the object have smaller ones. */
    static final int NUMBER = 10_000;

    private static final int SHORTEST = 128;
    /** Its length is a part of what it says, beside its checksum: this many lengths are possible. */
    private static final int LENGTHS = 4096;

    /** Absent where nothing is to be taken up: without a source, or a checksum to compare parts with. */
    static Optional<UploadMarker> of(UploadOptions options) {
        Optional<ChecksumAlgorithm> algorithm =
                options.algorithm().filter(known -> S3Fields.nameOf(known).isPresent());
        return algorithm.isEmpty()
                ? Optional.empty()
                : options.source().map(source -> new UploadMarker(text(source, options), algorithm));
    }

    private static String text(String source, UploadOptions options) {
        String what = source + "\n" + options.partSize() + "\n" + options.size().orElse(-1) + "\n"
                + options.algorithm().orElseThrow().text();
        String digest = Sha256.hex(what);
        int length = SHORTEST + Integer.parseInt(digest.substring(0, 3), 16) % LENGTHS;
        String text = "mediafn upload " + digest + "\n";
        return text + " ".repeat(length - text.length());
    }

    byte[] bytes() {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    Optional<Checksum> checksum() {
        return algorithm.map(known -> Hasher.of(known, bytes()));
    }

    boolean is(S3Part part) {
        return part.number() == NUMBER
                && part.size() == text.length()
                && part.checksum().equals(checksum());
    }

    /** Whether a part can be the marker of any upload of ours. */
    static boolean isAny(S3Part part) {
        return part.number() == NUMBER && part.size() >= SHORTEST && part.size() < SHORTEST + LENGTHS;
    }
}
