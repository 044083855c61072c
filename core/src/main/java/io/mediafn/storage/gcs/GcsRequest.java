package io.mediafn.storage.gcs;

import com.google.api.client.http.LowLevelHttpRequest;
import com.google.api.client.http.LowLevelHttpResponse;
import io.mediafn.storage.gcs.GcsTimeouts.Limits;
import io.mediafn.storage.gcs.GcsWatchdog.Alarm;
import java.io.IOException;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/** One request on its way. Belongs to one thread. */
final class GcsRequest extends LowLevelHttpRequest {
    private final HttpURLConnection connection;
    private final LongFunction<Limits> limitsOf;
    private final GcsWatchdog watchdog;
    private final LongAdder requests;
    private volatile boolean headRead;

    /**
     * Sends nothing yet.
     *
     * @param limitsOf how long it may take, by how many bytes it sends
     */
    GcsRequest(HttpURLConnection connection, LongFunction<Limits> limitsOf, GcsWatchdog watchdog, LongAdder requests) {
        this.connection = connection;
        this.limitsOf = limitsOf;
        this.watchdog = watchdog;
        this.requests = requests;
    }

    @Override
    public void addHeader(String name, String value) {
        connection.addRequestProperty(name, value);
    }

    @Override
    public LowLevelHttpResponse execute() throws IOException {
        long sending = getStreamingContent() == null ? 0 : Math.max(0, getContentLength());
        Limits limits = limitsOf.apply(sending);
        connection.setConnectTimeout((int) GcsTimeouts.CONNECT.toMillis());
        connection.setReadTimeout((int) limits.silence().toMillis());
        requests.increment();
        Alarm alarm = watchdog.watch(limits.attempt(), this::breakOff);
        try {
            send();
            int status = connection.getResponseCode();
            if (status < 0) {
                throw new IOException("the answer is no HTTP");
            }
            headRead = true;
            return new GcsResponse(connection, status, alarm);
        } catch (IOException e) {
            alarm.end();
            connection.disconnect();
            throw alarm.explain(e);
        } catch (RuntimeException e) {
            // From the content, which is not what it was said to be: the request must not come to its end.
            alarm.end();
            connection.disconnect();
            throw e;
        }
    }

    /**
     * Not in the middle of a body, where {@link GcsBody} looks at the alarm: disconnecting gives the rest of the body to a
     * thread of the JDK, which reads on, and makes the body's own reader wait for its end.
     */
    private void breakOff() {
        if (!headRead) {
            connection.disconnect();
        }
    }

    private void send() throws IOException {
        var content = getStreamingContent();
        boolean takesBody = "POST".equals(connection.getRequestMethod()) || "PUT".equals(connection.getRequestMethod());
        if (content == null || !takesBody) {
            return;
        }
        setHeader("Content-Type", getContentType());
        setHeader("Content-Encoding", getContentEncoding());
        connection.setDoOutput(true);
        if (getContentLength() < 0) {
            connection.setChunkedStreamingMode(0);
        } else {
            connection.setFixedLengthStreamingMode(getContentLength());
        }
        // Not closed where the content fails: the service must not take what came for all. (And where the service
        // refuses what is being sent, and closes, the JDK gives no way to its answer: it is a broken connection then.)
        OutputStream out = connection.getOutputStream();
        content.writeTo(out);
        out.close();
    }

    private void setHeader(String name, @Nullable String value) {
        if (value != null) {
            connection.setRequestProperty(name, value);
        }
    }
}
