package io.mediafn.config;

import java.util.ArrayList;
import java.util.List;

/**
 * What is wrong with the settings, and what is only odd. Messages name a variable or file, and the rule; they quote
 * no value that may be secret. Belongs to one thread.
 */
final class Problems {
    private final List<String> problems = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();

    void add(String source, String rule) {
        problems.add(source + ": " + rule);
    }

    void warn(String source, String what) {
        warnings.add(source + ": " + what);
    }

    List<String> problems() {
        return List.copyOf(problems);
    }

    List<String> warnings() {
        return List.copyOf(warnings);
    }

    /** @throws SettingsException if anything is wrong */
    void verify() {
        if (!problems.isEmpty()) {
            throw new SettingsException(problems);
        }
    }
}
