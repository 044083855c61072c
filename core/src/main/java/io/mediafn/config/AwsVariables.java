package io.mediafn.config;

import java.net.URI;
import java.util.Optional;

/** AWS's own variables. What is absent is left to the SDK's chains, which know AWS's files and machines. */
final class AwsVariables {
    private static final String KEY_ID = "AWS_ACCESS_KEY_ID";
    private static final String KEY = "AWS_SECRET_ACCESS_KEY";
    private static final String ROLE = "AWS_ROLE_ARN";

    private final Variables variables;
    private final Optional<URI> endpoint;
    private final Optional<URI> stsEndpoint;

    AwsVariables(Variables variables) {
        this.variables = variables;
        Optional<URI> any = variables.parsed("AWS_ENDPOINT_URL", Urls::endpoint);
        this.endpoint = variables.parsed("AWS_ENDPOINT_URL_S3", Urls::endpoint).or(() -> any);
        this.stsEndpoint =
                variables.parsed("AWS_ENDPOINT_URL_STS", Urls::endpoint).or(() -> any);
    }

    S3Service read() {
        return new S3Service(
                endpoint, variables.text("AWS_REGION").or(() -> variables.text("AWS_DEFAULT_REGION")), identity());
    }

    /** Where a role is assumed. */
    Optional<URI> stsEndpoint() {
        return stsEndpoint;
    }

    /** Whether the variables say who asks, rather than leaving it to the chain. */
    boolean nameIdentity() {
        return variables.has(KEY_ID)
                || variables.has(KEY_ID + "_FILE")
                || variables.has("AWS_PROFILE")
                || variables.has(ROLE);
    }

    private S3Service.Identity identity() {
        Optional<String> id = variables.textOrFile(KEY_ID);
        Optional<Secret> key = variables.secret(KEY);
        Optional<Secret> token = variables.secret("AWS_SESSION_TOKEN");
        if (id.isPresent() != key.isPresent()) {
            variables.problems().add(KEY_ID + " and " + KEY, "must both be there, or neither; one is missing");
        }
        boolean assumed = variables.has(ROLE) && !variables.has("AWS_WEB_IDENTITY_TOKEN_FILE");
        if (assumed && (variables.has(KEY_ID + "_FILE") || variables.has(KEY + "_FILE"))) {
            variables
                    .problems()
                    .add(ROLE, "is assumed with what AWS's own tools find, and they read no " + KEY + "_FILE");
        }
        if (assumed) {
            return new S3Service.Identity.Role(variables.text(ROLE).orElseThrow(), stsEndpoint);
        }
        if (id.isPresent() && key.isPresent()) {
            return new S3Service.Identity.Keys(id.get(), key.get(), token);
        }
        return new S3Service.Identity.Chain(variables.text("AWS_PROFILE"));
    }
}
