package io.mediafn.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mediafn.checksum.Checksum;
import io.mediafn.checksum.ChecksumAlgorithm;
import io.mediafn.checksum.CrcCombiner;
import io.mediafn.checksum.Hasher;
import io.mediafn.location.Location;
import io.mediafn.storage.Capabilities.Property;
import io.mediafn.storage.StorageException.Kind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What every store that can be written to promises beside {@link ObjectStoreContract}. */
public abstract class WritableStoreContract extends ObjectStoreContract {
    private static final byte[] BODY = "the quick brown fox".getBytes(StandardCharsets.UTF_8);

    /** Whether the server takes notice of the ETag that a copy's source must have. */
    protected boolean pinsCopySource() {
        return true;
    }

    /** Whether the server takes notice of a copy's precondition on its target. */
    protected boolean conditionalCopy() {
        return true;
    }

    /** Whether the server can delete on a condition; where it can't, the store must not delete at all. */
    protected boolean conditionalDelete() {
        return true;
    }

    /** Whether a server that stands in for one that can delete on a condition takes notice of it. */
    protected boolean enforcesConditionalDelete() {
        return true;
    }

    /** Whether a copy that is given properties has none of its source's. */
    protected boolean replacesPropertiesOfCopies() {
        return true;
    }

    /** Whether the server compares what it got with the checksum that came along. */
    protected boolean checksChecksums() {
        return true;
    }

    /** Whether properties and tags of a write come back. */
    protected boolean keepsProperties() {
        return true;
    }

    /** The size of a part in these tests, in bytes; at least the store's smallest. */
    protected int partSize() {
        return (int) Math.max(1 << 20, store().capabilities().smallestPart());
    }

    @Test
    void properties_are_kept() {
        assumeTrue(keepsProperties(), "this backend has no place for properties");
        ObjectProperties properties = properties();
        store().write(at("x"), Content.of(BODY), WriteOptions.replace().withProperties(properties));

        assertThat(kept(store().stat(at("x")).properties())).isEqualTo(kept(properties));
    }

    @Test
    void tags_are_kept() {
        assumeTrue(keepsProperties() && has(Property.TAGS), "this backend has no tags");
        Map<String, String> tags = Map.of("split", "train", "rig", "a b+c=d");
        store().write(at("x"), Content.of(BODY), WriteOptions.replace().withTags(tags));

        assertThat(store().tags(at("x"))).isEqualTo(tags);
        assertThat(store().stat(at("x")).size()).isEqualTo(BODY.length);
    }

    @Test
    void a_checksum_that_fits_is_no_obstacle_and_another_one_is_refused() {
        for (ChecksumAlgorithm algorithm : store().capabilities().checksums()) {
            Checksum right = checksum(algorithm, BODY);
            store().write(at("right"), Content.of(BODY), WriteOptions.replace().withChecksum(Optional.of(right)));
            assertThat(get("right")).isEqualTo(BODY);
        }
        assumeTrue(checksChecksums(), "this server does not compare checksums");
        for (ChecksumAlgorithm algorithm : store().capabilities().checksums()) {
            Checksum wrong = checksum(algorithm, new byte[] {1});
            assertFails(
                    Kind.CORRUPT,
                    () -> store().write(
                                    at("wrong"),
                                    Content.of(BODY),
                                    WriteOptions.createOnly().withChecksum(Optional.of(wrong))));
            assertThat(store().find(at("wrong"))).isEmpty();
        }
    }

    @Test
    void copies_inside_itself() {
        assumeTrue(store().capabilities().copies(), "this store does not copy inside itself");
        put("a b+c é%25#?.jpg", BODY);
        ObjectStat from = store().stat(at("a b+c é%25#?.jpg"));

        ObjectStat copy = store().copy(from, at("copied %/日本.jpg"), CopyOptions.createOnly());

        assertThat(get("copied %/日本.jpg")).isEqualTo(BODY);
        assertThat(copy.location()).isEqualTo(at("copied %/日本.jpg"));
        assertThat(copy.size()).isEqualTo(BODY.length);
        assertThat(copy.etag()).isEqualTo(store().stat(at("copied %/日本.jpg")).etag());
    }

