package io.mediafn.secret;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The ARN of a secret of AWS Secrets Manager. Apart from what asks for it, so that a process without secrets loads
 * nothing of AWS.
 */
public final class SecretArn {
    private static final Pattern ARN = Pattern.compile("arn:aws[a-z-]*:secretsmanager:([a-z0-9-]+):\\d{12}:secret:.+");

    private SecretArn() {}

    /** Whether a text is one. */
    public static boolean is(String text) {
        return ARN.matcher(text).matches();
    }

    /** The region that keeps it; empty if it is none. */
    public static Optional<String> region(String arn) {
        Matcher parts = ARN.matcher(arn);
        return parts.matches() ? Optional.of(parts.group(1)) : Optional.empty();
    }
}
