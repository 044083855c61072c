package io.mediafn.storage.azure;

import com.azure.storage.common.StorageSharedKeyCredential;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Signs shared access signatures of single blobs with the account's key. The SDK has this in its blob client alone, whose
 * first use costs more than all the rest of a request.
 *
 * @see <a href="https://learn.microsoft.com/rest/api/storageservices/create-service-sas">Create a service SAS</a>
 */
final class AzureSas {
    /** The version of the signature's form, which is not that of the requests. */
    private static final String VERSION = "2020-12-06";

    private final StorageSharedKeyCredential key;
    private final boolean https;

    AzureSas(StorageSharedKeyCredential key, String endpoint) {
        this.key = key;
        this.https = endpoint.startsWith("https:");
    }

    /**
     * A query that lets its bearer do something with one blob.
     *
     * @param permissions in Azure's order: {@code r} reads, {@code t} reads and writes tags
     * @param valid from now
     */
    String query(AzureNames.Name blob, String permissions, Duration valid) {
        String expiry =
                Instant.now().plus(valid).truncatedTo(ChronoUnit.SECONDS).toString();
        String protocol = https ? "https" : "https,http";
        String resource = "/blob/" + key.getAccountName() + "/" + blob.container() + "/" + blob.name();
        String toSign = String.join(
                "\n",
                permissions,
                "", // valid at once, whatever the clocks
                expiry,
                resource,
                "", // no stored policy
                "", // from anywhere
                protocol,
                VERSION,
                "b", // one blob
                "", // no snapshot
                "", // no encryption scope
                "",
                "",
                "",
                "",
                ""); // and no header of the answer replaced
        return "sv=" + VERSION
                + "&spr=" + AzureRequest.encode(protocol)
                + "&se=" + AzureRequest.encode(expiry)
                + "&sr=b&sp=" + permissions
                + "&sig=" + AzureRequest.encode(key.computeHmac256(toSign));
    }
}
