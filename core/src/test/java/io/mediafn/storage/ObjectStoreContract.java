package io.mediafn.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mediafn.checksum.Checksums;
import io.mediafn.location.Location;
import io.mediafn.storage.StorageException.Kind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What every store promises. A leaf gives a store and an empty place in it; where its backend differs, it overrides a
 * predicate and says why.
 */
public abstract class ObjectStoreContract {
    private static final byte[] BODY = "the quick brown fox".getBytes(StandardCharsets.UTF_8);

    /** The store under test. */
    protected abstract ObjectStore store();

    /** A prefix that ends in a slash and has no objects; a fresh one for each test. */
    protected abstract Location place();

    /** A store that writes to the place, where the store under test can only read it. */
    protected ObjectStore writer() {
        return store();
    }

    /** Whether the store can list; where it can't, the {@link #writer()} tells what there is. */
    protected boolean lists() {
        return true;
    }

    /** What becomes of keys with empty, {@code .} and {@code ..} segments. */
    protected enum OddSegments {
        KEPT,
        REFUSED,
        /** The server stores another key without saying so. */
        FOLDED
    }

    protected OddSegments oddSegments() {
        return OddSegments.KEPT;
    }

    /** Whether a listing can be continued behind a key that is not ASCII. */
    protected boolean continuesBehindAnyKey() {
        return true;
    }

    /** Whether common prefixes count in a page of a listing, and come in one page only. */
    protected boolean countsPrefixesInPages() {
        return true;
    }

    /** Whether an object can lie at {@code dir} beside one at {@code dir/x}. */
    protected boolean takesKeyUnderKey() {
        return true;
    }

    /** Whether a backslash in a key stays one; where it does not, such a key must be refused. */
    protected boolean keepsBackslashes() {
        return true;
    }

    /** The longest segment of a key, in bytes. */
    protected int longestSegment() {
        return 1024;
    }

    /** Whether the content type of a write is kept. */
    protected boolean keepsContentType() {
        return true;
    }

    static List<String> oddKeys() {
        return List.of(
                "a b+c é%25#?.jpg",
                "100%.png",
                "a%2Fb",
                "per+cent%2B",
                "日本語/写真.jpg",
                "\uD83D\uDE00.gif",
                "e\u0301-is-not-\u00e9",
                "semi;colon&amp=1",
                "quote'\"back\\slash",
                "trailing space ",
                " leading space",
                "~tilde!*()[]{}|^`$@:,");
    }

    static List<String> keysWithOddSegments() {
        return List.of("a//b", "a/../b", "./a", "a/.", "/leading", "trailing//x", "..");
    }

    @ParameterizedTest
    @MethodSource("oddKeys")
    void keeps_an_odd_key_literally(String key) {
        if (key.contains("\\") && !keepsBackslashes()) {
            assertFails(Kind.INVALID, () -> put(key, BODY));
            return;
        }
        roundTrip(key);
    }

    @ParameterizedTest
    @MethodSource("keysWithOddSegments")
    void keeps_segments_that_a_file_system_would_fold(String key) {
        assumeTrue(oddSegments() != OddSegments.FOLDED, "this backend folds such keys into others");
        if (oddSegments() == OddSegments.KEPT) {
            roundTrip(key);
        } else {
            assertFails(Kind.INVALID, () -> put(key, BODY));
            assertFails(Kind.INVALID, () -> store().read(at(key), ReadOptions.all()));
        }
    }

    @Test
    void takes_a_key_of_1024_bytes() {
        int room = 1024 - place().key().length();
        StringBuilder key = new StringBuilder("é".repeat(20));
        while (key.toString().getBytes(StandardCharsets.UTF_8).length < room) {
            key.append(key.length() % Math.min(100, longestSegment()) == 0 ? '/' : 'k');
        }
        String longest = key.toString().endsWith("/") ? key.substring(0, key.length() - 1) + "k" : key.toString();

        assertThat(at(longest).key().getBytes(StandardCharsets.UTF_8)).hasSize(1024);
        roundTrip(longest);
    }

    @Test
    void an_object_can_lie_under_another_ones_key() {
        assumeTrue(takesKeyUnderKey(), "this backend stores keys as folders and files");
        put("dir", BODY);
        put("dir/x", new byte[] {1});

        assertThat(get("dir")).isEqualTo(BODY);
        assertThat(get("dir/x")).containsExactly(1);
        assertThat(keys(ListOptions.everything())).containsExactly("dir", "dir/x");
    }

