package io.mediafn.cli;

import static io.mediafn.testing.NeedsServer.Server.AZURITE;
import static io.mediafn.testing.NeedsServer.Server.VERSITY_GATEWAY;
import static org.assertj.core.api.Assertions.assertThat;

import io.mediafn.cli.Cli.Result;
import io.mediafn.testing.NeedsServer;
import io.mediafn.testing.S3Server;
import io.mediafn.testing.TestServer;
import io.mediafn.testing.TestServers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plants secrets wherever one can stand, makes everything fail that can, and searches all that is printed. */
@NeedsServer({VERSITY_GATEWAY, AZURITE})
final class CanaryIT {
    private static final String CANARY = "canary7secret";

    @TempDir
    private Path disk;

    @Test
    void no_command_prints_a_secret() throws Exception {
        S3Server s3 = TestServers.versityGateway();
        TestServer azurite = TestServers.azurite();
        String key = Base64.getEncoder().encodeToString((CANARY + "-azure").getBytes(StandardCharsets.UTF_8));
        Path file = Files.writeString(disk.resolve("x"), "x");
        Path links = Files.writeString(
                disk.resolve("links.csv"),
                "inpath,outpath\nhttps://127.0.0.1:1/a?X-Amz-Signature=" + CANARY + "," + disk + "/y\nnonsense,z\n");
        Cli cli = Cli.inHome(disk.resolve("home"))
                .with("AWS_ENDPOINT_URL", s3.endpoint().toString())
                .with("AWS_ACCESS_KEY_ID", s3.accessKey())
                .with("AWS_SECRET_ACCESS_KEY", CANARY + "-aws")
                .with("AWS_SESSION_TOKEN", CANARY + "-token")
                .with("AWS_REGION", "us-east-1")
                .with("AZURE_STORAGE_ACCOUNT", azurite.accessKey())
                .with("AZURE_STORAGE_KEY", key)
                .with("AZURE_STORAGE_ACCOUNT_URL", azurite.endpoint() + "/" + azurite.accessKey())
                .with("MINIO_ALIAS", "minio")
                .with("MINIO_ENDPOINT_URL", s3.endpoint().toString())
                .with("MINIO_ACCESS_KEY", s3.accessKey())
                .with("MINIO_SECRET_ACCESS_KEY", CANARY + "-minio");
        List<Result> results = new ArrayList<>();
        for (String place : List.of("s3://bucket/k", "az://container/k", "minio://bucket/k")) {
            results.add(cli.run("ls", place));
            results.add(cli.run("stat", place, "--json"));
            results.add(cli.run("cp", "-v", file.toString(), place));
            results.add(cli.run("cp", "--json", place, disk + "/back"));
            results.add(cli.run("mv", place, "mem://b/x"));
            results.add(cli.run("rm", place));
            results.add(cli.run("uploads", place));
            results.add(cli.run("metadata", place));
        }
        results.add(cli.run("cp", "-v", "http://127.0.0.1:1/a?sig=" + CANARY, disk + "/z"));
        results.add(cli.run("cp", "--json", "http://127.0.0.1:1/a?sig=" + CANARY, disk + "/z"));
        results.add(cli.run("stat", "http://127.0.0.1:1/a?sig=" + CANARY));
        results.add(cli.run("cp", "http://user:" + CANARY + "@127.0.0.1:1/a", disk + "/z"));
        results.add(cli.run("cp", "--links", links.toString()));
        results.add(cli.with("AZURE_STORAGE_CONNECTION_STRING", "AccountKey=" + CANARY)
                .run("ls", "az://c/"));
        results.add(cli.with("AWS_SECRET_ACCESS_KEY", "").run("ls", "s3://b/"));

        assertThat(results).allSatisfy(result -> {
            assertThat(result.exit()).as(result.err()).isNotZero();
            assertThat(result.err() + result.out())
                    .doesNotContain(CANARY)
                    .doesNotContain(key)
                    .doesNotContain("\tat ");
        });
    }
}
