package io.mediafn.config;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * Web servers, read only.
 *
 * @param loginFiles a JSON file for each host (with its port where it has one) that wants to know who asks
 */
public record HttpService(Map<String, Path> loginFiles) implements Service {
    public HttpService {
        loginFiles = Map.copyOf(loginFiles);
    }

    /** What a host is told. */
    public sealed interface Login {
        record Bearer(Secret token) implements Login {}

        record Basic(String user, Secret password) implements Login {}
    }

    /**
     * Reads the files.
     *
     * @return the logins by host
     * @throws SettingsException naming the file and the rule that it breaks
     */
    public Map<String, Login> logins() {
        Map<String, Login> logins = new TreeMap<>();
        loginFiles.forEach((host, file) -> logins.put(host, SecretFiles.login(file)));
        return logins;
    }

    @Override
    public HttpService anonymous() {
        return new HttpService(Map.of());
    }
}
