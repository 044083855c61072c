package io.mediafn.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mediafn.batch.Deadline;
import io.mediafn.config.Settings;
import io.mediafn.config.SettingsException;
import io.mediafn.event.EventOutcome;
import io.mediafn.event.ObjectEvent;
import io.mediafn.location.Location;
import io.mediafn.location.LocationRefusedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The pipeline of a function's settings: every mistake is told at the start, and nothing sets itself off. */
final class AppPipelineTest {
    private static final String DATASET = "s3://d/traffic/";

    private static MediaApp app(String pipeline, Map<String, String> more) {
        Map<String, String> variables = new HashMap<>(more);
        variables.put("MEDIAFN_PIPELINE", pipeline.replace('\'', '"'));
        return MediaApp.forFunction(Settings.from(variables));
    }

    private static List<String> problems(String pipeline, Map<String, String> more) {
        try {
            app(pipeline, more).close();
        } catch (SettingsException e) {
            return e.problems();
        }
        throw new AssertionError("nothing was wrong with " + pipeline);
    }

    private static List<String> problems(String pipeline) {
        return problems(pipeline, Map.of("MEDIAFN_DATASET", DATASET));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{                                            | MEDIAFN_PIPELINE: not a JSON object",
                "{'rules':[}                                  | MEDIAFN_PIPELINE: not a JSON object at line 1, column",
                "{'rules':[],'rules':[]}                      | MEDIAFN_PIPELINE: not a JSON object",
                "{'rules':[]} {}                              | MEDIAFN_PIPELINE: not a JSON object: something follows",
                "[]                                           | MEDIAFN_PIPELINE: must be",
                "{}                                           | rules: a list of rules, or a schedule",
                "{'rules':null}                               | rules: a list of rules, or a schedule",
                "{'rules':{}}                                 | rules: a list of objects",
                "{'rules':[1,'x',null]}                       | rules[2]: an object",
                "{'rules':[{}]}                               | rules[0].do: a list of at least one of",
                "{'rules':[{'do':{}}]}                        | rules[0].do: a list of objects",
                "{'rules':[{'do':[{}]}]}                      | rules[0].do[0].do: exactly one of",
                "{'rules':[{'do':[{'metadata':1}]}]}          | rules[0].do[0].metadata: an object (is 1)",
                "{'rules':[{'do':[{'metadata':{},'copy':{}}]}]} | rules[0].do[0].metadata: exactly one of",
                "{'rules':[{'when':7,'do':[{'metadata':{}}]}]} | rules[0].when: an object (is 7)",
                "{'rules':[{'when':{'prefix':7},'do':[{'metadata':{}}]}]} | rules[0].when.prefix: a string (is 7)",
                "{'rules':[{'when':{'event':'Created'},'do':[{'metadata':{}}]}]} | rules[0].when.event: one of: created",
                "{'rules':[{'when':{'include':'*'},'do':[{'metadata':{}}]}]} | rules[0].when.include: a list of strings",
                "{'rules':[{'when':{'prefix':'https://storage.googleapis.com/b/'},'do':[{'metadata':{}}]}]} | rules[0].when.prefix: a place whose objects have events",
                "{'rules':[{'when':{'prefix':'https://ACCOUNT.blob.core.windows.net/c/'},'do':[{'metadata':{}}]}]} | rules[0].when.prefix: a place whose objects have events",
                "{'rules':[{'when':{'prefix':'https://acct.blob.core.windows.net:443/c/'},'do':[{'metadata':{}}]}]} | rules[0].when.prefix: a place whose objects have events",
                "{'rules':[{'when':{'prefix':'file:///b/'},'do':[{'metadata':{}}]}]} | rules[0].when.prefix: a place whose objects have events",
                "{'rules':[{'when':{'prefix':'other://b/'},'do':[{'metadata':{}}]}]} | rules[0].when.prefix: a place whose objects have events",
                "{'rules':[{'do':[{'metadata':{'dataset':'file:///data/'}}]}]} | rules[0].do[0].metadata.dataset: a place in a bucket",
                "{'rules':[{'do':[{'metadata':{'dataset':'x://'}}]}]} | rules[0].do[0].metadata.dataset: names a bucket",
                "{'rules':[{'do':[{'metadata':{'dataset':'traffic'}}]}]} | rules[0].do[0].metadata.dataset: a location, or the name of a dataset of FiftyOne",
                "{'rules':[{'when':{'prefix':'s3://b/'},'do':[{'copy':{'outdir':'https://storage.googleapis.com/c/'}}]}]} | rules[0].do[0].copy.outdir: a place that can be written to",
                "{'rules':[{'when':{'prefix':'s3://b/'},'do':[{'copy':{'outdir':'file:///c/'}}]}]} | rules[0].do[0].copy.outdir: file:// is not available in a function",
                "{'rules':[{'when':{'prefix':'s3://b/'},'do':[{'copy':{'outdir':'other://c/'}}]}]} | rules[0].do[0].copy.outdir: starts with none of",
                "{'rules':[{'when':{'prefix':'s3://b/'},'do':[{'relink':{'from_prefix':'file:///c/'}}]}]} | rules[0].do[0].relink.from_prefix: file:// is not available",
                "{'schedule':[{'operation':'format-disk'}]}    | schedule[0].operation: one of: compact, copy",
                "{'schedule':['compact']}                      | schedule[0]: an object"
            })
    void a_mistake_ends_the_start_with_its_field_and_rule(String pipeline, String problem) {
        assertThat(problems(pipeline))
                .anySatisfy(text ->
                        assertThat(text).startsWith("MEDIAFN_PIPELINE: ").contains(problem));
    }

