package io.mediafn.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mediafn.json.FieldError;
import io.mediafn.json.InvalidFieldsException;
import io.mediafn.json.Json;
import io.mediafn.location.Location;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a pipeline may say, and what is refused before anything is done. */
final class PipelineTest {
    private static Pipeline pipeline(String json) {
        return Pipeline.fromJson(Json.readObject(json.replace('\'', '\"')), at -> at);
    }

    private static List<FieldError> errors(String json) {
        try {
            pipeline(json);
        } catch (InvalidFieldsException e) {
            return e.errors();
        }
        throw new AssertionError("nothing was wrong with " + json);
    }

    private static ObjectEvent event(String location, ObjectEvent.Type type) {
        return new ObjectEvent(Location.of(location), type, "", Optional.empty());
    }

    @ParameterizedTest
    @CsvSource({
        "s3://b/in/x.jpg, true",
        "s3://b/in/raw/x.jpg, false",
        "s3://b/in/x.txt, false",
        "s3://b/inner/x.jpg, false",
        "s3://b/in/, false",
        "s3://other/in/x.jpg, false"
    })
    void a_rule_means_what_its_prefix_and_globs_say(String location, boolean meant) {
        Rule rule = pipeline(
                        "{'rules':[{'when':{'prefix':'s3://b/in','include':['**.jpg'],'exclude':['raw/**']},'do':[{'metadata':{}}]}]}")
                .rules()
                .getFirst();

        assertThat(rule.matches(event(location, ObjectEvent.Type.CREATED))).isEqualTo(meant);
        assertThat(rule.matches(event(location, ObjectEvent.Type.DELETED))).isFalse();
    }

    @Test
    void a_relink_behind_a_copy_goes_by_it() {
        Pipeline pipeline = pipeline(
                "{'rules':[{'when':{'prefix':'s3://b/in/'},'do':[{'copy':{'outdir':'gs://c/x'}},{'relink':{}}]}]}");

        assertThat(pipeline.rules().getFirst().steps().getLast())
                .isEqualTo(new Step.Relink(
                        Optional.empty(),
                        Location.of("s3://b/in/"),
                        Location.of("s3://b/in/"),
                        Location.of("gs://c/x/")));
        assertThat(pipeline.outputs())
                .containsExactly(new Pipeline.Named<>("rules[0].do[0].copy.outdir", Location.of("gs://c/x/")));
    }

    @Test
    void everything_that_is_wrong_is_told_at_once() {
        List<FieldError> errors = errors("{'rules':["
                + "{'when':{'prefix':'nowhere','event':'moved','include':['[']},'do':[]},"
                + "{'when':{'event':'deleted'},'do':[{'metadata':{}},{'thumbnail':{}},{'unregister':{'why':1}}]},"
                + "{'when':{'prefix':'s3://b/in/'},'do':[{'copy':{'outdir':'gs://c/','overwrite':'sometimes'}},"
                + "{'metadata':{'profile':'mine'}},{'relink':{'to_prefix':'s3://b/in/'}},{'unregister':{}}]},"
                + "{'when':{},'do':[{'copy':{}}]}],"
                + "'schedule':[{'dataset':'x'}],'rulez':1}");

        assertThat(errors)
                .extracting(FieldError::field)
                .containsExactlyInAnyOrder(
                        "rules[0].when.prefix",
                        "rules[0].when.event",
                        "rules[0].when.include[0]",
                        "rules[0].do",
                        "rules[1].do[0].metadata",
                        "rules[1].do[1].thumbnail",
                        "rules[1].do[2].unregister.why",
                        "rules[2].do[0].copy.overwrite",
                        "rules[2].do[1].metadata.profile",
                        "rules[2].do[2].relink.from_prefix",
                        "rules[2].do[3].unregister",
                        "rules[3].do[0].copy.outdir",
                        "rules[3].do[0].copy.outdir",
                        "schedule[0].operation",
                        "rulez");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "s3://b/in/ | s3://b/in/copies/ | | refused",
                "s3://b/in/ | s3://b/in/copies/ | copies/** | fine",
                "s3://b/in/ | s3://b/in/copies/ | copies/*.jpg | refused",
                "s3://b/in/ | s3://b/ | | refused",
                "s3://b/in/ | s3://b/out/ | | fine",
                "s3://b/in/ | s3://b/inner/ | | fine",
                "gs://b/in/ | google://b/in/x/ | | refused",
                "az://acct/in/ | az://acct/other/ | | fine"
            })
    void a_rule_that_sets_itself_off_is_refused(String prefix, String outdir, String exclude, String verdict) {
        String excluded = exclude == null ? "" : ",'exclude':['" + exclude + "']";
        String json = "{'rules':[{'when':{'prefix':'%s'%s},'do':[{'copy':{'outdir':'%s'}}]}]}"
                .formatted(prefix, excluded, outdir);
        if (verdict.equals("fine")) {
            assertThat(pipeline(json).rules()).hasSize(1);
        } else {
            assertThat(errors(json).toString()).contains("rules[0].do", "sets off");
        }
    }

    @Test
    void rules_that_set_each_other_off_are_refused() {
        String first = "{'when':{'prefix':'s3://a/'},'do':[{'copy':{'outdir':'s3://b/'}}]}";
        String second = "{'when':{'prefix':'s3://b/'},'do':[{'copy':{'outdir':'s3://c/'}}]}";
        String third = "{'when':{'prefix':'s3://c/x/'},'do':[{'copy':{'outdir':'s3://a/back/'}}]}";

        assertThat(pipeline("{'rules':[" + first + "," + second + "]}").rules()).hasSize(2);
        assertThatThrownBy(() -> pipeline("{'rules':[" + first + "," + second + "," + third + "]}"))
                .hasMessageContaining("rules[0].do")
                .hasMessageContaining("rules[1]");
    }
}
