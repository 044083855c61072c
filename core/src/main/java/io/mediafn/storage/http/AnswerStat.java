package io.mediafn.storage.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.mediafn.location.Location;
import io.mediafn.storage.ObjectProperties;
import io.mediafn.storage.ObjectStat;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What an answer's headers say of the object behind it, and how a request is pinned to that object. */
final class AnswerStat {
    /**
     * An ETag of our own, for servers that tell only when a file was last changed: that time, in seconds, and its size.
     * No server's looks like it, since those are quoted.
     */
    private static final Pattern OWN_ETAG = Pattern.compile("last-modified:(-?\\d{1,12}):(\\d{1,18})");

    private AnswerStat() {}

    /**
     * Reads the headers.
     *
     * @param size of the whole object
     * @param whole whether the answer is of all of it
     */
    static ObjectStat of(Location at, long size, Answer answer, boolean whole) {
        Optional<Instant> modified = answer.header("Last-Modified").flatMap(HttpDates::parse);
        return ObjectStat.of(at, size)
                .withEtag(answer.header("ETag")
                        .or(() -> modified.map(time -> "last-modified:" + time.getEpochSecond() + ":" + size)))
                .withLastModified(modified)
                .withProperties(new ObjectProperties(
                        text(answer, "Content-Type"),
                        text(answer, "Content-Encoding").filter(encoding -> !encoding.equalsIgnoreCase("identity")),
                        text(answer, "Cache-Control"),
                        text(answer, "Content-Disposition"),
                        text(answer, "Content-Language"),
                        Optional.empty(),
                        Map.of()))
                .withChecksums(HttpChecksums.of(answer, whole));
    }

    /** The headers that have a server refuse another object than the one with this ETag, where it understands them. */
    static Map<String, String> condition(Optional<String> etag) {
        if (etag.isEmpty()) {
            return Map.of();
        }
        Matcher own = OWN_ETAG.matcher(etag.get());
        if (own.matches()) {
            Instant modified = Instant.ofEpochSecond(Long.parseLong(own.group(1)));
            return Map.of("If-Unmodified-Since", HttpDates.format(modified));
        }
        // If-Match compares strongly: a weak ETag never matches, not even itself. The answer's own is compared anyway.
        return etag.get().startsWith("W/") || etag.get().chars().anyMatch(c -> c < ' ' || c > 0xFF || c == 0x7F)
                ? Map.of()
                : Map.of("If-Match", etag.get());
    }

    /** A header's text. Headers come a byte a character; what is UTF-8 is read as that. */
    private static Optional<String> text(Answer answer, String name) {
        return answer.header(name).map(AnswerStat::decoded);
    }

    private static String decoded(String bytes) {
        try {
            return UTF_8.newDecoder()
                    .decode(ByteBuffer.wrap(bytes.getBytes(ISO_8859_1)))
                    .toString();
        } catch (CharacterCodingException e) {
            return bytes;
        }
    }
}
