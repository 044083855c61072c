package io.mediafn.operation.copy;

import static io.mediafn.testing.NeedsServer.Server.AZURITE;
import static io.mediafn.testing.NeedsServer.Server.FAKE_GCS;
import static io.mediafn.testing.NeedsServer.Server.VERSITY_GATEWAY;
import static org.assertj.core.api.Assertions.assertThat;

import io.mediafn.batch.BatchRunner;
import io.mediafn.location.Location;
import io.mediafn.location.LocationPolicy;
import io.mediafn.location.Scheme;
import io.mediafn.operation.Globs;
import io.mediafn.operation.RunContext;
import io.mediafn.operation.copy.Clouds.Cloud;
import io.mediafn.operation.copy.CopyRequest.Selection;
import io.mediafn.storage.Content;
import io.mediafn.storage.ObjectProperties;
import io.mediafn.storage.ObjectStore;
import io.mediafn.storage.Stores;
import io.mediafn.storage.WriteOptions;
import io.mediafn.storage.memory.MemoryStores;
import io.mediafn.testing.NeedsServer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a streamed copy takes along from every real server, whichever of its answers tells it. */
@NeedsServer({VERSITY_GATEWAY, FAKE_GCS, AZURITE})
final class CopyPropertiesIT {
    private static final int PART = CopySettings.SMALLEST_PART;

    @ParameterizedTest
    @EnumSource(names = {"SIGNED_S3", "GCS", "AZURE"})
    void metadata_and_headers_come_along(Clouds kind) throws Exception {
        try (Cloud cloud = kind.open();
                ObjectStore memory = MemoryStores.open();
                Stores stores = Stores.builder()
                        .add(Scheme.MEM, () -> memory)
                        .add(at -> true, cloud::store)
                        .build()) {
            ObjectProperties properties = new ObjectProperties(
                    Optional.of("image/x-kept"),
                    Optional.empty(),
                    Optional.of("max-age=77"),
                    Optional.of("attachment"),
                    Optional.of("da"),
                    Optional.empty(),
                    Map.of("camera", "left"));
            CopyOperation operation = new CopyOperation(
                    stores,
                    LocationPolicy.forCommandLine(Set.of(), List.of()),
                    new BatchRunner(1),
                    LocalTargets.NONE,
                    new CopySettings(PART, 4L * PART));
            for (int size : List.of(0, 20_000, 2 * PART + 1)) {
                cloud.store()
                        .write(
                                cloud.at("in/" + size),
                                Content.of(new byte[size]),
                                WriteOptions.replace().withProperties(properties));
            }

            operation.run(
                    CopyRequest.of(new Selection.Pairs(
                            List.of(cloud.at("in/20000")), List.of(Location.of("mem://b/pair/20000")))),
                    RunContext.unbounded());
            operation.run(
                    CopyRequest.of(
                            new Selection.Folder(cloud.at("in/"), Location.of("mem://b/folder/"), Globs.everything())),
                    RunContext.unbounded());

            for (String key : List.of("pair/20000", "folder/0", "folder/20000", "folder/" + (2 * PART + 1))) {
                ObjectProperties kept =
                        memory.stat(Location.of("mem://b/" + key)).properties();
                assertThat(kept.metadata()).as(key).containsEntry("camera", "left");
                assertThat(kept.contentType()).as(key).contains("image/x-kept");
                assertThat(kept.cacheControl()).as(key).contains("max-age=77");
                assertThat(kept.contentDisposition()).as(key).contains("attachment");
                assertThat(kept.contentLanguage()).as(key).contains("da");
            }
        }
    }
}