    @Test
    void a_copy_has_the_sources_properties_and_tags_or_those_it_is_given() {
        assumeTrue(store().capabilities().copies() && keepsProperties(), "no copies here, or no properties");
        Map<String, String> tags = has(Property.TAGS) ? Map.of("split", "train") : Map.of();
        store().write(
                        at("x"),
                        Content.of(BODY),
                        WriteOptions.replace().withProperties(properties()).withTags(tags));
        ObjectStat from = store().stat(at("x"));

        store().copy(from, at("same"), CopyOptions.createOnly());
        ObjectProperties other =
                ObjectProperties.ofType(Optional.of("image/webp")).withMetadata(Map.of("other", "1"));
        store().copy(from, at("other"), CopyOptions.createOnly().withProperties(Optional.of(other)));

        assertThat(kept(store().stat(at("same")).properties())).isEqualTo(kept(properties()));
        assertThat(store().tags(at("same"))).isEqualTo(tags);
        ObjectProperties replaced = store().stat(at("other")).properties();
        assertThat(replaced.contentType()).isEqualTo(other.contentType());
        if (replacesPropertiesOfCopies()) {
            assertThat(kept(replaced)).isEqualTo(kept(other));
        }
    }

    @Test
    void a_copy_is_of_the_source_that_was_meant() {
        assumeTrue(store().capabilities().copies() && pinsCopySource(), "no copies here, or not pinned by the server");
        put("x", BODY);
        ObjectStat before = store().stat(at("x"));
        put("x", "another content".getBytes(StandardCharsets.UTF_8));

        assertFails(Kind.PRECONDITION_FAILED, () -> store().copy(before, at("y"), CopyOptions.createOnly()));
        assertThat(store().find(at("y"))).isEmpty();
    }

    @Test
    void a_copy_never_replaces_what_it_must_not() {
        assumeTrue(store().capabilities().copies() && conditionalCopy(), "no copies here, or unconditional ones");
        put("x", BODY);
        String taken = put("taken", new byte[] {1}).etag().orElseThrow();
        ObjectStat from = store().stat(at("x"));

        assertFails(Kind.ALREADY_EXISTS, () -> store().copy(from, at("taken"), CopyOptions.createOnly()));
        assertThat(get("taken")).containsExactly(1);

        store().copy(from, at("taken"), CopyOptions.ifMatch(taken));
        assertThat(get("taken")).isEqualTo(BODY);
        assertFails(Kind.PRECONDITION_FAILED, () -> store().copy(from, at("taken"), CopyOptions.ifMatch(taken)));
    }

    @Test
    void a_copy_of_a_missing_source_is_not_found() {
        assumeTrue(store().capabilities().copies(), "this store does not copy inside itself");
        put("x", BODY);
        ObjectStat gone = store().stat(at("x"));
        store().delete(at("x"));

        assertFails(Kind.NOT_FOUND, () -> store().copy(gone, at("y"), CopyOptions.createOnly()));
    }

    @Test
    void parts_put_in_any_order_make_one_object() {
        UploadRun run = new UploadRun("large", 3 * partSize() + 1234, WriteOptions.createOnly());
        List<Integer> order = new ArrayList<>(List.of(0, 1, 2, 3));
        try (PartUpload upload = run.begin()) {
            if (!upload.inOrder()) {
                Collections.shuffle(order, new Random(5));
            }
            order.forEach(index -> run.put(upload, index));
            assertThat(store().find(at("large"))).isEmpty();

            ObjectStat made = upload.complete(4, run.bytes.length, run.whole());

            assertThat(made.size()).isEqualTo(run.bytes.length);
            assertThat(made.etag()).isEqualTo(store().stat(at("large")).etag());
        }
        assertThat(get("large")).isEqualTo(run.bytes);
        assertThat(store().uploads(place())).isEmpty();
    }

    @Test
    void a_part_may_be_put_again_and_one_part_is_enough() {
        UploadRun run = new UploadRun("one", 1000, WriteOptions.createOnly());
        try (PartUpload upload = run.begin()) {
            run.put(upload, 0);
            if (!upload.inOrder()) {
                run.put(upload, 0);
            }
            upload.complete(1, 1000, run.whole());
        }
        assertThat(get("one")).isEqualTo(run.bytes);
    }

    @Test
    void an_upload_keeps_properties_and_tags() {
        assumeTrue(keepsProperties(), "this backend has no place for properties");
        Map<String, String> tags = has(Property.TAGS) ? Map.of("split", "train") : Map.of();
        WriteOptions options =
                WriteOptions.createOnly().withProperties(properties()).withTags(tags);
        UploadRun run = new UploadRun("x", 1000, options);
        run.all();

        assertThat(kept(store().stat(at("x")).properties())).isEqualTo(kept(properties()));
        assertThat(store().tags(at("x"))).isEqualTo(tags);
    }

