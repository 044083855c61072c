package io.mediafn.media.read;

/**
 * A box of an ISO base media file (ISO/IEC 14496-12): MP4, QuickTime, HEIF, AVIF, JPEG 2000 and JPEG XL are made of them.
 *
 * @param type four characters in ISO 8859-1
 * @param start of its header
 * @param content of what it holds, behind the header
 * @param end as declared, and clipped to what it lies in where it claims more
 * @param cut whether it claims more than what it lies in
 */
public record Box(String type, long start, long content, long end, boolean cut) {
    public long length() {
        return end - content;
    }

    public boolean is(String wanted) {
        return type.equals(wanted);
    }
}
