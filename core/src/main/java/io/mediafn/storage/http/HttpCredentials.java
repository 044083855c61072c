package io.mediafn.storage.http;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Who asks a web server. Secret parts never appear in {@code toString}. */
public sealed interface HttpCredentials {
    /** The value of an {@code Authorization} header; secret. */
    String header();

    /** A token, as OAuth 2 has them. */
    record Bearer(String token) implements HttpCredentials {
        /**
         * Takes a token.
         *
         * @throws IllegalArgumentException if it can't stand in a header
         */
        public Bearer {
            if (token.isEmpty() || !token.chars().allMatch(c -> c > ' ' && c < 0x7F)) {
                throw new IllegalArgumentException(
                        "a bearer token has visible ASCII characters only, and at least one");
            }
        }

        @Override
        public String header() {
            return "Bearer " + token;
        }

        @Override
        public String toString() {
            return "Bearer[****]";
        }
    }

    /** A user and a password. */
    record Basic(String user, String password) implements HttpCredentials {
        /**
         * Takes a user and a password.
         *
         * @throws IllegalArgumentException if they could not be told apart again (RFC 7617)
         */
        public Basic {
            if (user.indexOf(':') >= 0) {
                throw new IllegalArgumentException("a user's name has no colon");
            }
            if ((user + password).chars().anyMatch(Character::isISOControl)) {
                throw new IllegalArgumentException("a user's name and password have no control characters");
            }
        }

        @Override
        public String header() {
            return "Basic "
                    + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public String toString() {
            return "Basic[" + user + ", ****]";
        }
    }
}
