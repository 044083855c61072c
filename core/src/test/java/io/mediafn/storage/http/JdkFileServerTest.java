package io.mediafn.storage.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.SimpleFileServer;
import io.mediafn.location.Location;
import io.mediafn.storage.ByteRange;
import io.mediafn.storage.ObjectRead;
import io.mediafn.storage.ObjectStat;
import io.mediafn.storage.ObjectStore;
import io.mediafn.storage.ReadOptions;
import io.mediafn.storage.StorageException;
import io.mediafn.storage.StorageException.Kind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Arrays;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real web server, and a plain one: it knows no ranges and no ETags. */
final class JdkFileServerTest {
    private final byte[] bytes = new byte[2_000_001];
    private final ObjectStore store = Scripts.store();
    private final Path file;
    private final HttpServer server;

    JdkFileServerTest(@TempDir Path folder) throws IOException {
        new Random(1).nextBytes(bytes);
        file = folder.resolve("a b.jpg");
        Files.write(file, bytes);
        server = SimpleFileServer.createFileServer(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                folder.toRealPath(),
                SimpleFileServer.OutputLevel.NONE);
        server.start();
    }

    @AfterEach
    void stop() {
        store.close();
        server.stop(0);
    }

    private Location at(String key) {
        return Location.of("http://127.0.0.1:" + server.getAddress().getPort() + "/" + key);
    }

    @Test
    void a_file_is_read_whole_or_from_its_beginning() {
        ObjectStat stat = store.stat(at("a b.jpg"));
        assertThat(stat.size()).isEqualTo(bytes.length);
        assertThat(stat.contentType()).contains("image/jpeg");
        try (ObjectRead read = store.read(at("a b.jpg"), ReadOptions.all().withIfMatch(stat.etag()))) {
            assertThat(read.readAllBytes()).isEqualTo(bytes);
        }
        try (ObjectRead read = store.read(at("a b.jpg"), ReadOptions.range(ByteRange.of(0, 1000)))) {
            assertThat(read.readAllBytes()).isEqualTo(Arrays.copyOf(bytes, 1000));
        }
        assertFails(Kind.UNSUPPORTED, () -> store.read(at("a b.jpg"), ReadOptions.range(ByteRange.of(1, 10))));
        assertFails(Kind.NOT_FOUND, () -> store.stat(at("missing")));
    }

    @Test
    void a_file_that_was_changed_is_no_longer_the_one_that_was_meant() throws IOException {
        ReadOptions pinned =
                ReadOptions.all().withIfMatch(store.stat(at("a b.jpg")).etag());
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(100)));

        assertFails(Kind.PRECONDITION_FAILED, () -> store.read(at("a b.jpg"), pinned));
    }

    private static void assertFails(Kind kind, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        StorageException.class, e -> assertThat(e.kind()).isEqualTo(kind));
    }
}
