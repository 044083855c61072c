package io.mediafn.storage.s3;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The header fields of a request: names in lower case and in the order that a signature wants, so that the same walk
 * writes them and signs them. Belongs to one thread.
 */
final class HeaderFields {
    private final List<String> names;
    private final List<String> values;

    HeaderFields() {
        names = new ArrayList<>(12);
        values = new ArrayList<>(12);
    }

    private HeaderFields(HeaderFields other) {
        names = new ArrayList<>(other.names);
        values = new ArrayList<>(other.values);
    }

    /** Another one with the same fields. */
    HeaderFields copy() {
        return new HeaderFields(this);
    }

    /**
     * Sets a field; one of the same name is replaced.
     *
     * @param name in lower case
     * @throws IllegalArgumentException if the name or the value would not stay a field: line breaks and other control
     *     characters, and what is not ASCII
     */
    HeaderFields set(String name, String value) {
        requireName(name);
        requireValue(name, value);
        int i = 0;
        while (i < names.size()) {
            int order = names.get(i).compareTo(name);
            if (order == 0) {
                values.set(i, value);
                return this;
            }
            if (order > 0) {
                break;
            }
            i++;
        }
        names.add(i, name);
        values.add(i, value);
        return this;
    }

    HeaderFields set(String name, Optional<String> value) {
        value.ifPresent(present -> set(name, present));
        return this;
    }

    private static void requireName(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || "-_.!#$%&'*+^`|~".indexOf(c) >= 0)) {
                throw new IllegalArgumentException("a header name can't hold the character " + (int) c + ": " + name);
            }
        }
        if (name.isEmpty()) {
            throw new IllegalArgumentException("a header name is empty");
        }
    }

    private static void requireValue(String name, String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c < ' ' || c > '~') {
                throw new IllegalArgumentException("the header " + name + " can't hold the character " + (int) c);
            }
        }
    }

    int size() {
        return names.size();
    }

    String name(int i) {
        return names.get(i);
    }

    String value(int i) {
        return values.get(i);
    }

    Optional<String> get(String name) {
        int i = names.indexOf(name);
        return i < 0 ? Optional.empty() : Optional.of(values.get(i));
    }

    /** The names alone: values may be secret. */
    @Override
    public String toString() {
        return names.toString();
    }
}
