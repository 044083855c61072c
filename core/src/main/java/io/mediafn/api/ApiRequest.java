package io.mediafn.api;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A request, as far as it matters here. Immutable as long as nobody changes the bytes of its body. */
public final class ApiRequest {
    private final String method;
    private final String path;
    private final Map<String, String> headers;
    private final byte[] body;

    /**
     * Puts a request together.
     *
     * @param path without what comes behind a question mark, starting with a slash
     * @param headers by their names in whatever case; of several values of one name the first
     * @param body empty where there is none; not copied
     */
    public ApiRequest(String method, String path, Map<String, String> headers, byte[] body) {
        Map<String, String> ofAnyCase = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        ofAnyCase.putAll(headers);
        this.method = method;
        this.path = path;
        this.headers = Collections.unmodifiableMap(ofAnyCase);
        this.body = body;
    }

    public String method() {
        return method;
    }

    public String path() {
        return path;
    }

    /** Without blanks around it; absent if nothing is left. */
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name)).map(String::strip).filter(value -> !value.isEmpty());
    }

    /** Whether it was sent at all, be it empty. */
    boolean hasHeader(String name) {
        return headers.containsKey(name);
    }

    /** The bytes themselves, which must not be changed. */
    public byte[] body() {
        return body;
    }

    @Override
    public String toString() {
        return method + " " + path;
    }
}
