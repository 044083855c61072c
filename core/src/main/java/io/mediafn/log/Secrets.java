package io.mediafn.log;

import java.util.List;
import java.util.regex.Pattern;

/**
 * The last line of defence: no error of ours holds a secret, but those of libraries may hold a signed URL, a header or a
 * connection string.
 */
final class Secrets {
    private static final String MASK = "$1[secret]";

    private static final List<Pattern> PATTERNS = List.of(
            // Signed URLs: the signatures of S3, Cloud Storage and Azure, and tokens that go with them.
            Pattern.compile(
                    "(?i)([?&](?:x-amz-signature|x-amz-security-token|x-goog-signature|signature|sig)=)[^&\\s\"']+"),
            Pattern.compile("(?i)(\\b(?:bearer|basic|sharedkey)\\s+)[a-z0-9+/=._~:-]{8,}"),
            // Azure's connection strings, and keys of AWS as INI files and environments have them.
            Pattern.compile("(?i)((?:accountkey|sharedaccesssignature|aws_secret_access_key|aws_session_token"
                    + "|client_secret|private_key)\"?\\s*[=:]\\s*\"?)[^;\\s\"]+"),
            // The password of a URI.
            Pattern.compile("(?i)(\\b[a-z][a-z0-9+.-]{0,30}://[^/@\\s:]{1,256}:)[^/@\\s]{1,1024}(?=@)"));

    private Secrets() {}

    static String masked(String text) {
        String masked = text;
        for (Pattern pattern : PATTERNS) {
            masked = pattern.matcher(masked).replaceAll(MASK);
        }
        return masked;
    }
}
