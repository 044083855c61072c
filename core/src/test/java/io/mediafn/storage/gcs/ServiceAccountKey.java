package io.mediafn.storage.gcs;

import io.mediafn.json.Json;
import java.net.URI;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/** Key files of accounts that nobody has. */
final class ServiceAccountKey {
    private ServiceAccountKey() {}

    /** A new one, whose tokens are given out below {@code tokens}. */
    static String json(URI tokens) {
        Map<String, Object> key = new LinkedHashMap<>();
        key.put("type", "service_account");
        key.put("project_id", "project");
        key.put("private_key_id", "canary-key-id");
        key.put("private_key", pem());
        key.put("client_email", "somebody@project.iam.gserviceaccount.com");
        key.put("client_id", "1");
        key.put("token_uri", tokens + "/token");
        return Json.write(key);
    }

    private static String pem() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return "-----BEGIN PRIVATE KEY-----\n"
                    + Base64.getMimeEncoder()
                            .encodeToString(
                                    generator.generateKeyPair().getPrivate().getEncoded())
                    + "\n-----END PRIVATE KEY-----\n";
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
