package io.mediafn.storage.gcs;

import com.google.api.client.http.GenericUrl;
import com.google.api.client.util.escape.PercentEscaper;
import io.mediafn.location.Location;
import java.net.URI;
import java.util.Optional;
import java.util.OptionalLong;

/** The addresses of the requests that we send ourselves. A key is one segment: each of its slashes is encoded. */
final class GcsUrls {
    private static final String GOOGLE = "https://storage.googleapis.com";
    private static final PercentEscaper LITERAL = new PercentEscaper("-._~");

    private final String host;
    private final String payer;

    GcsUrls(Optional<URI> endpoint, Optional<String> userProject) {
        this.host = endpoint.map(GcsUrls::withoutSlash).orElse(GOOGLE);
        this.payer = userProject
                .map(project -> "&userProject=" + LITERAL.escape(project))
                .orElse("");
    }

    private static String withoutSlash(URI endpoint) {
        String text = endpoint.toString();
        return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    }

    /** Scheme and host, without a slash at the end. */
    String host() {
        return host;
    }

    GenericUrl bytesOf(Location at, OptionalLong generation) {
        return url("/storage/v1/b/" + at.bucket() + "/o/" + LITERAL.escape(at.key()) + "?alt=media"
                + condition(generation) + payer);
    }

    /** Of an object that comes with the request. */
    GenericUrl insert(Location to, OptionalLong generation) {
        return url("/upload/storage/v1/b/" + to.bucket() + "/o?uploadType=multipart&fields=" + GcsMade.FIELDS
                + condition(generation) + payer);
    }

    /** Of a session that an object is sent to. */
    GenericUrl session(Location to, OptionalLong generation) {
        return url("/upload/storage/v1/b/" + to.bucket() + "/o?uploadType=resumable" + condition(generation) + payer);
    }

    private static String condition(OptionalLong generation) {
        return generation.isPresent() ? "&ifGenerationMatch=" + generation.getAsLong() : "";
    }

    private GenericUrl url(String rest) {
        return new GenericUrl(host + rest, true);
    }
}