    @Test
    void an_upload_is_completed_on_its_condition_only() {
        assumeTrue(store().capabilities().partUploads(), "this store has no uploads in parts");
        String taken = put("taken", new byte[] {1}).etag().orElseThrow();

        assertFails(Kind.ALREADY_EXISTS, () -> new UploadRun("taken", 1000, WriteOptions.createOnly()).all());
        assertThat(get("taken")).containsExactly(1);
        new UploadRun("taken", 1000, WriteOptions.ifMatch(taken)).all();
        assertThat(get("taken")).hasSize(1000);
        assertFails(Kind.PRECONDITION_FAILED, () -> new UploadRun("taken", 999, WriteOptions.ifMatch(taken)).all());
        assertThat(get("taken")).hasSize(1000);
    }

    @Test
    void an_upload_that_is_aborted_leaves_nothing() {
        UploadRun run = new UploadRun("x", 2 * partSize(), WriteOptions.createOnly());
        try (PartUpload upload = run.begin()) {
            run.put(upload, 0);
            upload.abort();
        }
        assertThat(keys(ListOptions.everything())).isEmpty();
        assertThat(store().uploads(place())).isEmpty();
    }

    @Test
    void an_upload_that_was_cut_off_is_found_taken_up_and_gone_when_it_is_done() {
        assumeTrue(store().capabilities().resumable(), "this store takes nothing up");
        UploadRun run = new UploadRun("folder/large", 3 * partSize(), WriteOptions.createOnly());
        try (PartUpload upload = run.begin()) {
            run.put(upload, 0);
            run.put(upload, 2);
        }
        assertThat(store().uploads(place())).singleElement().satisfies(left -> {
            assertThat(left.location()).isEqualTo(at("folder/large"));
            assertThat(left.own()).isTrue();
        });

        try (PartUpload upload = run.begin()) {
            assertThat(upload.present())
                    .isEqualTo(Map.of(
                            0, run.checksum(0).orElseThrow(), 2, run.checksum(2).orElseThrow()));
            run.put(upload, 1);
            upload.complete(3, run.bytes.length, run.whole());
        }
        assertThat(get("folder/large")).isEqualTo(run.bytes);
        assertThat(store().uploads(place())).isEmpty();
        assertThat(keys(ListOptions.everything())).containsExactly("folder/large");
    }

    @Test
    void an_upload_of_another_source_is_not_taken_up() {
        assumeTrue(store().capabilities().resumable(), "this store takes nothing up");
        UploadRun run = new UploadRun("large", 2 * partSize(), WriteOptions.createOnly());
        try (PartUpload upload = run.begin()) {
            run.put(upload, 0);
        }
        UploadRun other = new UploadRun("large", 2 * partSize(), WriteOptions.createOnly(), "another source");
        try (PartUpload upload = other.begin()) {
            assertThat(upload.present()).isEmpty();
        }
        other.all();

        assertThat(get("large")).isEqualTo(other.bytes);
    }

    @Test
    void an_unfinished_upload_can_be_thrown_away() {
        assumeTrue(store().capabilities().resumable(), "this store keeps no unfinished uploads");
        UploadRun run = new UploadRun("large", 2 * partSize(), WriteOptions.createOnly());
        try (PartUpload upload = run.begin()) {
            run.put(upload, 0);
        }
        List<UnfinishedUpload> left = store().uploads(place());
        left.forEach(store()::abort);
        left.forEach(store()::abort);

        assertThat(left).hasSize(1);
        assertThat(store().uploads(place())).isEmpty();
        assertThat(keys(ListOptions.everything())).isEmpty();
    }

    @Test
    void a_wrong_part_is_refused() {
        assumeTrue(checksChecksums(), "this server does not compare checksums");
        UploadRun run = new UploadRun("x", 1000, WriteOptions.createOnly());
        assumeTrue(run.checksum(0).isPresent(), "this store has no checksums of parts");
        try (PartUpload upload = run.begin()) {
            Checksum wrong = checksum(run.algorithm().orElseThrow(), new byte[] {1});
            assertFails(Kind.CORRUPT, () -> upload.put(0, Content.of(run.bytes), Optional.of(wrong)));
            upload.abort();
        }
    }

    @Test
    void deletes_only_the_object_that_was_meant() {
        String first = put("x", BODY).etag().orElseThrow();
        if (!conditionalDelete()) {
            assertFails(Kind.UNSUPPORTED, () -> store().delete(at("x"), first));
            assertThat(get("x")).isEqualTo(BODY);
            return;
        }
        String second = put("x", "another content".getBytes(StandardCharsets.UTF_8))
                .etag()
                .orElseThrow();

        if (enforcesConditionalDelete()) {
            assertFails(Kind.PRECONDITION_FAILED, () -> store().delete(at("x"), first));
            assertThat(store().find(at("x"))).isPresent();
        }
        store().delete(at("x"), second);
        assertThat(store().find(at("x"))).isEmpty();
    }

