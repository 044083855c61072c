package io.mediafn.testing;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Makes containers by a request that is written out here, so that no store under test has a part in it. */
public final class AzuriteContainers {
    private static final String VERSION = "2021-12-02";

    private AzuriteContainers() {}

    /** A new, empty container. */
    public static void create(TestServer server, String container) throws IOException, GeneralSecurityException {
        String date = DateTimeFormatter.RFC_1123_DATE_TIME.format(ZonedDateTime.now(ZoneOffset.UTC));
        String path = "/" + server.accessKey() + "/" + container;
        String toSign = "PUT\n\n\n\n\n\n\n\n\n\n\n\nx-ms-date:" + date + "\nx-ms-version:" + VERSION + "\n/"
                + server.accessKey() + path + "\nrestype:container";
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(Base64.getDecoder().decode(server.secretKey()), "HmacSHA256"));
        String signature = Base64.getEncoder().encodeToString(mac.doFinal(toSign.getBytes(StandardCharsets.UTF_8)));
        HttpURLConnection connection = (HttpURLConnection)
                server.endpoint().resolve(path + "?restype=container").toURL().openConnection();
        connection.setRequestMethod("PUT");
        connection.setRequestProperty("x-ms-date", date);
        connection.setRequestProperty("x-ms-version", VERSION);
        connection.setRequestProperty("Authorization", "SharedKey " + server.accessKey() + ":" + signature);
        connection.setDoOutput(true);
        connection.setFixedLengthStreamingMode(0);
        connection.getOutputStream().close();
        if (connection.getResponseCode() != HttpURLConnection.HTTP_CREATED) {
            throw new IOException("the container was not made: " + connection.getResponseCode());
        }
    }
}
