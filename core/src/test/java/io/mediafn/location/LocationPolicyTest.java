package io.mediafn.location;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LocationPolicyTest {
    private static final Location ALLOWED = Location.of("s3://media/in");

    @Test
    void a_function_never_touches_its_own_disk() {
        assertThatThrownBy(
                        () -> LocationPolicy.forFunctions(Set.of(), List.of()).check(Location.of("file:///etc/passwd")))
                .isInstanceOf(LocationRefusedException.class)
                .hasMessageContaining("file:// is not available in a function");
    }

    @Test
    void a_person_may_name_a_file() {
        Location file = Location.of("file:///etc/hosts");
        assertThat(LocationPolicy.forCommandLine(Set.of(), List.of()).check(file))
                .isEqualTo(file);
    }

    @Test
    void nothing_outside_the_allow_list_passes() {
        LocationPolicy policy = LocationPolicy.forFunctions(Set.of(), List.of(ALLOWED));

        assertThat(policy.check(Location.of("s3://media/in/a.jpg")).key()).isEqualTo("in/a.jpg");
        for (String outside :
                List.of("s3://media/inner/a.jpg", "s3://media/", "s3://other/in/a.jpg", "mem://media/in/a")) {
            assertThatThrownBy(() -> policy.check(Location.of(outside)))
                    .as(outside)
                    .isInstanceOf(LocationRefusedException.class)
                    .hasMessageContaining("MEDIAFN_ALLOW")
                    .hasMessageContaining("s3://media/in");
        }
    }

    private static final LocationPolicy ONE_FOLDER = LocationPolicy.forFunctions(
            Set.of(),
            List.of(
                    Location.of("https://host.example/pub/"),
                    Location.of("az://open/"),
                    Location.of("https://account.blob.core.windows.net/open/"),
                    Location.of("s3://media/in")));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://host.example/pub/x",
                "https://host.example:8443/pub/x",
                "https://host.example:443/pub/x",
                "https://host.example./pub/x",
                "https://host.example.evil.example/pub/x",
                "https://evil-host.example/pub/x",
                "https://host.example/public/x",
                "https://host.example/pub",
                "https://host.example/Pub/x",
                "https://host.example//pub/x",
                "https://host.example/%70ub/x",
                "https://host.example/pub/..",
                "https://host.example/pub/../secret",
                "https://host.example/pub/./x",
                "https://host.example/pub/a/../../secret",
                "https://host.example/pub/%2e%2e/secret",
                "https://host.example/pub/.%2E/secret",
                "https://host.example/pub/%252e%252e/secret",
                "https://host.example/pub/..%2fsecret",
                "https://host.example/pub/x%2F..%2F..%2Fsecret",
                "https://host.example/pub/..\\secret",
                "https://host.example/pub/..%5csecret",
                "https://host.example/pub/..;/secret",
                "https://host.example/pub/..;a=b/secret",
                "https://host.example/pub/..%3b/secret",
                "https://host.example/pub/..?x",
                "https://account.blob.core.windows.net/other/x",
                "https://other.blob.core.windows.net/open/x",
                "https://account.blob.core.windows.net.evil.example/open/x",
                "https://Account.blob.core.windows.net/open/x",
                "http://account.blob.core.windows.net/open/x",
                "https://account.blob.core.windows.net:443/open/x",
                "https://account.dfs.core.windows.net/open/x",
                "az://opened/x",
                "s3://media-evil/in/x",
                "s3://media.evil/in/x",
                "s3://MEDIA/in/x",
                "s3://media/in-other",
                "s3://media/inner",
                "s3://media//in/x",
                "gs://media/in/x"
            })
    void no_spelling_leads_out_of_what_is_allowed(String text) {
        assertThatThrownBy(() -> ONE_FOLDER.check(Location.of(text)))
                .isInstanceOf(LocationRefusedException.class)
                .hasMessageContaining("MEDIAFN_ALLOW");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://host.example/pub/x.png",
                "https://host.example/pub/a..b/...",
                "https://host.example/pub/.hidden/x?to=/../x",
                "https://account.blob.core.windows.net/open/x",
                "azure://open/x",
                "s3://media/in/../x",
                "s3://media/in"
            })
    void what_is_allowed_passes(String text) {
        assertThat(ONE_FOLDER.check(Location.of(text)).toString()).isEqualTo(text);
    }
}
