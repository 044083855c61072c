package io.mediafn.storage.gcs;

/** Who asks Cloud Storage. Secret parts never appear in {@code toString}. */
public sealed interface GcsCredentials {
    /** Application default credentials: GOOGLE_APPLICATION_CREDENTIALS, gcloud's own, the attached service account. */
    record Default() implements GcsCredentials {}

    /** Nobody. */
    record Anonymous() implements GcsCredentials {}

    /** The text of a key file: a service account, an authorised user or an external account. */
    record Key(String json) implements GcsCredentials {
        @Override
        public String toString() {
            return "Key[****]";
        }
    }
}
