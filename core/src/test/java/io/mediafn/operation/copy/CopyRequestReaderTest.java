package io.mediafn.operation.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mediafn.encoding.ContentEncoding;
import io.mediafn.json.InvalidFieldsException;
import io.mediafn.json.Json;
import io.mediafn.location.Location;
import io.mediafn.operation.copy.CopyRequest.Selection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CopyRequestReaderTest {
    private static CopyRequest read(String json) {
        return CopyRequestReader.read(Json.readObject(json.replace('\'', '"')), false);
    }

    @Test
    void reads_the_defaults() {
        CopyRequest request = read("{'inpaths':['s3://a/1.jpg'],'outpaths':['gs://b/1.jpg']}");

        assertThat(request.overwrite()).isEqualTo(Overwrite.IF_CHECKSUM_DIFFERS);
        assertThat(request.properties()).isEqualTo(PropertyRule.COPY);
        assertThat(request.skipFailures()).isFalse();
        assertThat(request.dryRun()).isFalse();
        assertThat(request.move()).isFalse();
        assertThat(request.encoding()).isEmpty();
        assertThat(request.selection())
                .isInstanceOfSatisfying(
                        Selection.Pairs.class,
                        pairs -> assertThat(pairs.out()).containsExactly(Location.of("gs://b/1.jpg")));
    }

    @Test
    void reads_everything_else() {
        CopyRequest request = read("{'indir':'s3://a/p','outdir':'gs://b/p','include':['**.jpg'],'exclude':['tmp/**'],"
                + "'skip_failures':true,'overwrite':true,'properties':'merge','set':{'content_type':'image/jpeg',"
                + "'metadata':{'Camera':'left'}},'content_encoding':'gzip','dry_run':true,'next':'k','cache':false}");

        assertThat(request.overwrite()).isEqualTo(Overwrite.ALWAYS);
        assertThat(request.set().contentType()).contains("image/jpeg");
        assertThat(request.set().metadata()).containsEntry("camera", "left");
        assertThat(request.encoding()).contains(ContentEncoding.GZIP);
        assertThat(request.next()).contains("k");
        assertThat(request.selection()).isInstanceOfSatisfying(Selection.Folder.class, folder -> {
            assertThat(folder.indir()).isEqualTo(Location.of("s3://a/p/"));
            assertThat(folder.globs().matches("x/y.jpg")).isTrue();
            assertThat(folder.globs().matches("tmp/y.jpg")).isFalse();
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|exactly one of",
                "{'inpaths':['s3://a/1'],'indir':'s3://a/','outdir':'s3://b/'}|exactly one of",
                "{'inpaths':['s3://a/1','s3://a/2'],'outpaths':['s3://b/1']}|1 for 2",
                "{'inpaths':['s3://a/1']}|outpaths: goes with inpaths",
                "{'inpaths':['nonsense'],'outpaths':['s3://b/1']}|inpaths[0]",
                "{'indir':'s3://a/'}|outdir",
                "{'indir':'s3://a/','outdir':'s3://b/','include':['[']}|include[0]",
                "{'inpaths':['s3://a/1'],'outpaths':['s3://b/1'],'include':['*']}|go with indir",
                "{'inpaths':['s3://a/1'],'outpaths':['s3://b/1'],'overwrite':'perhaps'}|overwrite: one of: never, always",
                "{'inpaths':['s3://a/1'],'outpaths':['s3://b/1'],'overwrit':'never'}|overwrit: an unknown field",
                "{'inpaths':['s3://a/1'],'outpaths':['s3://b/1'],'set':{'content_type':'x'}}|set: goes with",
                "{'inpaths':['s3://a/1'],'outpaths':['s3://b/1'],'properties':'merge','set':{'colour':'x'}}|set.colour",
                "{'inpaths':['s3://a/1'],'outpaths':['s3://b/1'],'content_encoding':'br'}|one of: none, gzip, zstd",
                "{'inpaths':['s3://a/1'],'outpaths':['s3://b/1'],'cache':true}|cache: false",
                "{'inpaths':['s3://a/1'],'outpaths':['s3://b/1'],'next':'x'}|next"
            })
    void names_the_field_and_the_rule(String json, String message) {
        assertThatThrownBy(() -> read(json))
                .isInstanceOf(InvalidFieldsException.class)
                .hasMessageContaining(message);
    }
}