    private void roundTrip(String key) {
        put(key, BODY);

        assertThat(get(key)).isEqualTo(BODY);
        assertThat(store().stat(at(key)).size()).isEqualTo(BODY.length);
        assertThat(keys(ListOptions.everything())).containsExactly(key);

        writer().delete(at(key));
        assertThat(store().find(at(key))).isEmpty();
    }

    @Test
    void a_missing_object_is_not_found() {
        assertFails(Kind.NOT_FOUND, () -> store().stat(at("missing")));
        assertFails(Kind.NOT_FOUND, () -> store().read(at("missing"), ReadOptions.all()));
        assertFails(Kind.NOT_FOUND, () -> store().read(at("missing"), ReadOptions.range(ByteRange.of(0, 10))));
        assertThat(store().find(at("missing"))).isEmpty();
    }

    @Test
    void a_prefix_is_no_object() {
        put("folder/x", BODY);

        assertThat(store().find(at("folder"))).isEmpty();
        assertFails(Kind.NOT_FOUND, () -> store().read(at("folder"), ReadOptions.all()));
    }

    @Test
    void deleting_a_missing_object_is_no_error() {
        assumeWritable();
        store().delete(at("missing"));
        put("there", BODY);
        store().delete(at("there"));
        store().delete(at("there"));

        assertThat(keys(ListOptions.everything())).isEmpty();
    }

    @Test
    void a_stat_and_a_read_tell_the_same() {
        ObjectStat written = put("x", BODY);
        ObjectStat stat = store().stat(at("x"));
        try (ObjectRead read = store().read(at("x"), ReadOptions.range(ByteRange.of(4, 5)))) {
            assertThat(toldByEveryAnswer(read.stat())).isEqualTo(toldByEveryAnswer(stat));
            assertThat(read.requests()).isEqualTo(1);
        }
        assertThat(stat.etag()).isPresent().isEqualTo(written.etag());
        assertThat(stat.lastModified()).isPresent();
        assertThat(stat.location()).isEqualTo(at("x"));
    }

    /** Without the checksum and the tags of a whole object, and its class, which do not come with every range of it. */
    private static ObjectStat toldByEveryAnswer(ObjectStat stat) {
        return stat.withChecksums(Checksums.NONE)
                .withTagCount(0)
                .withProperties(stat.properties().withStorageClass(Optional.empty()));
    }

    @Test
    void the_content_type_is_kept() {
        assumeTrue(keepsContentType(), "this backend has no place for a content type");
        writer().write(at("x"), Content.of(BODY), WriteOptions.replace().withContentType("image/webp"));

        assertThat(store().stat(at("x")).contentType()).contains("image/webp");
    }

