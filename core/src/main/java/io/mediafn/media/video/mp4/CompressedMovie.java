package io.mediafn.media.video.mp4;

import io.mediafn.media.read.Box;
import io.mediafn.media.read.BoxWalk;
import io.mediafn.media.read.Bytes;
import io.mediafn.media.read.MediaException;
import io.mediafn.media.read.MediaException.Reason;
import java.util.Optional;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** QuickTime's movie header in a box {@code cmov}: a {@code moov} as a zlib stream. */
final class CompressedMovie {
    /** Headers of films of that time have some hundred KiB; what grows beyond this was made to. */
    private static final int MOST = 4 << 20;

    private static final int PIECE = 16 << 10;
    private static final int LENGTH = 4;

    private CompressedMovie() {}

    /** The box, if a movie header consists of one. */
    static Optional<Box> find(Bytes bytes, Box moov) {
        return BoxWalk.tolerant(bytes, moov.content(), moov.end(), 1).next().filter(box -> box.is("cmov"));
    }

    /** @throws MediaException for another compression, for broken data, and for too much of it */
    static KeptBytes expand(Bytes bytes, Box cmov) {
        BoxWalk walk = BoxWalk.tolerant(bytes, cmov.content(), cmov.end(), 2);
        Optional<Box> method = walk.next().filter(box -> box.is("dcom") && box.length() >= 4);
        Optional<Box> data = walk.next().filter(box -> box.is("cmvd") && box.length() > LENGTH);
        if (method.isEmpty() || data.isEmpty()) {
            throw new MediaException(Reason.CORRUPT, "broken MP4: a compressed movie header without its data");
        }
        String name = bytes.text(method.get().content(), 4);
        if (!name.equals("zlib")) {
            throw new MediaException(Reason.UNSUPPORTED, "a movie header compressed by " + name + " is not read");
        }
        long length = data.get().length() - LENGTH;
        if (length > MOST) {
            throw new MediaException(Reason.CORRUPT, "a compressed movie header of " + length + " bytes");
        }
        return inflate(bytes.copy(data.get().content() + LENGTH, (int) length));
    }

    private static KeptBytes inflate(byte[] compressed) {
        KeptBytes result = new KeptBytes(0);
        byte[] piece = new byte[PIECE];
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(compressed);
            for (int count = inflater.inflate(piece); count > 0; count = inflater.inflate(piece)) {
                if (result.length() + count > MOST) {
                    throw new MediaException(Reason.CORRUPT, "a compressed movie header of more than 4 MiB");
                }
                result.add(piece, 0, count);
            }
        } catch (DataFormatException e) {
            throw new MediaException(Reason.CORRUPT, "broken MP4: a compressed movie header that does not expand");
        } finally {
            inflater.end();
        }
        return result;
    }
}
