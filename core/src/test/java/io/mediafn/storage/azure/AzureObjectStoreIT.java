package io.mediafn.storage.azure;

import static io.mediafn.testing.NeedsServer.Server.AZURITE;

import com.azure.storage.blob.BlobContainerClient;
import io.mediafn.location.Location;
import io.mediafn.storage.ObjectStore;
import io.mediafn.storage.WritableStoreContract;
import io.mediafn.testing.NeedsServer;
import io.mediafn.testing.TestServer;
import io.mediafn.testing.TestServers;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** The contract against Azurite. */
@NeedsServer(AZURITE)
final class AzureObjectStoreIT extends WritableStoreContract {
    private final TestServer server = TestServers.azurite();
    private final ObjectStore store = AzureStores.open(AzureFixtures.settings(server));
    private final String container = "contract-" + UUID.randomUUID();
    private final BlobContainerClient vendor = AzureFixtures.vendor(server).getBlobContainerClient(container);

    @BeforeEach
    void createContainer() {
        vendor.create();
    }

    @AfterEach
    void close() {
        vendor.delete();
        store.close();
    }

    @Override
    protected ObjectStore store() {
        return store;
    }

    @Override
    protected Location place() {
        return Location.of("az://" + container + "/place/");
    }

    /** Azure takes a backslash for a slash, so the store refuses it. */
    @Override
    protected boolean keepsBackslashes() {
        return false;
    }

    /** Azurite orders by UTF-16 units, where characters beyond U+FFFF come before U+E000. */
    @Override
    protected boolean continuesBehindAnyKey() {
        return false;
    }
}
