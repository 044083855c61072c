package io.mediafn.encoding;

import java.io.IOException;

/** Encoded bytes are damaged, or end early. Reading them again helps only if the way was at fault. */
public final class CorruptEncodingException extends IOException {
    private static final long serialVersionUID = 1L;

    CorruptEncodingException(ContentEncoding encoding, String reason) {
        super("this is no whole " + encoding.text() + " stream: " + reason);
    }

    CorruptEncodingException(ContentEncoding encoding, String reason, Throwable cause) {
        super("this is no whole " + encoding.text() + " stream: " + reason, cause);
    }
}
