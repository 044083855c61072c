package io.mediafn.operation.uploads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mediafn.batch.BatchRunner;
import io.mediafn.batch.Deadline;
import io.mediafn.json.InvalidFieldsException;
import io.mediafn.json.Json;
import io.mediafn.location.Location;
import io.mediafn.location.LocationPolicy;
import io.mediafn.location.LocationRefusedException;
import io.mediafn.location.Scheme;
import io.mediafn.operation.Report;
import io.mediafn.operation.RunContext;
import io.mediafn.storage.StorageException;
import io.mediafn.storage.StorageException.Kind;
import io.mediafn.storage.Stores;
import io.mediafn.storage.UnfinishedUpload;
import io.mediafn.storage.memory.MemoryStores;
import io.mediafn.testing.ForwardingStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class UploadsOperationTest {
    private static final Instant NOW = Instant.parse("2026-11-21T09:00:00Z");

    private final List<UnfinishedUpload> unfinished = new CopyOnWriteArrayList<>(List.of(
            upload("d/own-old", "2", true, Optional.of(Duration.ofDays(3))),
            upload("d/own-old", "1", true, Optional.of(Duration.ofHours(25))),
            upload("d/own-new", "3", true, Optional.of(Duration.ofHours(1))),
            upload("d/other-old", "4", false, Optional.of(Duration.ofDays(30))),
            upload("d/own-unknown", "5", true, Optional.empty())));
    private final Stores stores = Stores.builder()
            .add(Scheme.MEM, () -> new ForwardingStore(MemoryStores.open()) {
                @Override
                public List<UnfinishedUpload> uploads(Location prefix) {
                    return unfinished.stream()
                            .filter(upload -> upload.location().key().startsWith(prefix.key()))
                            .toList();
                }

                @Override
                public void abort(UnfinishedUpload upload) {
                    if (upload.location().key().endsWith("refused")) {
                        throw new StorageException(Kind.DENIED, upload.location(), "a policy");
                    }
                    unfinished.remove(upload);
                }
            })
            .build();
    private final UploadsOperation operation = operation(LocationPolicy.forCommandLine(Set.of(), List.of()));

    @Test
    void unfinished_uploads_are_listed_and_left_alone() {
        Report report = run("{'dir':'mem://b/d'}");

        assertThat(report.state()).isEqualTo("DONE");
        assertThat(report.items())
                .extracting(item -> item.get("filepath") + " " + item.get("upload_id"))
                .containsExactly(
                        "mem://b/d/other-old 4",
                        "mem://b/d/own-new 3",
                        "mem://b/d/own-old 1",
                        "mem://b/d/own-old 2",
                        "mem://b/d/own-unknown 5");
        assertThat(report.items().get(0))
                .containsEntry("own", false)
                .containsEntry("started", "2026-10-22T09:00:00.000Z");
        assertThat(report.items().get(4)).containsEntry("own", true).doesNotContainKey("started");
        assertThat(unfinished).hasSize(5);
        assertThat(run("{'dir':'mem://b/d','older_than':'2d'}").items())
                .extracting(item -> item.get("upload_id"))
                .containsExactly("4", "2");
        assertThat(run("{'dir':'mem://b/e'}").items()).isEmpty();
    }

    @Test
    void own_uploads_of_yesterday_and_before_are_aborted() {
        Report report = run("{'dir':'mem://b','abort':true}");

        assertThat(report.items())
                .extracting(item -> item.get("upload_id") + " " + item.get("outcome") + " " + item.get("reason"))
                .containsExactly(
                        "4 skipped not_own",
                        "3 skipped too_recent",
                        "1 done null",
                        "2 done null",
                        "5 skipped age_unknown");
        assertThat(left()).containsExactlyInAnyOrder("3", "4", "5");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'all':true|3 5",
                "'older_than':'30m'|4 5",
                "'older_than':'2d'|1 3 4 5",
                "'older_than':'0','all':true|``",
                "'older_than':'0'|4",
                "'all':true,'older_than':'2w'|1 2 3 5",
                "'all':true,'dry_run':true|1 2 3 4 5"
            })
    void what_is_aborted_is_what_was_asked_for(String options, String left) {
        run("{'dir':'mem://b','abort':true," + options + "}");

        assertThat(String.join(" ", left().stream().sorted().toList())).isEqualTo(left);
    }

    @Test
    void a_dry_run_tells_what_would_be_aborted() {
        assertThat(run("{'dir':'mem://b','abort':true,'dry_run':true}").counts())
                .containsEntry("planned", 2L)
                .containsEntry("skipped", 3L);
    }

    @Test
    void a_failure_keeps_none_of_the_others() {
        unfinished.add(upload("d/a-refused", "0", true, Optional.of(Duration.ofDays(3))));

        Report report = run("{'dir':'mem://b','abort':true}");
        assertThat(report.state()).isEqualTo("PARTIAL");
        assertThat(report.counts()).containsEntry("failed", 1L).containsEntry("done", 2L);
        assertThat(report.items().get(0).get("error")).asString().contains("DENIED");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 100})
    void pages_cover_everything_once(int page) {
        List<Object> seen = new ArrayList<>();
        Optional<String> next = Optional.empty();
        int calls = 0;
        do {
            Map<String, Object> json = Json.readObject("{\"dir\":\"mem://b\",\"abort\":true}");
            next.ifPresent(text -> json.put("next", text));
            Report report = operation.run(
                    UploadsRequest.fromJson(json), new RunContext(Deadline.never(), page, Long.MAX_VALUE));
            report.items().forEach(item -> seen.add(item.get("upload_id")));
            next = report.next();
            calls++;
        } while (next.isPresent() && calls < 10);
        assertThat(seen).containsExactly("4", "3", "1", "2", "5");
        assertThat(left()).containsExactlyInAnyOrder("3", "4", "5");
    }

    @Test
    void without_time_nothing_is_aborted_and_next_continues() {
        Report late = operation.run(
                request("{'dir':'mem://b','abort':true}"),
                new RunContext(Deadline.in(Duration.ofSeconds(-1)), 100, Long.MAX_VALUE));
        assertThat(late.counts()).containsEntry("not_attempted", 2L);
        assertThat(left()).hasSize(5);

        Map<String, Object> again = Json.readObject("{\"dir\":\"mem://b\",\"abort\":true}");
        again.put("next", late.next().orElseThrow());
        operation.run(UploadsRequest.fromJson(again), RunContext.unbounded());
        assertThat(left()).containsExactlyInAnyOrder("3", "4", "5");
    }

    @Test
    void a_place_ends_at_its_slash() {
        unfinished.add(upload("d2/x", "9", true, Optional.of(Duration.ofDays(3))));

        run("{'dir':'mem://b/d','abort':true,'all':true,'older_than':'0'}");
        assertThat(left()).containsExactly("9");
        assertThat(run("{'dir':'mem://b/d2/'}").items()).hasSize(1);
        assertThat(run("{'dir':'mem://b/d2/x'}").items()).hasSize(1);
    }

    @Test
    void what_is_not_allowed_is_refused() {
        UploadsOperation strict = operation(LocationPolicy.forFunctions(Set.of(), List.of(Location.of("mem://c"))));

        assertThatThrownBy(() -> strict.run(request("{'dir':'mem://b','abort':true}"), RunContext.unbounded()))
                .isInstanceOf(LocationRefusedException.class);
        assertThat(unfinished).hasSize(5);
    }

    @ParameterizedTest
    @CsvSource({"0,0", "90s,90", "15m,900", "12h,43200", "1d,86400", "2w,1209600"})
    void an_age_is_a_number_and_a_unit(String text, long seconds) {
        assertThat(Age.parse(text)).isEqualTo(Duration.ofSeconds(seconds));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|dir: the folder or bucket to look in",
                "{'dir':'mem://b','older_than':'5'}|older_than: an age: a number and one of s, m, h, d, w",
                "{'dir':'mem://b','older_than':'-1d'}|older_than: an age",
                "{'dir':'mem://b','older_than':'1 d'}|older_than: an age",
                "{'dir':'mem://b','older_than':'99999999d'}|older_than: an age",
                "{'dir':'mem://b','next':'{}'}|next: what the call before returned",
                "{'dir':'mem://b','force':true}|force: an unknown field"
            })
    void a_bad_request_is_told_what_is_wrong(String json, String message) {
        assertThatThrownBy(() -> request(json))
                .isInstanceOf(InvalidFieldsException.class)
                .hasMessageContaining(message);
    }

    private UploadsOperation operation(LocationPolicy policy) {
        return new UploadsOperation(stores, policy, new BatchRunner(2), Clock.fixed(NOW, ZoneOffset.UTC));
    }

    private Report run(String json) {
        return operation.run(request(json), RunContext.unbounded());
    }

    private static UploadsRequest request(String json) {
        return UploadsRequest.fromJson(Json.readObject(json.replace('\'', '"')));
    }

    private List<String> left() {
        return unfinished.stream().map(UnfinishedUpload::id).toList();
    }

    private static UnfinishedUpload upload(String key, String id, boolean own, Optional<Duration> age) {
        return new UnfinishedUpload(Location.of("mem://b/" + key), id, own, age.map(NOW::minus));
    }
}
