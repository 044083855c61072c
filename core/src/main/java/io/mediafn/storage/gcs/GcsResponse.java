package io.mediafn.storage.gcs;

import com.google.api.client.http.LowLevelHttpResponse;
import io.mediafn.storage.gcs.GcsWatchdog.Alarm;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An answer whose head has been read. Belongs to one thread. */
final class GcsResponse extends LowLevelHttpResponse {
    private static final int FIRST_ERROR = 400;

    private record Header(String name, String value) {}

    private final HttpURLConnection connection;
    private final int status;
    private final Alarm alarm;
    private final List<Header> headers;
    private final @Nullable GcsBody body;

    GcsResponse(HttpURLConnection connection, int status, Alarm alarm) throws IOException {
        this.connection = connection;
        this.status = status;
        this.alarm = alarm;
        this.headers = headers(connection);
        // Without a body there is no stream for an error; JDK's way of saying so.
        @Nullable
        InputStream content = status < FIRST_ERROR ? connection.getInputStream() : connection.getErrorStream();
        this.body = content == null ? null : new GcsBody(content, connection, alarm);
        if (content == null) {
            alarm.end();
        }
    }

    private static List<Header> headers(HttpURLConnection connection) {
        List<Header> headers = new ArrayList<>();
        // The one without a name is the status line.
        for (int i = 0; connection.getHeaderField(i) != null; i++) {
            String name = connection.getHeaderFieldKey(i);
            if (name != null) {
                headers.add(new Header(name, connection.getHeaderField(i)));
            }
        }
        return List.copyOf(headers);
    }

    /** A {@link GcsBody}, or null where the answer has none. */
    @Override
    public @Nullable InputStream getContent() {
        return body;
    }

    @Override
    public @Nullable String getContentEncoding() {
        return connection.getContentEncoding();
    }

    @Override
    public long getContentLength() {
        return connection.getContentLengthLong();
    }

    @Override
    public @Nullable String getContentType() {
        return connection.getContentType();
    }

    @Override
    public @Nullable String getStatusLine() {
        return connection.getHeaderField(0);
    }

    @Override
    public int getStatusCode() {
        return status;
    }

    @Override
    public @Nullable String getReasonPhrase() throws IOException {
        return connection.getResponseMessage();
    }

    @Override
    public int getHeaderCount() {
        return headers.size();
    }

    @Override
    public String getHeaderName(int index) {
        return headers.get(index).name();
    }

    @Override
    public String getHeaderValue(int index) {
        return headers.get(index).value();
    }

    @Override
    public void disconnect() {
        alarm.end();
        connection.disconnect();
    }
}