    @Test
    void several_mistakes_are_told_at_once() {
        assertThat(problems(
                        "{'rules':[{'when':{'prefix':'file:///a/'},'do':[{'metadata':{'dataset':'x'}},"
                                + "{'copy':{'outdir':'other://c/'}},{'relink':{}}]}],'schedule':[{'operation':'x'}]}",
                        Map.of()))
                .extracting(problem -> problem.substring(0, problem.indexOf(": ", 20)))
                .containsExactlyInAnyOrder(
                        "MEDIAFN_PIPELINE: rules[0].when.prefix",
                        "MEDIAFN_PIPELINE: rules[0].do[0].metadata.dataset",
                        "MEDIAFN_PIPELINE: rules[0].do[1].copy.outdir",
                        "MEDIAFN_PIPELINE: rules[0].do[2].relink.from_prefix",
                        "MEDIAFN_PIPELINE: rules[0].do[2].relink.to_prefix",
                        "MEDIAFN_PIPELINE: rules[0].do[2].relink.dataset",
                        "MEDIAFN_PIPELINE: schedule[0].operation");
    }

    @Test
    void what_may_not_be_named_is_told_for_every_rule() {
        assertThat(problems(
                        "{'rules':[{'when':{'prefix':'s3://b/'},'do':[{'copy':{'outdir':'s3://c/'}},"
                                + "{'copy':{'outdir':'s3://e/'}},{'relink':{'from_prefix':'s3://f/'}}]}]}",
                        Map.of("MEDIAFN_DATASET", DATASET, "MEDIAFN_ALLOW", "s3://b/,s3://e/")))
                .hasSize(2)
                .allMatch(problem -> problem.contains("MEDIAFN_ALLOW"))
                .anyMatch(problem -> problem.contains("rules[0].do[0].copy.outdir"))
                .anyMatch(problem -> problem.contains("rules[0].do[2].relink.from_prefix"));
    }

