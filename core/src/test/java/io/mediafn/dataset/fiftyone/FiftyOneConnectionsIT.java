package io.mediafn.dataset.fiftyone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.ConnectionString;
import io.mediafn.dataset.DatasetException;
import io.mediafn.dataset.EditableDataset;
import io.mediafn.dataset.MediaField;
import io.mediafn.dataset.Selection;
import io.mediafn.testing.NeedsServer;
import io.mediafn.testing.NeedsServer.Server;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One dataset after the other, as a function opens them, over connections that stay. */
@NeedsServer(Server.MONGOD)
final class FiftyOneConnectionsIT extends FiftyOneFixture {
    /** For short requests and for long ones, each with one to watch the server, and one to measure its distance. */
    private static final long OF_ONE_DATABASE = 6;

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

    /** The options make it another URI of the same server. */
    private EditableDataset openForwarded(String options) {
        return datasets.open(
                new FiftyOneSettings("mongodb://127.0.0.1:" + forwarder.port() + options, database.getName()),
                "images",
                false);
    }

    private static long count(EditableDataset images) {
        return images.count(Selection.all(), MediaField.FILEPATH, false);
    }

    private void assertAlive(long most) throws InterruptedException {
        Instant limit = Instant.now().plus(Duration.ofSeconds(20));
        while (forwarder.alive() > most && Instant.now().isBefore(limit)) {
            Thread.sleep(20);
        }
        assertThat(forwarder.alive()).isLessThanOrEqualTo(most);
    }

    @Test
    void datasets_opened_one_after_the_other_share_their_connections() {
        for (int batch = 0; batch < 20; batch++) {
            try (EditableDataset images = openForwarded("")) {
                assertThat(count(images)).isEqualTo(6);
            }
        }
        assertThat(forwarder.made()).isBetween(1L, OF_ONE_DATABASE);
        assertThat(forwarder.alive()).isPositive();
    }

    @Test
    void what_changed_in_the_database_is_seen_by_the_next_opening() {
        openForwarded("").close();
        change("images", "persistent", false);
        assertRefused(DatasetException.Kind.REFUSED, "not persistent", () -> openForwarded(""));
    }

    @Test
    void other_settings_have_connections_of_their_own_and_the_former_serve_to_their_end() throws Exception {
        EditableDataset before = openForwarded("");
        try (EditableDataset after = openForwarded("/?appName=other")) {
            assertThat(count(after)).isEqualTo(6);
            assertThat(count(before)).isEqualTo(6);
            assertThat(forwarder.alive()).isGreaterThan(OF_ONE_DATABASE);
            before.close();
            before.close();
            assertAlive(OF_ONE_DATABASE);
            assertThat(count(after)).isEqualTo(6);
            assertThatThrownBy(() -> count(before)).isInstanceOf(RuntimeException.class);
        }
    }

    @Test
    void all_end_with_the_last_dataset_once_nobody_will_open_another() throws Exception {
        try (EditableDataset images = openForwarded("")) {
            datasets.close();
            assertThat(count(images)).isEqualTo(6);
        }
        assertAlive(0);
    }
}
