package io.mediafn.storage.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediafn.location.Location;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class HttpTargetTest {
    @ParameterizedTest
    @CsvSource({
        "https://Host.Example/a/b?c=d, https://host.example:443, /a/b?c=d",
        "http://h:8080/%2F%zz+%, http://h:8080, /%2F%zz+%",
        "http://h, http://h:80, /",
        "https://[2001:DB8::1]:8443/x, https://[2001:db8::1]:8443, /x",
        "http://h//a/../b/./c, http://h:80, //a/../b/./c",
        "http://h/a b#c, http://h:80, /a%20b%23c"
    })
    void a_location_is_sent_as_it_is_written(String location, String origin, String path) throws HttpFailure {
        HttpTarget target = HttpTarget.of(Location.of(location));

        assertThat(target.origin()).isEqualTo(origin);
        assertThat(target.path()).isEqualTo(path);
    }

    /** The examples of RFC 3986, 5.4, as far as they are of http, and those of servers that know no rules. */
    @ParameterizedTest
    @CsvSource({
        "g, /b/c/g",
        "./g, /b/c/g",
        "g/, /b/c/g/",
        "/g, /g",
        "?y, /b/c/d;p?y",
        "g?y, /b/c/g?y",
        "g#s, /b/c/g",
        "'#s', /b/c/d;p?q",
        ";x, /b/c/;x",
        "'', /b/c/d;p?q",
        "., /b/c/",
        "./, /b/c/",
        ".., /b/",
        "../, /b/",
        "../g, /b/g",
        "../.., /",
        "../../g, /g",
        "../../../g, /g",
        "g., /b/c/g.",
        "..g, /b/c/..g",
        "./../g, /b/g",
        "g/./h, /b/c/g/h",
        "g/../h, /b/c/h",
        "g?y/../x, /b/c/g?y/../x",
        "/a b/é?x=[1]|2, /a%20b/%E9?x=[1]%7C2",
        "/100%, /100%"
    })
    void a_relative_redirect_is_resolved(String reference, String path) throws HttpFailure {
        HttpTarget base = HttpTarget.of(Location.of("http://a/b/c/d;p?q"));

        assertThat(base.redirected(reference)).isEqualTo(new HttpTarget(false, "a", 80, path));
    }

    @ParameterizedTest
    @CsvSource({
        "http://g, false, g, 80, /",
        "//g?x, false, g, 80, /?x",
        "HTTPS://G:444/x#y, true, g, 444, /x",
        "https://[::1]/x, true, ::1, 443, /x"
    })
    void an_absolute_redirect_leads_elsewhere(String reference, boolean secure, String host, int port, String path)
            throws HttpFailure {
        HttpTarget base = HttpTarget.of(Location.of("http://a/b/c/d;p?q"));

        assertThat(base.redirected(reference)).isEqualTo(new HttpTarget(secure, host, port, path));
    }
}
