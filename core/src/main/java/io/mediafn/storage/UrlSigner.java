package io.mediafn.storage;

import io.mediafn.location.Location;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** A store whose objects can be read by whoever has a signed URL. Signing sends no request. */
public interface UrlSigner {
    /**
     * A URL that reads one object, and nothing else.
     *
     * @param valid from now
     * @return absent where the credentials at hand can't sign
     */
    Optional<URI> sign(Location at, Duration valid);
}
