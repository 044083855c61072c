package io.mediafn.config;

import io.mediafn.json.Json;
import io.mediafn.json.JsonException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The JSON files of credentials that CloudFiles reads, one credential each. */
final class SecretFiles {
    private static final String KEY_ID = "AWS_ACCESS_KEY_ID";
    private static final String KEY = "AWS_SECRET_ACCESS_KEY";

    private SecretFiles() {}

    /** The service with the access key of a file, and with the endpoint and region that it may name. */
    static S3Service accessKey(S3Service service, S3Service.Identity.InFile inFile) {
        Path file = inFile.file();
        Map<String, Object> json = object(file);
        S3Service.Identity keys = new S3Service.Identity.Keys(
                needed(file, json, KEY_ID),
                new Secret(needed(file, json, KEY)),
                text(file, json, "AWS_SESSION_TOKEN").map(Secret::new));
        Optional<String> endpoint = text(file, json, "endpoint");
        if (inFile.bringsEndpoint() && endpoint.isEmpty()) {
            throw broken(file, "has no \"endpoint\", and nothing else says where this service is");
        }
        try {
            return new S3Service(
                    endpoint.map(Urls::endpointOrHost).or(service::endpoint),
                    text(file, json, "region").or(service::region),
                    keys);
        } catch (IllegalArgumentException e) {
            throw broken(file, "\"endpoint\" " + e.getMessage());
        }
    }

    /** The text of a key file of Google, of which only the form is looked at. */
    static Secret googleKey(Path file) {
        String text = read(file);
        if (text(file, parse(file, text), "type").isEmpty()) {
            throw broken(file, "has no \"type\", so it is no key file of Google");
        }
        return new Secret(text);
    }

    static HttpService.Login login(Path file) {
        Map<String, Object> json = object(file);
        Optional<String> token = text(file, json, "token");
        if (token.isPresent()) {
            return new HttpService.Login.Bearer(new Secret(token.get()));
        }
        if (text(file, json, "user").isEmpty() || text(file, json, "password").isEmpty()) {
            throw broken(file, "must have \"token\", or \"user\" and \"password\"");
        }
        return new HttpService.Login.Basic(needed(file, json, "user"), new Secret(needed(file, json, "password")));
    }

    private static Map<String, Object> object(Path file) {
        return parse(file, read(file));
    }

    private static String read(Path file) {
        try {
            return SmallFile.read(file);
        } catch (IllegalArgumentException e) {
            throw new SettingsException(List.of(String.valueOf(e.getMessage())));
        }
    }

    private static Map<String, Object> parse(Path file, String text) {
        try {
            return Json.readObject(text);
        } catch (JsonException e) {
            // Its message quotes what it stumbled over, which may be the secret itself.
            throw broken(file, "is not one JSON object");
        }
    }

    private static String needed(Path file, Map<String, Object> json, String field) {
        return text(file, json, field).orElseThrow(() -> broken(file, "has no \"" + field + "\""));
    }

    private static Optional<String> text(Path file, Map<String, Object> json, String field) {
        Object value = json.get(field);
        if (value == null) {
            return Optional.empty();
        }
        if (value instanceof String text) {
            return Optional.of(text.strip()).filter(stripped -> !stripped.isEmpty());
        }
        throw broken(file, "\"" + field + "\" is not a text");
    }

    private static SettingsException broken(Path file, String rule) {
        return new SettingsException(List.of(file + " " + rule));
    }
}
