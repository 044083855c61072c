package io.mediafn.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mediafn.checksum.ChecksumAlgorithm;
import io.mediafn.checksum.Hasher;
import io.mediafn.location.Location;
import io.mediafn.storage.Content;
import io.mediafn.storage.CopyOptions;
import io.mediafn.storage.ListOptions;
import io.mediafn.storage.ObjectProperties;
import io.mediafn.storage.ObjectRead;
import io.mediafn.storage.ObjectStat;
import io.mediafn.storage.ObjectStore;
import io.mediafn.storage.PartUpload;
import io.mediafn.storage.ReadOptions;
import io.mediafn.storage.StorageException;
import io.mediafn.storage.StorageException.Kind;
import io.mediafn.storage.UploadOptions;
import io.mediafn.storage.UrlSigner;
import io.mediafn.storage.WriteOptions;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;

/** What S3 does beyond the contract, against whichever server there is. */
record S3Extras(S3Settings settings, Location place) {
    private static final int MIB = 1 << 20;

    private ObjectStore store() {
        return S3Stores.open(settings);
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    private static byte[] read(ObjectStore store, Location at) {
        try (ObjectRead read = store.read(at, ReadOptions.all())) {
            return read.readAllBytes();
        }
    }

    /**
     * As an object of more than 5 GB would be copied.
     *
     * @param proof whether the source has a checksum that the server is to compare the copy with
     */
    void copies_in_parts_with_properties_tags_and_proof(boolean proof) {
        byte[] bytes = random(11 * MIB + 1);
        Location from = Location.of(place + "from é.bin");
        Location to = Location.of(place + "to é.bin");
        ObjectProperties properties = ObjectProperties.ofType(Optional.of("video/mp4"))
                .withMetadata(Map.of("camera", "front left", "ort", "Zürich"));
        S3Wire wire = S3Stores.wire(settings, new ConnectionPool(), Clock.systemUTC());
        try (ObjectStore store = new S3ObjectStore(wire, new S3Copies(wire, 6 * MIB))) {
            store.write(
                    from,
                    Content.of(bytes),
                    WriteOptions.replace()
                            .withProperties(properties)
                            .withTags(Map.of("split", "train"))
                            .withChecksum(Optional.of(
                                    Hasher.of(proof ? ChecksumAlgorithm.CRC32C : ChecksumAlgorithm.SHA256, bytes))));
            ObjectStat source = store.stat(from);
            long before = store.requests();
            ObjectStat copy = store.copy(source, to, CopyOptions.createOnly());

            assertThat(store.requests() - before).as("requests").isBetween(5L, 6L);
            assertThat(read(store, to)).isEqualTo(bytes);
            assertThat(copy.etag()).isEqualTo(store.stat(to).etag());
            assertThat(copy.etag().orElseThrow()).endsWith("-2\"");
            assertThat(store.stat(to).properties().contentType()).contains("video/mp4");
            assertThat(store.stat(to).properties().metadata()).isEqualTo(properties.metadata());
            assertThat(store.tags(to)).isEqualTo(Map.of("split", "train"));
            assertThat(store.stat(to).checksums().get(ChecksumAlgorithm.CRC32C).isPresent())
                    .isEqualTo(proof);
            assertThatThrownBy(() -> store.copy(source, to, CopyOptions.createOnly()))
                    .isInstanceOfSatisfying(
                            StorageException.class, e -> assertThat(e.kind()).isEqualTo(Kind.ALREADY_EXISTS));
            assertThat(store.uploads(place)).isEmpty();
        }
    }

    /** A part that is piped through: its checksum is known once it was sent. */
    void checks_parts_whose_checksum_comes_behind_them(ChecksumAlgorithm algorithm) {
        byte[] bytes = random(5 * MIB + 70_000);
        Location at = Location.of(place + "trailer-" + algorithm.text());
        UploadOptions options = new UploadOptions(
                WriteOptions.createOnly(),
                5 * MIB,
                OptionalLong.of(bytes.length),
                Optional.of(algorithm),
                Optional.empty());
        try (ObjectStore store = store();
                PartUpload upload = store.upload(at, options)) {
            upload.put(0, Content.of(Arrays.copyOf(bytes, 5 * MIB)), Optional.empty());
            upload.put(1, Content.of(Arrays.copyOfRange(bytes, 5 * MIB, bytes.length)), Optional.empty());
            upload.complete(2, bytes.length, Optional.of(Hasher.of(algorithm, bytes)));

            assertThat(read(store, at)).isEqualTo(bytes);
            assertThat(store.stat(at).properties().contentEncoding()).isEmpty();
        }
    }

    void a_signed_url_reads_one_object_and_nothing_else() throws IOException {
        byte[] bytes = random(1000);
        Location at = Location.of(place + "a b+c é%25#?&=.jpg");
        Location other = Location.of(place + "other");
        try (ObjectStore store = store()) {
            store.write(at, Content.of(bytes), WriteOptions.replace());
            store.write(other, Content.of(bytes), WriteOptions.replace());
            URI url = ((UrlSigner) store).sign(at, Duration.ofMinutes(5)).orElseThrow();

            HttpURLConnection connection = (HttpURLConnection) url.toURL().openConnection();
            assertThat(connection.getInputStream().readAllBytes()).isEqualTo(bytes);
            URI stolen = URI.create(url.toString()
                    .replace(
                            url.getRawPath(),
                            ((UrlSigner) store)
                                    .sign(other, Duration.ofMinutes(5))
                                    .orElseThrow()
                                    .getRawPath()));
            assertThat(((HttpURLConnection) stolen.toURL().openConnection()).getResponseCode())
                    .isEqualTo(403);
        }
    }

    void metadata_and_types_of_any_script_come_back() {
        Location at = Location.of(place + "meta");
        Map<String, String> metadata = Map.of("ort", "Zürich  日本", "leer", "a  b", "emoji", "\uD83D\uDE00");
        try (ObjectStore store = store()) {
            store.write(
                    at,
                    Content.of(new byte[1]),
                    WriteOptions.replace()
                            .withProperties(ObjectProperties.none().withMetadata(metadata)));
            assertThat(store.stat(at).properties().metadata()).isEqualTo(metadata);
        }
    }

    void a_url_below_the_endpoint_is_the_same_object() {
        Location at = Location.of(place + "by-url/x");
        Location url = Location.of(settings.endpoint().orElseThrow() + "/" + place.bucket() + "/" + at.key());
        try (ObjectStore store = store()) {
            store.write(url, Content.of(new byte[] {5}), WriteOptions.createOnly());

            assertThat(read(store, at)).containsExactly(5);
            assertThat(store.list(Location.of(url.toString().replace("/x", "/")), ListOptions.everything())
                            .objects())
                    .singleElement()
                    .satisfies(stat -> assertThat(stat.location()).isEqualTo(url));
        }
    }

    void a_thousand_and_one_go_in_two_requests() {
        List<Location> many = new ArrayList<>();
        try (ObjectStore store = store()) {
            for (int i = 0; i < 1001; i++) {
                many.add(Location.of(place + "many/" + i + " &<é>"));
                store.write(many.getLast(), Content.of(new byte[1]), WriteOptions.replace());
            }
            long before = store.requests();
            assertThat(store.deleteAll(many)).allMatch(result -> result.error().isEmpty());
            assertThat(store.requests() - before).isEqualTo(2);
            assertThat(store.list(place, ListOptions.everything()).objects()).isEmpty();
        }
    }
}
