package io.mediafn.storage.s3;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Builds the query of a request, encoded and in the order of a signature's canonical form. Belongs to one thread. */
final class Query {
    private record Parameter(String name, String value) {}

    private final List<Parameter> parameters = new ArrayList<>(4);

    Query add(String name, String value) {
        parameters.add(new Parameter(name, value));
        return this;
    }

    Query add(String name, Optional<String> value) {
        value.ifPresent(present -> add(name, present));
        return this;
    }

    /** A parameter without a value, such as {@code ?uploads}. */
    Query add(String name) {
        return add(name, "");
    }

    /** The canonical form, which every service takes as the query itself too. */
    @Override
    public String toString() {
        if (parameters.isEmpty()) {
            return "";
        }
        // Names here are ASCII, so that their order is that of their encoded bytes.
        parameters.sort(Comparator.comparing(Parameter::name));
        StringBuilder text = new StringBuilder(64);
        for (Parameter parameter : parameters) {
            text.append(text.isEmpty() ? "" : "&");
            PercentCode.appendValue(text, parameter.name());
            text.append('=');
            PercentCode.appendValue(text, parameter.value());
        }
        return text.toString();
    }
}