    @ParameterizedTest
    @CsvSource({
        "0,1,t",
        "0,3,the",
        "4,5,quick",
        "16,3,fox",
        "16,100,fox",
        "18,1,x",
        "18,2,x",
        "19,1,''",
        "20,1,''",
        "1000,5,''"
    })
    void a_range_is_clipped_to_the_object(long offset, long length, String expected) {
        put("x", BODY);
        try (ObjectRead read = store().read(at("x"), ReadOptions.range(ByteRange.of(offset, length)))) {
            assertThat(new String(read.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo(expected);
            assertThat(read.stat().size()).isEqualTo(BODY.length);
            assertThat(read.stat().etag()).isPresent();
        }
    }

    @Test
    void a_range_may_reach_to_the_end() {
        put("x", BODY);
        try (ObjectRead read = store().read(at("x"), ReadOptions.range(ByteRange.from(10)))) {
            assertThat(new String(read.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo("brown fox");
        }
    }

    @Test
    void an_empty_object_is_an_object() {
        put("empty", new byte[0]);

        assertThat(store().stat(at("empty")).size()).isZero();
        assertThat(get("empty")).isEmpty();
        try (ObjectRead read = store().read(at("empty"), ReadOptions.range(ByteRange.of(0, 65_536)))) {
            assertThat(read.readAllBytes()).isEmpty();
            assertThat(read.stat().size()).isZero();
            assertThat(read.stat().etag()).isPresent();
        }
    }

    @Test
    void a_large_object_comes_back_whole_and_can_be_left_early() throws IOException {
        byte[] large = new byte[5_000_001];
        new Random(7).nextBytes(large);
        put("large", large);

        assertThat(get("large")).isEqualTo(large);
        try (ObjectRead read = store().read(at("large"), ReadOptions.range(ByteRange.of(1_000_000, 3_000_000)))) {
            assertThat(read.readAllBytes()).isEqualTo(java.util.Arrays.copyOfRange(large, 1_000_000, 4_000_000));
        }
        try (ObjectRead read = store().read(at("large"), ReadOptions.all())) {
            assertThat(read.body().read()).isEqualTo(large[0] & 0xFF);
        }
        assertThat(get("large")).hasSize(large.length);
    }

    @Test
    void a_read_can_be_pinned_to_an_etag() {
        Optional<String> first = put("x", BODY).etag();
        ReadOptions pinned = ReadOptions.range(ByteRange.of(0, 3)).withIfMatch(first);
        try (ObjectRead read = store().read(at("x"), pinned)) {
            assertThat(read.readAllBytes()).hasSize(3);
        }
        put("x", "another content".getBytes(StandardCharsets.UTF_8));

        assertFails(Kind.PRECONDITION_FAILED, () -> store().read(at("x"), pinned));
    }

    @Test
    void create_only_never_touches_what_is_there() {
        assumeWritable();
        store().write(at("x"), Content.of(BODY), WriteOptions.createOnly());

        assertFails(
                Kind.ALREADY_EXISTS,
                () -> store().write(at("x"), Content.of(new byte[] {1}), WriteOptions.createOnly()));
        assertThat(get("x")).isEqualTo(BODY);
    }

    @Test
    void of_many_who_create_at_once_one_succeeds() throws Exception {
        assumeWritable();
        int writers = 8;
        CyclicBarrier barrier = new CyclicBarrier(writers);
        List<Callable<Boolean>> tasks = new ArrayList<>();
        for (int i = 0; i < writers; i++) {
            byte[] body = {(byte) i};
            tasks.add(() -> {
                barrier.await();
                try {
                    store().write(at("race"), Content.of(body), WriteOptions.createOnly());
                    return true;
                } catch (StorageException e) {
                    // S3 may answer a race with 409, which is no verdict: the writer may try again.
                    assertThat(e.kind()).isIn(Kind.ALREADY_EXISTS, Kind.UNAVAILABLE);
                    return false;
                }
            });
        }
        List<Integer> winners = new ArrayList<>();
        try (ExecutorService pool = Executors.newFixedThreadPool(writers)) {
            List<Future<Boolean>> results = pool.invokeAll(tasks);
            for (int i = 0; i < writers; i++) {
                if (results.get(i).get()) {
                    winners.add(i);
                }
            }
        }
        assertThat(winners).hasSize(1);
        assertThat(get("race")).containsExactly(winners.getFirst());
    }

    @Test
    void if_match_replaces_only_the_object_that_was_meant() {
        assumeWritable();
        String first = put("x", BODY).etag().orElseThrow();
        String second = store().write(at("x"), Content.of(new byte[] {2}), WriteOptions.ifMatch(first))
                .etag()
                .orElseThrow();

        assertThat(second).isNotEqualTo(first);
        assertFails(
                Kind.PRECONDITION_FAILED,
                () -> store().write(at("x"), Content.of(new byte[] {3}), WriteOptions.ifMatch(first)));
        assertFails(
                Kind.PRECONDITION_FAILED,
                () -> store().write(at("gone"), Content.of(new byte[] {3}), WriteOptions.ifMatch(first)));
        assertThat(get("x")).containsExactly(2);
        assertThat(store().find(at("gone"))).isEmpty();
    }

    @Test
    void a_write_that_breaks_off_leaves_what_was_there() {
        assumeWritable();
        put("x", BODY);
        Content breaksOff = new Content(
                100_000, () -> new SequenceInputStream(new ByteArrayInputStream(new byte[50_000]), new BrokenStream()));

        assertThatThrownBy(() -> store().write(at("x"), breaksOff, WriteOptions.replace()))
                .isInstanceOf(StorageException.class);
        assertThatThrownBy(() -> store().write(at("new"), breaksOff, WriteOptions.createOnly()))
                .isInstanceOf(StorageException.class);
        assertThat(get("x")).isEqualTo(BODY);
        assertThat(keys(ListOptions.everything())).containsExactly("x");
    }

    @Test
    void lists_in_the_order_of_utf8_bytes() {
        assumeTrue(lists(), "this store has no listing");
        // U+FF5E sorts before U+1F600 in UTF-8 and behind it in UTF-16.
        List<String> ordered =
                List.of("A", "B/1", "a", "a-b", "a/b", "a/c/d", "a0", "b", "é", "\uFF5E", "\uD83D\uDE00");
        List<String> shuffled = new ArrayList<>(ordered);
        java.util.Collections.shuffle(shuffled, new Random(3));
        if (!takesKeyUnderKey()) {
            shuffled.remove("a");
        }
        shuffled.forEach(key -> put(key, BODY));

        List<String> expected = ordered.stream().filter(shuffled::contains).toList();
        assertThat(keys(ListOptions.everything())).containsExactlyElementsOf(expected);
        if (!continuesBehindAnyKey()) {
            expected = expected.stream()
                    .filter(key -> key.codePoints().allMatch(c -> c < 128))
                    .toList();
            ordered.stream()
                    .filter(key -> key.codePoints().anyMatch(c -> c >= 128))
                    .forEach(key -> store().delete(at(key)));
        }
        for (int size : List.of(1, 2, 3)) {
            assertThat(keys(ListOptions.everything().withLimit(size)))
                    .as("pages of " + size)
                    .containsExactlyElementsOf(expected);
        }
        for (int i = 0; i < expected.size(); i++) {
            ListOptions behind = ListOptions.everything().withLimit(2).withStartAfter(place().key() + expected.get(i));
            assertThat(keys(behind)).containsExactlyElementsOf(expected.subList(i + 1, expected.size()));
        }
    }

    @Test
    void lists_one_level() {
        assumeTrue(lists(), "this store has no listing");
        List.of("a/1", "a/2/3", "b", "c/d/e/f", "d.jpg", "d/x").forEach(key -> put(key, BODY));

        for (int size : countsPrefixesInPages() ? List.of(1, 2, 1000) : List.of(1000)) {
            List<String> objects = new ArrayList<>();
            List<String> prefixes = new ArrayList<>();
            Optional<ListOptions> next = Optional.of(ListOptions.oneLevel().withLimit(size));
            while (next.isPresent()) {
                ListOptions options = next.get();
                ObjectPage page = store().list(place(), options);
                assertThat(page.objects().size() + page.prefixes().size()).isLessThanOrEqualTo(size);
                page.objects().forEach(object -> objects.add(relative(object.location())));
                page.prefixes().forEach(prefix -> prefixes.add(relative(prefix)));
                next = page.nextPageToken().map(options::withPageToken);
            }
            assertThat(objects).as("pages of " + size).containsExactly("b", "d.jpg");
            assertThat(prefixes).as("pages of " + size).containsExactly("a/", "c/", "d/");
        }
    }

    @Test
    void lists_nothing_where_nothing_is() {
        assumeTrue(lists(), "this store has no listing");
        assertThat(keys(ListOptions.everything())).isEmpty();
        assertThat(store().list(at("no/such/folder/"), ListOptions.oneLevel()).objects())
                .isEmpty();
    }

    @Test
    void a_prefix_need_not_end_at_a_slash() {
        assumeTrue(lists(), "this store has no listing");
        List.of("img1.jpg", "img2.jpg", "img/3.jpg", "in.jpg").forEach(key -> put(key, BODY));

        List<String> found = new ArrayList<>();
        new ObjectListing(store(), at("img"), ListOptions.everything().withLimit(2))
                .forEachRemaining(object -> found.add(relative(object.location())));
        assertThat(found).containsExactly("img/3.jpg", "img1.jpg", "img2.jpg");
    }

    private static final class BrokenStream extends InputStream {
        @Override
        public int read() throws IOException {
            throw new IOException("the disk is gone");
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            throw new IOException("the disk is gone");
        }
    }

    private void assumeWritable() {
        assumeTrue(store().capabilities().writable(), "this store is read only");
    }

    protected final void assertFails(Kind kind, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        StorageException.class, e -> assertThat(e.kind()).isEqualTo(kind))
                .hasMessageContaining(place().toString());
    }

    protected final Location at(String key) {
        return Location.of(place() + key);
    }

    protected final ObjectStat put(String key, byte[] body) {
        return writer().write(at(key), Content.of(body), WriteOptions.replace());
    }

    protected final byte[] get(String key) {
        try (ObjectRead read = store().read(at(key), ReadOptions.all())) {
            return read.readAllBytes();
        }
    }

    protected final List<String> keys(ListOptions options) {
        List<String> keys = new ArrayList<>();
        new ObjectListing(lists() ? store() : writer(), place(), options)
                .forEachRemaining(object -> keys.add(relative(object.location())));
        return keys;
    }

    protected final String relative(Location location) {
        assertThat(location.toString()).startsWith(place().toString());
        return location.toString().substring(place().toString().length());
    }
}