    @Test
    void deletes_and_looks_at_many_with_an_answer_for_each() {
        List<Location> objects = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            String key = "many/" + i + " é%25+&<>.jpg";
            objects.add(at(key));
            if (i != 3) {
                put(key, new byte[i + 1]);
            }
        }
        put("many-not/0", BODY);

        List<StatResult> before = store().statAll(objects);
        List<DeleteResult> deleted = store().deleteAll(objects);
        List<StatResult> after = store().statAll(objects);

        assertThat(before).extracting(StatResult::location).isEqualTo(objects);
        assertThat(before.get(3)).isEqualTo(new StatResult(objects.get(3), Optional.empty(), Optional.empty()));
        assertThat(before.get(6).stat())
                .hasValueSatisfying(stat -> assertThat(stat.size()).isEqualTo(7));
        assertThat(deleted).extracting(DeleteResult::location).isEqualTo(objects);
        assertThat(deleted).allMatch(result -> result.error().isEmpty());
        assertThat(after)
                .allMatch(result -> result.stat().isEmpty() && result.error().isEmpty());
        assertThat(keys(ListOptions.everything())).containsExactly("many-not/0");
    }

    private boolean has(Property property) {
        return store().capabilities().properties().contains(property);
    }

    private static ObjectProperties properties() {
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put("camera", "front left");
        metadata.put("run2", "7");
        return new ObjectProperties(
                Optional.of("image/webp"),
                Optional.of("gzip"),
                Optional.of("max-age=60"),
                Optional.of("attachment; filename=\"a b.webp\""),
                Optional.of("en"),
                Optional.empty(),
                metadata);
    }

    /** What the store says that it keeps; a class of storage is not compared, since every store has a default one. */
    private ObjectProperties kept(ObjectProperties all) {
        return new ObjectProperties(
                has(Property.CONTENT_TYPE) ? all.contentType() : Optional.empty(),
                has(Property.CONTENT_ENCODING) ? all.contentEncoding() : Optional.empty(),
                has(Property.CACHE_CONTROL) ? all.cacheControl() : Optional.empty(),
                has(Property.CONTENT_DISPOSITION) ? all.contentDisposition() : Optional.empty(),
                has(Property.CONTENT_LANGUAGE) ? all.contentLanguage() : Optional.empty(),
                Optional.empty(),
                has(Property.METADATA) ? all.metadata() : Map.of());
    }

    private static Checksum checksum(ChecksumAlgorithm algorithm, byte[] bytes) {
        Hasher hasher = algorithm.newHasher();
        hasher.update(bytes, 0, bytes.length);
        return hasher.finish();
    }

    /** One upload of random bytes. */
    private final class UploadRun {
        private final String key;
        private final byte[] bytes;
        private final WriteOptions options;
        private final String source;

        UploadRun(String key, int size, WriteOptions options) {
            this(key, size, options, "a source");
        }

        UploadRun(String key, int size, WriteOptions options, String source) {
            assumeTrue(store().capabilities().partUploads(), "this store has no uploads in parts");
            this.key = key;
            this.bytes = new byte[size];
            this.options = options;
            this.source = source;
            new Random(source.hashCode()).nextBytes(bytes);
        }

        Optional<ChecksumAlgorithm> algorithm() {
            return store().capabilities().checksums().stream()
                    .filter(ChecksumAlgorithm::isCrc)
                    .findFirst();
        }

        PartUpload begin() {
            return store().upload(
                            at(key),
                            new UploadOptions(
                                    options,
                                    partSize(),
                                    OptionalLong.of(bytes.length),
                                    algorithm(),
                                    Optional.of(source)));
        }

        private byte[] part(int index) {
            return Arrays.copyOfRange(bytes, index * partSize(), Math.min(bytes.length, (index + 1) * partSize()));
        }

        Optional<Checksum> checksum(int index) {
            return algorithm().map(known -> WritableStoreContract.checksum(known, part(index)));
        }

        void put(PartUpload upload, int index) {
            upload.put(index, Content.of(part(index)), checksum(index));
        }

        Optional<Checksum> whole() {
            return algorithm().map(known -> {
                CrcCombiner combiner = new CrcCombiner(known);
                for (int index = 0; index * partSize() < bytes.length; index++) {
                    combiner.add(index, part(index).length, checksum(index).orElseThrow());
                }
                return combiner.whole();
            });
        }

        /** From its beginning to its end; aborted where that fails, as whoever uploads has to. */
        void all() {
            int parts = (bytes.length + partSize() - 1) / partSize();
            try (PartUpload upload = begin()) {
                try {
                    for (int index = 0; index < parts; index++) {
                        put(upload, index);
                    }
                    upload.complete(parts, bytes.length, whole());
                } catch (StorageException e) {
                    upload.abort();
                    throw e;
                }
            }
        }
    }
}
