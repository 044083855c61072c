package io.mediafn.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The headers of a message: names in any case, several values of one name, order and spelling kept. Immutable. */
public final class WireHeaders {
    private record Header(String name, String value) {}

    private final List<Header> headers;

    private WireHeaders(List<Header> headers) {
        this.headers = List.copyOf(headers);
    }

    /** Name, value, name, value. */
    public static WireHeaders of(String... namesAndValues) {
        List<Header> headers = new ArrayList<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            headers.add(new Header(namesAndValues[i], namesAndValues[i + 1]));
        }
        return new WireHeaders(headers);
    }

    /** From {@code Name: value} lines. */
    static WireHeaders parse(List<String> lines) {
        List<Header> headers = new ArrayList<>();
        for (String line : lines) {
            int colon = line.indexOf(':');
            if (colon < 1) {
                throw new IllegalArgumentException("no header: " + line);
            }
            headers.add(new Header(
                    line.substring(0, colon), line.substring(colon + 1).strip()));
        }
        return new WireHeaders(headers);
    }

    public Optional<String> first(String name) {
        return all(name).stream().findFirst();
    }

    public List<String> all(String name) {
        return headers.stream()
                .filter(header -> header.name.equalsIgnoreCase(name))
                .map(Header::value)
                .toList();
    }

    public boolean has(String name) {
        return first(name).isPresent();
    }

    /** Whether a comma-separated list of that name has the token, in any case. */
    public boolean says(String name, String token) {
        return all(name).stream()
                .flatMap(value -> Stream.of(value.split(",", -1)))
                .anyMatch(part -> part.strip().equalsIgnoreCase(token));
    }

    /** All names, as they were spelled, in order. */
    public List<String> names() {
        return headers.stream().map(Header::name).toList();
    }

    /** With one value of that name, whatever there was. */
    public WireHeaders with(String name, String value) {
        List<Header> changed = new ArrayList<>(without(name).headers);
        changed.add(new Header(name, value));
        return new WireHeaders(changed);
    }

    public WireHeaders without(String name) {
        return new WireHeaders(headers.stream()
                .filter(header -> !header.name.equalsIgnoreCase(name))
                .toList());
    }

    /** {@code Content-Length}, or -1. */
    long contentLength() {
        return first("Content-Length").map(Long::parseLong).orElse(-1L);
    }

    /** Lines as on the wire, each with its end. */
    String lines() {
        StringBuilder lines = new StringBuilder();
        for (Header header : headers) {
            lines.append(header.name).append(": ").append(header.value).append("\r\n");
        }
        return lines.toString();
    }

    @Override
    public String toString() {
        return names().toString();
    }
}
