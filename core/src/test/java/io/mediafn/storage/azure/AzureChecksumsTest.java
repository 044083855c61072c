package io.mediafn.storage.azure;

import static io.mediafn.storage.azure.ScriptedAzure.answer;
import static org.assertj.core.api.Assertions.assertThat;

import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import com.azure.core.util.BinaryData;
import com.azure.core.util.Context;
import com.azure.storage.blob.BlobServiceClientBuilder;
import com.azure.storage.blob.options.BlockBlobSimpleUploadOptions;
import com.azure.storage.common.ContentValidationAlgorithm;
import com.azure.storage.common.StorageSharedKeyCredential;
import com.azure.storage.common.implementation.contentvalidation.StorageCrc64Calculator;
import io.mediafn.checksum.ChecksumAlgorithm;
import io.mediafn.checksum.Hasher;
import io.mediafn.location.Location;
import io.mediafn.storage.Content;
import io.mediafn.storage.ObjectStore;
import io.mediafn.storage.WriteOptions;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** That the CRC which Azure compares is the one that we compute, written as Microsoft's own client writes it. */
final class AzureChecksumsTest {
    @Test
    void microsofts_calculator_computes_the_same_crc() {
        Random random = new Random(5);
        for (int length : new int[] {0, 1, 9, 100, 4096, 100_001}) {
            byte[] bytes = new byte[length];
            random.nextBytes(bytes);
            assertThat(Hasher.of(ChecksumAlgorithm.CRC64NVME, bytes).crc())
                    .isEqualTo(StorageCrc64Calculator.compute(bytes, 0));
        }
    }

    @Test
    void microsofts_client_writes_the_same_header() throws Exception {
        byte[] bytes = "123456789".getBytes(StandardCharsets.US_ASCII);
        try (ScriptedAzure server = new ScriptedAzure(answer(201, "", "ETag: \"e\""));
                ObjectStore store = server.store()) {
            new BlobServiceClientBuilder()
                    .endpoint(server.endpoint().toString())
                    .credential(new StorageSharedKeyCredential(ScriptedAzure.ACCOUNT, ScriptedAzure.KEY))
                    .httpClient(new JdkHttpClientBuilder().build())
                    .buildClient()
                    .getBlobContainerClient("container")
                    .getBlobClient("key")
                    .getBlockBlobClient()
                    .uploadWithResponse(
                            new BlockBlobSimpleUploadOptions(BinaryData.fromBytes(bytes))
                                    .setContentValidationAlgorithm(ContentValidationAlgorithm.CRC64),
                            null,
                            Context.NONE);
            String theirs = server.last().header("x-ms-content-crc64");
            store.write(
                    Location.of("az://container/key"),
                    Content.of(bytes),
                    WriteOptions.replace().withChecksum(Optional.of(Hasher.of(ChecksumAlgorithm.CRC64NVME, bytes))));

            assertThat(server.last().header("x-ms-content-crc64"))
                    .isEqualTo(theirs)
                    .isEqualTo("iJh5CoYUi64=");
        }
    }
}