    /** Each place by another name; the variables say that they are the same. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "az://c/in/ | https://acct.blob.core.windows.net/c/in/copies/",
                "https://acct.blob.core.windows.net/c/in/ | az://c/in/copies/",
                "https://acct.blob.core.windows.net/c/in/ | blobs://c/in/copies/",
                "blobs://c/in/ | azure://c/",
                "gs://c/in/ | google://c/in/x/"
            })
    void another_spelling_of_the_watched_place_is_no_way_round(String prefix, String outdir) {
        assertThat(problems(
                        "{'rules':[{'when':{'prefix':'%s'},'do':[{'copy':{'outdir':'%s'}}]}]}"
                                .formatted(prefix, outdir),
                        azure()))
                .singleElement()
                .asString()
                .contains("rules[0].do", "sets off");
    }

    private static Map<String, String> azure() {
        return Map.of(
                "AZURE_STORAGE_ACCOUNT",
                "acct",
                "AZURE_STORAGE_KEY",
                "a2V5",
                "AZURE_ALIAS",
                "blobs",
                "MEDIAFN_DATASET",
                "az://data/traffic/",
                "MEDIAFN_JOBS",
                "blobs://data/jobs/");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://acct.blob.core.windows.net/data/traffic/segments/0a.ndjson",
                "https://acct.blob.core.windows.net/data/jobs/keys/x.json",
                "https://acct.blob.core.windows.net/data/in/.mediafn/x.json"
            })
    void what_the_function_writes_is_its_own_however_the_settings_spell_it(String written) {
        try (MediaApp app = app("{'rules':[{'do':[{'metadata':{}}]}]}", azure())) {
            assertThat(app.handle(List.of(created(written)), Deadline.never()))
                    .extracting(outcome -> outcome.item().get("reason"))
                    .containsExactly("own_output");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"az://c/in/", "blobs://c/in", "https://acct.blob.core.windows.net/c/in/"})
    void what_is_allowed_may_be_named_as_events_name_it(String allowed) {
        Map<String, String> variables = new HashMap<>(azure());
        variables.put("MEDIAFN_ALLOW", allowed);
        try (MediaApp app = app("{'rules':[]}", variables)) {
            app.policy().check(Location.of("https://acct.blob.core.windows.net/c/in/x.png"));
            for (String other : List.of(
                    "https://acct.blob.core.windows.net/c/inner/x.png",
                    "https://other.blob.core.windows.net/c/in/x.png",
                    "https://acct.blob.core.windows.net.evil.example/c/in/x.png")) {
                assertThatThrownBy(() -> app.policy().check(Location.of(other)))
                        .isInstanceOf(LocationRefusedException.class);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"az://c/in/", "blobs://c/in", "https://acct.blob.core.windows.net/c/in/"})
    void a_rule_is_followed_however_its_prefix_is_spelled(String prefix) {
        try (MediaApp app = app("{'rules':[{'when':{'prefix':'" + prefix + "'},'do':[{'metadata':{}}]}]}", azure())) {
            // Without time left it is tried no further.
            List<EventOutcome> outcomes = app.handle(
                    List.of(
                            created("https://acct.blob.core.windows.net/c/in/x.png"),
                            created("https://acct.blob.core.windows.net/c/inner/x.png"),
                            created("https://other.blob.core.windows.net/c/in/x.png")),
                    Deadline.in(Duration.ofSeconds(-1)));
            assertThat(outcomes).extracting(EventOutcome::redeliver).containsExactly(true, false, false);
        }
    }

    @Test
    void a_pipeline_in_a_bucket_is_read_with_the_first_event(@TempDir Path buckets) throws IOException {
        Path file = Files.createDirectories(buckets.resolve("settings")).resolve("pipeline.json");
        Map<String, String> variables = Map.of("MEDIAFN_EMBEDDED_S3", buckets.toString(), "MEDIAFN_DATASET", DATASET);
        try (MediaApp app = app("s3://settings/pipeline.json", variables)) {
            Files.write(file, new byte[] {'{', (byte) 0xFF, '}'});
            assertRefused(app, "MEDIAFN_PIPELINE: not a JSON object");
            Files.write(file, new byte[(1 << 20) + 1]);
            assertRefused(app, "at most 1048576 bytes");
            Files.writeString(file, "{\"rules\":[{\"do\":[{\"thumbnail\":{}}]}]}", StandardCharsets.UTF_8);
            assertRefused(app, "MEDIAFN_PIPELINE: rules[0].do[0].thumbnail");
            // Whoever mends it needs no new deployment.
            Files.writeString(file, "{\"rules\":[]}", StandardCharsets.UTF_8);
            assertThat(app.handle(List.of(created("s3://b/x.png")), Deadline.never()))
                    .extracting(outcome -> outcome.item().get("reason"))
                    .containsExactly("no_rule");
        }
    }

    private static void assertRefused(MediaApp app, String message) {
        List<ObjectEvent> events = List.of(created("s3://b/x.png"));
        assertThatThrownBy(() -> app.handle(events, Deadline.never())).hasMessageContaining(message);
    }

    private static ObjectEvent created(String location) {
        return new ObjectEvent(Location.of(location), ObjectEvent.Type.CREATED, "1", Optional.empty());
    }
}
