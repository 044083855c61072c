package io.mediafn.media.video.matroska;

/**
 * An element of EBML (RFC 8794): an id, a length and a content.
 *
 * @param id with its marker bits, as in the tables of the RFC
 * @param start of its id
 * @param content of what it holds
 * @param end as declared; where it claims more than what it lies in, or does not tell its length, that of what it lies in
 * @param unknown whether it does not tell its length
 * @param cut whether it claims more than what it lies in
 */
record EbmlElement(long id, long start, long content, long end, boolean unknown, boolean cut) {
    long length() {
        return end - content;
    }
}
