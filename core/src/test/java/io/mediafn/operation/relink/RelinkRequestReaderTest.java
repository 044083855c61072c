package io.mediafn.operation.relink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mediafn.export.PayloadFormat;
import io.mediafn.json.InvalidFieldsException;
import io.mediafn.json.Json;
import io.mediafn.location.Location;
import io.mediafn.operation.relink.RelinkRequest.ByMap;
import io.mediafn.operation.relink.RelinkRequest.ByPrefix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a request may say, and which field is named where it may not. */
final class RelinkRequestReaderTest {
    private static RelinkRequest read(String json) {
        return RelinkRequestReader.read(Json.readObject(json.replace('\'', '"')));
    }

    @Test
    void a_prefix_is_read_as_it_is_written() {
        RelinkRequest request = read(
                "{'dataset':'d','media_fields':null,'from_prefix':'/data/a','to_prefix':'gs://n/','resume':true,'next':null}");
        assertThat(request.way()).isEqualTo(new ByPrefix("/data/a", "gs://n/", true));
        assertThat(request.mediaFields()).isEmpty();
    }

    @Test
    void a_map_verifies_checksums_one_by_one_by_default() {
        RelinkRequest request = read("{'dataset':'d','map_location':'s3://j/map.ndjson'}");
        assertThat(request.way()).isInstanceOfSatisfying(ByMap.class, map -> {
            assertThat(map.policy()).isEqualTo(Policy.VERIFIED_ONLY);
            assertThat(map.verify()).isEqualTo(Verify.CHECKSUM);
            assertThat(map.undo()).isEmpty();
        });
    }

    @Test
    void payloads_need_no_dataset() {
        RelinkRequest request = read(
                "{'map_location':'s3://j/m','render':'encord','render_location':'s3://j/p','render_options':{'skip_missing':true}}");
        assertThat(request.way()).isInstanceOfSatisfying(ByMap.class, map -> {
            assertThat(map.rendering().orElseThrow().format()).isEqualTo(PayloadFormat.ENCORD);
            assertThat(map.rendering().orElseThrow().folder()).isEqualTo(Location.of("s3://j/p/"));
            assertThat(map.rendering().orElseThrow().options().skipMissing()).isTrue();
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {} | dataset
            {'dataset':'d'} | from_prefix
            {'dataset':'d','from_prefix':'/a'} | to_prefix
            {'dataset':'d','from_prefix':'a','to_prefix':'/b'} | from_prefix
            {'dataset':'d','from_prefix':'/a','to_prefix':'/b','map_location':'s3://j/m'} | from_prefix
            {'dataset':'d','from_prefix':'/a','to_prefix':'/b','undo_location':'s3://j/m'} | undo_location
            {'dataset':'d','from_prefix':'/a','to_prefix':'/b','policy':'verified_only'} | policy
            {'dataset':'d','from_prefix':'/a','to_prefix':'/b','select':{'limit':1}} | select.limit
            {'dataset':'d','from_prefix':'/a','to_prefix':'/b','x':1} | x
            {'dataset':'d','map_location':'s3://j/m','resume':true} | resume
            {'dataset':'d','map_location':'s3://j/'} | map_location
            {'dataset':'d','map_location':'s3://j/m','undo_location':'s3://j/m'} | undo_location
            {'dataset':'d','map_location':'s3://j/m','policy':'some'} | policy
            {'dataset':'d','map_location':'s3://j/m','verify':'none'} | verify
            {'dataset':'d','map_location':'s3://j/m','next':'7'} | next
            {'dataset':'d','map_location':'s3://j/m','render':'encord'} | render_location
            {'dataset':'d','map_location':'s3://j/m','render':'cvat','render_location':'s3://j/p'} | render
            {'dataset':'d','map_location':'s3://j/m','render_options':{'y':1}} | render_options
            """)
    void what_may_not_be_said_is_named(String json, String field) {
        assertThatThrownBy(() -> read(json))
                .isInstanceOfSatisfying(
                        InvalidFieldsException.class,
                        e -> assertThat(e.errors())
                                .anyMatch(error -> error.field().equals(field)));
    }
}
