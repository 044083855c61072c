package io.mediafn.operation.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediafn.batch.Outcome;
import io.mediafn.location.Location;
import io.mediafn.location.LocationPolicy;
import io.mediafn.location.Scheme;
import io.mediafn.media.MediaProbe;
import io.mediafn.media.Profile;
import io.mediafn.storage.Content;
import io.mediafn.storage.ObjectStore;
import io.mediafn.storage.Stores;
import io.mediafn.storage.WriteOptions;
import io.mediafn.storage.memory.MemoryStores;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The metadata of scenes, whose size is that of all that they name. */
final class SceneMetadataTest {
    private static final Location AT = Location.of("mem://b/s/scene.fo3d");

    private final ObjectStore memory = MemoryStores.open();
    private final MetadataReader reader = new MetadataReader(
            Stores.builder().add(Scheme.MEM, () -> memory).build(),
            LocationPolicy.forFunctions(Set.of(), List.of(Location.of("mem://b/"))),
            new MediaProbe());

    private void put(String location, byte[] bytes) {
        memory.write(Location.of(location), Content.of(bytes), WriteOptions.replace());
    }

    private MetadataRecord read(String scene, Profile profile) {
        put(AT.toString(), scene.getBytes(StandardCharsets.UTF_8));
        return reader.read(AT, new MetadataOptions(profile, false));
    }

    @Test
    void a_scene_counts_and_weighs_its_assets() {
        put("mem://b/s/a.pcd", new byte[100]);
        put("mem://b/s/m/b.OBJ", new byte[20]);
        put("mem://b/t/c.obj", new byte[3]);
        String scene = "{\"_type\":\"Scene\",\"children\":[{\"pcdPath\":\"a.pcd\"},{\"pcdPath\":\"./a.pcd\"},"
                + "{\"objPath\":\"m/b.OBJ\",\"mtlPath\":null,\"children\":[{\"objPath\":\"mem://b/t/c.obj\"}]}],"
                + "\"background\":{\"image\":\"data:image/png;base64,AA\"}}";

        MetadataRecord record = read(scene, Profile.FIFTYONE);

        // Named by two spellings, an asset counts twice, as it does for FiftyOne.
        assertThat(record.found().orElseThrow().metadata().toJson())
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "_cls",
                        "SceneMetadata",
                        "size_bytes",
                        (long) scene.length() + 100 + 100 + 20 + 3,
                        "mime_type",
                        "application/octet-stream",
                        "asset_counts",
                        Map.of("pcd", 2, "OBJ", 1, "obj", 1)));
        assertThat(record.toJson()).containsEntry("media_type", "3d").containsEntry("problems", List.of());
        assertThat(record.requests()).isEqualTo(1 + 4);
    }

    @Test
    void an_asset_that_is_missing_leaves_the_size_unknown() {
        String scene = "{\"children\":[{\"pcdPath\":\"gone.pcd\"}]}";

        MetadataRecord record = read(scene, Profile.FIFTYONE);

        assertThat(record.found().orElseThrow().metadata().toJson())
                .doesNotContainKey("size_bytes")
                .containsEntry("asset_counts", Map.of("pcd", 1));
        assertThat(String.valueOf(record.toJson().get("problems"))).contains("field=size_bytes", "gone.pcd");
        assertThat(read(scene, Profile.FIFTYONE_STRICT).outcome()).isEqualTo(Outcome.FAILED);
    }

    @Test
    void a_scene_can_name_no_place_that_a_request_may_not() {
        MetadataRecord record = read(
                "{\"children\":[{\"pcdPath\":\"/etc/passwd\"},{\"pcdPath\":\"mem://other/x.pcd\"},"
                        + "{\"pcdPath\":\"http://169.254.169.254/x?secret=1\"},{\"pcdPath\":\"../../../x.pcd\"}]}",
                Profile.FIFTYONE);

        assertThat(record.requests()).isEqualTo(1);
        assertThat((List<?>) record.toJson().get("problems")).hasSize(4);
        assertThat(record.toJson().toString()).doesNotContain("secret");
    }

    @Test
    void what_is_no_scene_is_corrupt() {
        MetadataRecord record = read("{\"children\":[", Profile.FIFTYONE);

        assertThat(record.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(record.error().orElseThrow().kind().name()).isEqualTo("CORRUPT");
        assertThat(record.settled()).isTrue();
    }

    @Test
    void a_long_scene_is_read_in_two_requests() {
        put("mem://b/s/a.pcd", new byte[100]);
        String scene = "{\"name\":\"" + "x".repeat(100_000) + "\",\"children\":[{\"pcdPath\":\"a.pcd\"}]}";

        MetadataRecord record = read(scene, Profile.FIFTYONE);

        assertThat(record.found().orElseThrow().metadata().toJson()).containsEntry("size_bytes", scene.length() + 100L);
        assertThat(record.requests()).isEqualTo(3);
    }
}
