package io.mediafn.storage;

import io.mediafn.location.Location;
import java.net.URI;

/** A store whose service fetches from a URL, so that no byte comes through this process. */
public interface UrlCopier {
    /**
     * Copies what a URL gives.
     *
     * @param url signed, hence secret
     * @param source what is known of the object behind it
     * @param options whose properties are present, since headers of another cloud don't carry over
     * @throws StorageException UNSUPPORTED where the service refuses the source, and the bytes must be sent instead
     */
    ObjectStat copyFromUrl(URI url, ObjectStat source, Location to, CopyOptions options);
}
