package io.mediafn.storage.s3;

import java.io.IOException;
import java.util.Optional;

/** Gives what requests are signed with. Thread-safe. */
interface CredentialSource extends AutoCloseable {
    /**
     * The key of now; absent means that requests are not signed.
     *
     * @throws NoCredentialsException if there is none to be had
     * @throws IOException if whoever gives it out does not answer
     */
    Optional<AccessKey> key() throws IOException, NoCredentialsException;

    /**
     * The service says that a key has expired.
     *
     * @return whether another may be had now
     */
    boolean expired(AccessKey key);

    @Override
    void close();

    /** Always the same. */
    static CredentialSource fixed(Optional<AccessKey> key) {
        return new CredentialSource() {
            @Override
            public Optional<AccessKey> key() {
                return key;
            }

            @Override
            public boolean expired(AccessKey expired) {
                return false;
            }

            @Override
            public void close() {
                // Nothing is held.
            }
        };
    }
}
