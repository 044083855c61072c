package io.mediafn.config;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Azure's and FiftyOne's variables, or the ini file that they name: a credential among the variables comes before the
 * file, and is never mixed with one of it.
 */
final class AzureVariables {
    /** The names in the ini file, and the variables that mean the same. */
    private static final Map<String, String> KEYS = Map.of(
            AzureFields.CONNECTION, "AZURE_STORAGE_CONNECTION_STRING",
            AzureFields.ACCOUNT, "AZURE_STORAGE_ACCOUNT",
            AzureFields.KEY, "AZURE_STORAGE_KEY",
            AzureFields.SAS, "AZURE_STORAGE_SAS_TOKEN",
            AzureFields.CLIENT, "AZURE_CLIENT_ID",
            AzureFields.SECRET, "AZURE_CLIENT_SECRET",
            AzureFields.TENANT, "AZURE_TENANT_ID",
            AzureFields.ALIAS, "AZURE_ALIAS",
            AzureFields.URL, "AZURE_STORAGE_ACCOUNT_URL");

    /** What the variables say beside the file, since it is no part of a credential. */
    private static final List<String> BESIDE_FILE = List.of(AzureFields.ALIAS, AzureFields.URL);

    private static final String FILE = "AZURE_CREDENTIALS_FILE";
    private static final String PROFILE = "AZURE_PROFILE";

    private final Variables variables;
    private final Problems problems;

    AzureVariables(Variables variables) {
        this.variables = variables;
        this.problems = variables.problems();
    }

    AzureFields read() {
        Map<String, String> direct = new HashMap<>();
        KEYS.forEach((key, name) -> value(key, name).ifPresent(value -> direct.put(key, value)));
        AzureFields ofVariables = new AzureFields(direct, key -> KEYS.getOrDefault(key, key), problems);
        Optional<Path> file = variables.path(FILE);
        if (file.isEmpty()) {
            if (variables.has(PROFILE)) {
                problems.warn(PROFILE, "says nothing, since " + FILE + " is absent");
            }
            return ofVariables;
        }
        if (ofVariables.hasCredential()) {
            problems.warn(FILE, "is not read, since the variables have a credential");
            return ofVariables;
        }
        return ofFile(file.get(), direct);
    }

    private Optional<String> value(String key, String name) {
        return AzureFields.CREDENTIALS.contains(key) ? variables.textOrFile(name) : variables.text(name);
    }

    private AzureFields ofFile(Path file, Map<String, String> direct) {
        String profile = variables.text(PROFILE).orElse("default");
        SmallFile.warnIfOpen(file, FILE, problems);
        Map<String, String> values = new HashMap<>(variables
                .parsed(FILE, text -> IniFile.section(Path.of(text), profile, KEYS.keySet(), problems))
                .orElse(Map.of()));
        for (String key : BESIDE_FILE) {
            Optional.ofNullable(direct.get(key)).ifPresent(value -> values.put(key, value));
        }
        Optional.ofNullable(direct.get(AzureFields.ACCOUNT))
                .ifPresent(value -> values.putIfAbsent(AzureFields.ACCOUNT, value));
        return new AzureFields(values, key -> FILE + ": " + key + " of [" + profile + "]", problems);
    }
}
