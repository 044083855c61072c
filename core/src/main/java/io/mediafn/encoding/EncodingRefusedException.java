package io.mediafn.encoding;

import java.io.IOException;

/** Encoded bytes may be well, but take more than is given to decode them: a larger window, or a dictionary. */
public final class EncodingRefusedException extends IOException {
    private static final long serialVersionUID = 1L;

    EncodingRefusedException(ContentEncoding encoding, String reason) {
        super("this " + encoding.text() + " stream is not decoded: " + reason);
    }
}
