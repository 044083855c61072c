package io.mediafn.storage.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediafn.location.Location;
import io.mediafn.storage.Content;
import io.mediafn.storage.ListOptions;
import io.mediafn.storage.ObjectStore;
import io.mediafn.storage.ObjectStoreContract;
import io.mediafn.storage.StorageException.Kind;
import io.mediafn.storage.WriteOptions;
import io.mediafn.storage.memory.MemoryStores;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class HttpObjectStoreTest extends ObjectStoreContract {
    private final ObjectStore writer = MemoryStores.open();
    private final ServedStore served = new ServedStore(writer);
    private final ObjectStore store = HttpStores.open(HttpSettings.defaults().withAllowPrivate(true));
    private final RawHttpServer server;

    HttpObjectStoreTest() throws IOException {
        server = new RawHttpServer(served);
    }

    @BeforeEach
    void serve() {
        served.serve(place());
    }

    @AfterEach
    void stop() throws IOException {
        store.close();
        writer.close();
        server.close();
    }

    @Override
    protected ObjectStore store() {
        return store;
    }

    @Override
    protected ObjectStore writer() {
        return writer;
    }

    @Override
    protected Location place() {
        return Location.of(server.url() + "place/");
    }

    @Override
    protected boolean lists() {
        return false;
    }

    @Test
    void refuses_to_write_to_delete_and_to_list() {
        assertFails(Kind.UNSUPPORTED, () -> store.write(at("x"), Content.of(new byte[1]), WriteOptions.replace()));
        assertFails(Kind.UNSUPPORTED, () -> store.delete(at("x")));
        assertFails(Kind.UNSUPPORTED, () -> store.delete(at("x"), "\"1\""));
        assertFails(Kind.UNSUPPORTED, () -> store.list(place(), ListOptions.everything()));
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void connections_are_kept_and_requests_counted() {
        put("x", new byte[100]);
        for (int i = 0; i < 5; i++) {
            assertThat(get("x")).hasSize(100);
            store.stat(at("x"));
        }
        assertThat(store.requests()).isEqualTo(10);
        assertThat(server.requests()).hasSize(10);
        assertThat(server.connections()).isEqualTo(1);
    }
}
