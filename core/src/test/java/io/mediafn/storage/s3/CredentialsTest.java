package io.mediafn.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mediafn.location.Location;
import io.mediafn.storage.Content;
import io.mediafn.storage.ObjectStore;
import io.mediafn.storage.StorageException;
import io.mediafn.storage.StorageException.Kind;
import io.mediafn.storage.WriteOptions;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

/** Keys that the SDK finds: in profiles, and behind roles. */
@ResourceLock(Resources.SYSTEM_PROPERTIES)
final class CredentialsTest {
    private static final Location AT = Location.of("s3://bucket/key");
    private static final List<String> PROPERTIES = List.of(
            "aws.accessKeyId",
            "aws.secretAccessKey",
            "aws.sharedCredentialsFile",
            "aws.configFile",
            "aws.disableEc2Metadata");

    @TempDir
    Path folder;

    private final List<String> seen = new CopyOnWriteArrayList<>();

    @BeforeEach
    void isolate() throws IOException {
        Path none = Files.createFile(folder.resolve("none"));
        System.setProperty("aws.sharedCredentialsFile", none.toString());
        System.setProperty("aws.configFile", none.toString());
        System.setProperty("aws.disableEc2Metadata", "true");
    }

    @AfterEach
    void restore() {
        PROPERTIES.forEach(System::clearProperty);
    }

    private ScriptedS3.Answer noting() {
        return exchange -> {
            seen.add(exchange.getRequestHeaders().getFirst("Authorization") + " "
                    + exchange.getRequestHeaders().getFirst("x-amz-security-token"));
            exchange.getResponseHeaders().add("ETag", "\"e\"");
            exchange.sendResponseHeaders(200, -1);
        };
    }

    private static ObjectStore open(URI endpoint, Optional<String> region, S3Credentials credentials) {
        return S3Stores.open(new S3Settings(Optional.of(endpoint), region, credentials));
    }

    private static void write(ObjectStore store) {
        store.write(AT, Content.of(new byte[] {1}), WriteOptions.replace());
    }

    @Test
    void a_profile_gives_its_key_and_region() throws IOException {
        Path file = Files.writeString(folder.resolve("credentials"), """
                        [default]
                        aws_access_key_id=DEFAULT
                        aws_secret_access_key=s
                        [team]
                        aws_access_key_id=TEAM
                        aws_secret_access_key=s
                        aws_session_token=t
                        """);
        System.setProperty("aws.sharedCredentialsFile", file.toString());
        System.setProperty(
                "aws.configFile",
                Files.writeString(folder.resolve("config"), "[default]\nregion=eu-south-1\n")
                        .toString());
        try (ScriptedS3 server = new ScriptedS3(noting())) {
            URI endpoint = server.settings().endpoint().orElseThrow();
            try (ObjectStore store = open(endpoint, Optional.empty(), new S3Credentials.Chain(Optional.empty()))) {
                write(store);
            }
            try (ObjectStore store =
                    open(endpoint, Optional.of("us-west-2"), new S3Credentials.Chain(Optional.of("team")))) {
                write(store);
                write(store);
            }
        }
        assertThat(seen.get(0))
                .contains("Credential=DEFAULT/")
                .contains("/eu-south-1/s3/")
                .endsWith(" null");
        assertThat(seen.get(1))
                .contains("Credential=TEAM/")
                .contains("/us-west-2/s3/")
                .endsWith(" t");
        assertThat(seen).hasSize(3);
    }

    @Test
    void without_any_key_nothing_is_sent() throws IOException {
        try (ScriptedS3 server = new ScriptedS3(noting());
                ObjectStore store = open(
                        server.settings().endpoint().orElseThrow(),
                        Optional.of("us-east-1"),
                        new S3Credentials.Chain(Optional.empty()))) {
            assertThatThrownBy(() -> write(store))
                    .isInstanceOfSatisfying(
                            StorageException.class, e -> assertThat(e.kind()).isEqualTo(Kind.DENIED))
                    .hasMessageContaining("no AWS credentials");
            assertThat(server.requests()).isZero();
        }
    }

    @Test
    void a_role_is_assumed_with_what_the_chain_finds() throws IOException {
        System.setProperty("aws.accessKeyId", "BASE");
        System.setProperty("aws.secretAccessKey", "canary-base");
        List<String> asked = new CopyOnWriteArrayList<>();
        ScriptedS3.Answer sts = exchange -> {
            asked.add(exchange.getRequestHeaders().getFirst("Authorization") + "\n"
                    + URLDecoder.decode((String) exchange.getAttribute("body"), StandardCharsets.UTF_8));
            byte[] body = ("<AssumeRoleResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><AssumeRoleResult>"
                            + "<Credentials><AccessKeyId>ROLE</AccessKeyId><SecretAccessKey>canary-role</SecretAccessKey>"
                            + "<SessionToken>role-token</SessionToken><Expiration>2999-01-01T00:00:00Z</Expiration>"
                            + "</Credentials></AssumeRoleResult></AssumeRoleResponse>")
                    .getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "text/xml");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        };
        try (ScriptedS3 tokens = new ScriptedS3(sts);
                ScriptedS3 server = new ScriptedS3(noting());
                ObjectStore store = open(
                        server.settings().endpoint().orElseThrow(),
                        Optional.of("eu-west-1"),
                        new S3Credentials.Role(
                                "arn:aws:iam::123456789012:role/reader",
                                tokens.settings().endpoint()))) {
            write(store);
            write(store);
            assertThat(tokens.requests()).as("the role's key is kept").isEqualTo(1);
        }
        assertThat(asked.getFirst())
                .contains("Credential=BASE/")
                .contains("/eu-west-1/sts/")
                .contains("Action=AssumeRole&")
                .contains("RoleArn=arn:aws:iam::123456789012:role/reader")
                .contains("RoleSessionName=mediafn");
        assertThat(seen).hasSize(2).allMatch(text -> text.contains("Credential=ROLE/") && text.endsWith(" role-token"));
    }

    @Test
    void a_role_that_is_refused_is_denied_with_the_reason() throws IOException {
        System.setProperty("aws.accessKeyId", "BASE");
        System.setProperty("aws.secretAccessKey", "canary-base");
        ScriptedS3.Answer refuse = exchange -> {
            byte[] body = ("<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code>"
                            + "<Message>not your role</Message></Error></ErrorResponse>")
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(403, body.length);
            exchange.getResponseBody().write(body);
        };
        try (ScriptedS3 tokens = new ScriptedS3(refuse);
                ObjectStore store = open(
                        URI.create("http://127.0.0.1:1"),
                        Optional.of("eu-west-1"),
                        new S3Credentials.Role(
                                "arn:aws:iam::123456789012:role/reader",
                                tokens.settings().endpoint()))) {
            assertThatThrownBy(() -> write(store))
                    .isInstanceOfSatisfying(
                            StorageException.class, e -> assertThat(e.kind()).isEqualTo(Kind.DENIED))
                    .hasMessageContaining("not your role")
                    .hasMessageNotContaining("canary");
        }
    }
}
