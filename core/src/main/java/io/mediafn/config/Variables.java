package io.mediafn.config;

import io.mediafn.location.IllegalLocationException;
import io.mediafn.location.Location;
import io.mediafn.location.Scheme;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The environment, with a collector of what is wrong with it. Blank variables are absent. Belongs to one thread. */
final class Variables {
    private static final String IN_FILE = "_FILE";

    private final Map<String, String> environment;
    private final Problems problems;

    Variables(Map<String, String> environment, Problems problems) {
        this.environment = environment;
        this.problems = problems;
    }

    Problems problems() {
        return problems;
    }

    boolean has(String name) {
        return text(name).isPresent();
    }

    /** Whether it is there, and says nothing. */
    boolean isBlank(String name) {
        return environment.containsKey(name) && !has(name);
    }

    Optional<String> text(String name) {
        return Optional.ofNullable(environment.get(name)).map(String::strip).filter(value -> !value.isEmpty());
    }

    Optional<Path> path(String name) {
        return parsed(name, Path::of);
    }

    /** The value that a parser makes of a text; the message of what it throws becomes the problem. */
    <T> Optional<T> parsed(String name, Function<String, T> parser) {
        return text(name).flatMap(value -> {
            try {
                return Optional.of(parser.apply(value));
            } catch (IllegalArgumentException e) {
                problems.add(name, String.valueOf(e.getMessage()));
            }
            return Optional.empty();
        });
    }

    /** A part of a credential: the variable itself, or the text of the file that NAME_FILE names. */
    Optional<String> textOrFile(String name) {
        Optional<String> value = text(name);
        String fileName = name + IN_FILE;
        if (!has(fileName)) {
            return value;
        }
        if (value.isPresent()) {
            problems.add(fileName, "must be absent where " + name + " is there; both are");
            return value;
        }
        return path(fileName).flatMap(file -> content(fileName, file));
    }

    Optional<Secret> secret(String name) {
        return textOrFile(name).map(Secret::new);
    }

    private Optional<String> content(String name, Path file) {
        try {
            String content = SmallFile.read(file).strip();
            SmallFile.warnIfOpen(file, name, problems);
            if (!content.isEmpty()) {
                return Optional.of(content);
            }
            problems.add(name, file + " is empty");
        } catch (IllegalArgumentException e) {
            problems.add(name, String.valueOf(e.getMessage()));
        }
        return Optional.empty();
    }

    /** Prefixes, separated by commas. */
    List<Location> prefixes(String name) {
        return parsed(
                        name,
                        text -> Arrays.stream(text.split(",", -1))
                                .map(String::strip)
                                .map(Variables::prefix)
                                .toList())
                .orElse(List.of());
    }

    /** A location that objects are below of. */
    static Location prefix(String text) {
        Location location;
        try {
            location = Location.of(text);
        } catch (IllegalLocationException e) {
            throw new IllegalArgumentException("'" + Urls.withoutSecrets(text) + "' is no location: " + e.rule(), e);
        }
        boolean url = location.scheme() == Scheme.HTTP || text.startsWith("https://");
        if (url && text.indexOf('?') >= 0) {
            throw new IllegalArgumentException(
                    "a URL must end before any '?' here, since what follows may be secret; it is "
                            + Urls.withoutSecrets(text));
        }
        return location;
    }

    /**
     * A whole number.
     *
     * @throws IllegalArgumentException if it is none, or out of range
     */
    static int number(String text, int least, int most) {
        try {
            int number = Integer.parseInt(text);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Reported below with the numbers that are out of range.
        }
        throw new IllegalArgumentException(
                "must be a whole number from " + least + " to " + most + "; it is '" + text + "'");
    }
}
