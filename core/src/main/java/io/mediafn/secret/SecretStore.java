package io.mediafn.secret;

/** Where secrets are kept. Thread-safe. */
@FunctionalInterface
public interface SecretStore {
    /**
     * The text of a secret.
     *
     * @param name as the settings have it
     * @throws SecretException if it can't be had
     */
    String value(String name);
}
