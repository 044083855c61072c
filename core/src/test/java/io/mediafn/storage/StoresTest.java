package io.mediafn.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mediafn.location.Location;
import io.mediafn.location.Scheme;
import io.mediafn.storage.StorageException.Kind;
import io.mediafn.storage.memory.MemoryStores;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class StoresTest {
    private final List<String> opened = new ArrayList<>();

    private Stores stores() {
        return Stores.builder()
                .add(Scheme.MEM, () -> {
                    opened.add("mem");
                    return MemoryStores.open();
                })
                .addEach(
                        at -> Optional.of(at.service()).filter(account -> !account.isEmpty()),
                        (String account, Location at) -> {
                            opened.add(account + " for " + at);
                            if (account.equals("broken")) {
                                throw new StorageException(Kind.INVALID, at, "no");
                            }
                            return MemoryStores.open();
                        })
                .build();
    }

    private static Location azure(String account) {
        return Location.of("https://" + account + ".blob.core.windows.net/c/k");
    }

    @Test
    void a_store_is_opened_when_its_first_location_comes() {
        try (Stores stores = stores()) {
            assertThat(opened).isEmpty();
            ObjectStore first = stores.forLocation(azure("one"));
            assertThat(stores.forLocation(azure("one"))).isSameAs(first);
            assertThat(stores.forLocation(azure("two"))).isNotSameAs(first);
            assertThat(opened).containsExactly("one for " + azure("one"), "two for " + azure("two"));
        }
    }

    @Test
    void what_could_not_be_opened_is_tried_again() {
        try (Stores stores = stores()) {
            for (int i = 0; i < 2; i++) {
                assertThatThrownBy(() -> stores.forLocation(azure("broken"))).isInstanceOf(StorageException.class);
            }
            assertThat(opened).hasSize(2);
        }
    }

    @Test
    void locations_from_outside_do_not_open_stores_without_end() {
        try (Stores stores = stores()) {
            for (int i = 0; i < 256; i++) {
                stores.forLocation(azure("account" + i));
            }
            assertThatThrownBy(() -> stores.forLocation(azure("account256")))
                    .isInstanceOfSatisfying(
                            StorageException.class, e -> assertThat(e.kind()).isEqualTo(Kind.UNSUPPORTED))
                    .hasMessageContaining("256");
            assertThat(stores.forLocation(azure("account0"))).isNotNull();
            assertThat(stores.forLocation(Location.of("mem://b/k"))).isNotNull();
        }
    }

    @Test
    void a_location_that_nothing_serves() {
        try (Stores stores = stores()) {
            assertThatThrownBy(() -> stores.forLocation(Location.of("s3://b/k")))
                    .isInstanceOfSatisfying(
                            StorageException.class, e -> assertThat(e.kind()).isEqualTo(Kind.UNSUPPORTED))
                    .hasMessageContaining("no store is configured for s3://");
        }
    }
}
