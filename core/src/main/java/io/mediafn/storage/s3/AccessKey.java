package io.mediafn.storage.s3;

import java.util.Optional;

/** What a request is signed with. Its secret parts never appear in {@link #toString}. */
record AccessKey(String id, String secret, Optional<String> sessionToken) {
    @Override
    public String toString() {
        return "AccessKey[" + id + ", ****]";
    }
}
