package io.mediafn.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import io.mediafn.location.Location;
import io.mediafn.storage.DeleteResult;
import io.mediafn.storage.ObjectStore;
import io.mediafn.storage.StorageException.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** Batches whose answer of 200 holds failures. */
final class S3DeletesTest {
    private static final List<Location> THREE =
            List.of(Location.of("s3://b/one"), Location.of("s3://b/t<w&o"), Location.of("s3://b/three"));

    private static ScriptedS3.Answer xml(String body) {
        return exchange -> {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
        };
    }

    private static List<DeleteResult> delete(String body, List<Location> objects) throws IOException {
        try (ScriptedS3 server = new ScriptedS3(xml(body));
                ObjectStore store = S3Stores.open(server.settings())) {
            return store.deleteAll(objects);
        }
    }

    @Test
    void each_failure_belongs_to_its_object() throws IOException {
        List<DeleteResult> results = delete(
                "<DeleteResult><Error><Key>t&lt;w&amp;o</Key><Code>AccessDenied</Code><Message>m</Message></Error>"
                        + "<Error><Key>three</Key><Code>NoSuchKey</Code><Message>m</Message></Error></DeleteResult>",
                THREE);

        assertThat(results).extracting(DeleteResult::location).isEqualTo(THREE);
        assertThat(results.get(0).error()).isEmpty();
        assertThat(results.get(1).error()).hasValueSatisfying(e -> {
            assertThat(e.kind()).isEqualTo(Kind.DENIED);
            assertThat(e.location()).isEqualTo(THREE.get(1));
        });
        assertThat(results.get(2).error()).as("it was not there").isEmpty();
    }

    @Test
    void an_answer_that_can_not_be_about_these_objects_is_a_failure_of_all() throws IOException {
        for (String body : List.of(
                "<html/>",
                "<Error><Code>AccessDenied</Code><Message>m</Message></Error>",
                "<DeleteResult><Error><Key>other</Key><Code>AccessDenied</Code></Error></DeleteResult>",
                "<DeleteResult>")) {
            assertThat(delete(body, THREE))
                    .as(body)
                    .hasSize(3)
                    .allMatch(result -> result.error().isPresent());
        }
    }

    @Test
    void a_thousand_go_with_one_request_and_a_key_that_xml_can_not_hold_goes_alone() throws IOException {
        List<String> asked = new CopyOnWriteArrayList<>();
        ScriptedS3.Answer note = exchange -> {
            asked.add(note(exchange));
            xml("<DeleteResult/>").to(exchange);
        };
        List<Location> many = new ArrayList<>();
        for (int i = 0; i < 2001; i++) {
            many.add(Location.of("s3://b/" + i));
        }
        many.add(Location.of("s3://b/bell\u0007"));
        try (ScriptedS3 server = new ScriptedS3(note);
                ObjectStore store = S3Stores.open(server.settings())) {
            List<DeleteResult> results = store.deleteAll(many);
            assertThat(results).extracting(DeleteResult::location).isEqualTo(many);
            assertThat(results).allMatch(result -> result.error().isEmpty());
        }
        assertThat(asked)
                .containsExactly(
                        "POST /b/ delete= md5",
                        "POST /b/ delete= md5",
                        "DELETE /b/2000 null",
                        "DELETE /b/bell%07 null");
    }

    private static String note(HttpExchange exchange) {
        return exchange.getRequestMethod() + " " + exchange.getRequestURI().getRawPath() + " "
                + exchange.getRequestURI().getRawQuery()
                + (exchange.getRequestHeaders().containsKey("content-md5") ? " md5" : "");
    }
}
