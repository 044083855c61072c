package io.mediafn.storage.s3;

import io.mediafn.checksum.ChecksumAlgorithm;
import io.mediafn.checksum.Hasher;
import io.mediafn.storage.Content;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * A body whose checksum is only known once it was sent, and is therefore sent behind it: S3's own chunked framing with a
 * trailer. ({@code STREAMING-UNSIGNED-PAYLOAD-TRAILER} of Signature Version 4.)
 */
record TrailerContent(Content inner, ChecksumAlgorithm algorithm) {
    /** In place of a payload's hash. */
    static final String PAYLOAD = "STREAMING-UNSIGNED-PAYLOAD-TRAILER";

    private static final int CHUNK = 64 << 10;

    void setFields(HeaderFields fields) {
        fields.set("content-encoding", "aws-chunked")
                .set("x-amz-decoded-content-length", Long.toString(inner.length()))
                .set("x-amz-trailer", name());
    }

    private String name() {
        return "x-amz-checksum-" + algorithm.text();
    }

    Content content() {
        long full = inner.length() / CHUNK;
        int rest = (int) (inner.length() % CHUNK);
        int digest = (algorithm.bytes() + 2) / 3 * 4;
        long length = full * framed(CHUNK) + (rest == 0 ? 0 : framed(rest)) + 3 + name().length() + 1 + digest + 4;
        return new Content(length, () -> new Framed(inner.open()));
    }

    private static long framed(int size) {
        return Integer.toHexString(size).length() + 2L + size + 2;
    }

    /** The frames, one at a time. */
    private final class Framed extends InputStream {
        private final InputStream in;
        private final Hasher hasher = algorithm.newHasher();
        private final byte[] chunk = new byte[CHUNK];
        private byte[] frame = new byte[0];
        private int position;
        private long left = inner.length();
        private boolean over;

        Framed(InputStream in) {
            this.in = in;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            if (position == frame.length && !next()) {
                return -1;
            }
            int count = Math.min(length, frame.length - position);
            System.arraycopy(frame, position, buffer, offset, count);
            position += count;
            return count;
        }

        private boolean next() throws IOException {
            if (over) {
                return false;
            }
            position = 0;
            if (left > 0) {
                int wanted = (int) Math.min(CHUNK, left);
                int got = in.readNBytes(chunk, 0, wanted);
                if (got < wanted) {
                    throw new IOException("the content ends " + (left - got) + " bytes before its declared length");
                }
                hasher.update(chunk, 0, got);
                left -= got;
                frame = frame(got);
                return true;
            }
            if (in.read() >= 0) {
                throw new IOException("the content is longer than its declared length of " + inner.length());
            }
            over = true;
            String end = "0\r\n" + name() + ":" + hasher.finish().base64() + "\r\n\r\n";
            frame = end.getBytes(StandardCharsets.US_ASCII);
            return true;
        }

        private byte[] frame(int size) {
            byte[] head = (Integer.toHexString(size) + "\r\n").getBytes(StandardCharsets.US_ASCII);
            byte[] whole = new byte[head.length + size + 2];
            System.arraycopy(head, 0, whole, 0, head.length);
            System.arraycopy(chunk, 0, whole, head.length, size);
            whole[whole.length - 2] = '\r';
            whole[whole.length - 1] = '\n';
            return whole;
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
