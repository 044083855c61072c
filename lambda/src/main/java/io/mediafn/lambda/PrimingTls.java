package io.mediafn.lambda;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.util.Map;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * Greets S3 over TLS and goes, without asking for anything: the JVM's trusted certificates are read by it, and the code
 * of ciphers and certificates loaded, which takes a first call longer than everything else.
 */
final class PrimingTls {
    private static final int HTTPS = 443;
    private static final int LONGEST_WAIT_MILLIS = 2_000;

    private PrimingTls() {}

    /**
     * Greets S3, or what the settings have in its place.
     *
     * @param environment the function's
     * @return whether S3 is asked over TLS at all
     */
    static boolean run(Map<String, String> environment) throws IOException {
        URI endpoint = endpoint(environment);
        if (!"https".equals(endpoint.getScheme())) {
            return false;
        }
        int port = endpoint.getPort() < 0 ? HTTPS : endpoint.getPort();
        SSLSocketFactory tls = (SSLSocketFactory) SSLSocketFactory.getDefault();
        try (Socket raw = new Socket()) {
            raw.connect(new InetSocketAddress(endpoint.getHost(), port), LONGEST_WAIT_MILLIS);
            raw.setSoTimeout(LONGEST_WAIT_MILLIS);
            try (SSLSocket socket = (SSLSocket) tls.createSocket(raw, endpoint.getHost(), port, true)) {
                socket.startHandshake();
                // Else it would be in the snapshot, and every instance would try to go on with the same one.
                socket.getSession().invalidate();
            }
        }
        return true;
    }

    private static URI endpoint(Map<String, String> environment) {
        String region = environment.getOrDefault("AWS_REGION", "us-east-1");
        String amazon = "https://s3." + region + (region.startsWith("cn-") ? ".amazonaws.com.cn" : ".amazonaws.com");
        return URI.create(
                environment.getOrDefault("AWS_ENDPOINT_URL_S3", environment.getOrDefault("AWS_ENDPOINT_URL", amazon)));
    }
}
