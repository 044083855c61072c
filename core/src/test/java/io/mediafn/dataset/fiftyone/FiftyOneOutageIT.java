package io.mediafn.dataset.fiftyone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.ConnectionString;
import io.mediafn.dataset.ChangeCount;
import io.mediafn.dataset.DatasetException;
import io.mediafn.dataset.DatasetException.Kind;
import io.mediafn.dataset.EditableDataset;
import io.mediafn.dataset.MediaField;
import io.mediafn.dataset.MetadataChange;
import io.mediafn.dataset.Selection;
import io.mediafn.testing.NeedsServer;
import io.mediafn.testing.NeedsServer.Server;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A database that is not there, goes away, falls silent, or lets nobody in. */
@NeedsServer(Server.MONGOD)
final class FiftyOneOutageIT extends FiftyOneFixture {
    private Forwarder forwarder;

    @BeforeEach
    void forward() throws Exception {
        String[] address = new ConnectionString(URI).getHosts().getFirst().split(":", 2);
        forwarder = new Forwarder(address[0], Integer.parseInt(address[1]));
    }

    @AfterEach
    void close() throws Exception {
        forwarder.close();
    }

    private EditableDataset openForwarded() {
        return datasets.open(
                new FiftyOneSettings("mongodb://127.0.0.1:" + forwarder.port(), database.getName()), "images", false);
    }

    private static void assertUnavailableWithin(Duration limit, ThrowingCallable call) {
        Instant start = Instant.now();
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(DatasetException.class, e -> {
                    assertThat(e.kind()).isEqualTo(Kind.UNAVAILABLE);
                    assertThat(e.kind().retryable()).isTrue();
                })
                .hasMessageContaining("does not answer");
        assertThat(Duration.between(start, Instant.now())).isLessThan(limit);
    }

    @Test
    void one_that_goes_away_is_unavailable_and_serves_again_when_it_comes_back() {
        try (EditableDataset images = openForwarded()) {
            assertThat(images.count(Selection.all(), MediaField.FILEPATH, false))
                    .isEqualTo(6);
            forwarder.goDown();
            assertUnavailableWithin(
                    Duration.ofSeconds(20), () -> images.relinkPrefix(MediaField.FILEPATH, "/data/media", "/n"));
            forwarder.comeBack();
            assertThat(images.relinkPrefix(MediaField.FILEPATH, "/data/media", "/n"))
                    .isEqualTo(new ChangeCount(6, 6));
        }
    }

    @Test
    void one_that_falls_silent_is_noticed() {
        List<MetadataChange> changes = List.of(new MetadataChange(
                "/data/media/a.jpg",
                Map.of("_cls", "ImageMetadata", "size_bytes", 1, "mime_type", "image/jpeg"),
                true));
        try (EditableDataset images = openForwarded()) {
            forwarder.fallSilent();
            assertUnavailableWithin(Duration.ofSeconds(60), () -> images.setMetadata(changes));
            forwarder.comeBack();
            assertThat(images.setMetadata(changes)).containsExactly(new ChangeCount(2, 2));
        }
    }

    @Test
    void one_that_is_not_there_is_unavailable() throws Exception {
        forwarder.close();
        assertUnavailableWithin(Duration.ofSeconds(15), this::openForwarded);
    }

    @Test
    void a_uri_that_is_none_is_refused_without_its_password() {
        for (String uri : new String[] {"mongodb://user:s3cr3t@/x", "http://user:s3cr3t@h", "mongodb://u:s3cr3t@@h"}) {
            assertThatThrownBy(() -> datasets.open(new FiftyOneSettings(uri, "x"), "images", false))
                    .isInstanceOf(DatasetException.class)
                    .hasMessageContaining("FIFTYONE_DATABASE_URI")
                    .hasNoCause()
                    .message()
                    .doesNotContain("s3cr3t");
            assertThat(new FiftyOneSettings(uri, "x")).asString().doesNotContain("s3cr3t");
        }
    }

    @Test
    void who_may_not_is_denied() {
        String uri = URI.replace("mongodb://", "mongodb://nobody:s3cr3t@");
        assertThatThrownBy(() -> datasets.open(new FiftyOneSettings(uri, database.getName()), "images", false))
                .isInstanceOfSatisfying(
                        DatasetException.class, e -> assertThat(e.kind()).isEqualTo(Kind.DENIED))
                .message()
                .doesNotContain("s3cr3t");
    }
}
