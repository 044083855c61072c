package io.mediafn.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.opentest4j.TestAbortedException;

class SharedServerTest {
    private static final Way NO_DOCKER = () -> {
        throw new Way.NotThisWayException("Docker does not answer");
    };

    private final List<String> reports = new ArrayList<>();

    @Test
    void theEnvironmentComesFirst() {
        TestServer server = shared(Map.of("MEDIAFN_TEST_S3_ENDPOINT", "http://localhost:9"), started())
                .get();

        assertThat(server).isEqualTo(new TestServer(URI.create("http://localhost:9"), "us-east-1", "test", "test"));
        assertThat(reports).containsExactly("Some server at http://localhost:9, from MEDIAFN_TEST_S3_ENDPOINT");
    }

    @Test
    void theNextWayIsTakenWhereOneIsClosed() {
        SharedServer shared = shared(Map.of("MEDIAFN_TEST_S3_ENDPOINT", " "), NO_DOCKER, started());

        assertThat(shared.get().endpoint()).isEqualTo(URI.create("http://started:1"));
        assertThat(shared.get()).isSameAs(shared.get());
        assertThat(reports).containsExactly("Some server at http://started:1, by a test");
    }

    @Test
    void withoutAnyWayTheTestIsSkippedWithEveryReasonAndTheWaysAreTriedOnce() {
        SharedServer shared = shared(Map.of(), NO_DOCKER);

        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(shared::get)
                    .isInstanceOf(ServerUnavailableException.class)
                    .isInstanceOf(TestAbortedException.class)
                    .hasMessage("no Some server: MEDIAFN_TEST_S3_ENDPOINT is not set; Docker does not answer");
        }
        assertThat(reports).hasSize(1);
    }

    @Test
    void whereServersAreRequiredThatIsAFailure() {
        assertThatThrownBy(shared(Map.of(SharedServer.REQUIRE, "true"), NO_DOCKER)::get)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("Docker does not answer")
                .hasMessageContaining("MEDIAFN_REQUIRE_SERVERS=true");
    }

    @Test
    void anEndpointThatChecksSignaturesNeedsItsKeys() {
        Way way = new EnvironmentEndpoint(Map.of("S_ENDPOINT", "http://localhost:9", "S_ACCESS_KEY", "a"), "S", null);

        assertThatThrownBy(way::find)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("S_ENDPOINT is set without S_SECRET_KEY");
    }

    @Test
    void theSecretIsNotPrinted() {
        assertThat(new TestServer(URI.create("http://h"), "r", "key", "hidden").toString())
                .contains("key")
                .doesNotContain("hidden");
    }

    private SharedServer shared(Map<String, String> environment, Way... others) {
        List<Way> ways = new ArrayList<>(List.of(new EnvironmentEndpoint(environment, "MEDIAFN_TEST_S3", "test")));
        ways.addAll(List.of(others));
        return new SharedServer("Some server", environment, reports::add, ways);
    }

    private static Way started() {
        return () -> new Way.Found(new TestServer(URI.create("http://started:1"), "r", "a", "s"), "by a test");
    }
}
