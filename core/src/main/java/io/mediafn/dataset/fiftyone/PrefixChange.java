package io.mediafn.dataset.fiftyone;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.bson.Document;

/**
 * Texts under one prefix get another one, on path boundaries. MongoDB compares texts by their bytes, so what is under a
 * prefix is a range, which an index serves and no regular expression has to be escaped for.
 */
final class PrefixChange implements TextChange {
    /** What comes behind the slash in every order by bytes. */
    private static final String BEHIND_SLASH = String.valueOf((char) ('/' + 1));

    private final String from;
    private final String to;
    private final boolean itself;
    private final boolean inside;

    /**
     * Of two prefixes, which differ.
     *
     * @param from without a slash at its end it also means the location that it is itself, unless the other has one
     */
    PrefixChange(String from, String to) {
        this.from = withoutSlash(from);
        this.to = withoutSlash(to);
        this.itself = !from.endsWith("/") && !to.endsWith("/");
        this.inside = (this.to + "/").startsWith(this.from + "/");
    }

    private PrefixChange(String prefix) {
        this.from = withoutSlash(prefix);
        this.to = "";
        this.itself = !prefix.endsWith("/");
        this.inside = false;
    }

    /** A filter for documents that have a text under a prefix. */
    static Document filterUnder(FieldPath path, String prefix) {
        return new PrefixChange(prefix).filter(path);
    }

    private static String withoutSlash(String prefix) {
        return prefix.endsWith("/") ? prefix.substring(0, prefix.length() - 1) : prefix;
    }

    /** Whether there is nothing to change. */
    boolean isNothing() {
        return from.equals(to);
    }

    boolean changesItself() {
        return itself;
    }

    @Override
    public List<Document> conditions() {
        List<Document> any = new ArrayList<>();
        Document under = range(from);
        if (inside) {
            under.append("$not", range(to));
            if (itself) {
                under.append("$ne", to);
            }
        }
        any.add(under);
        if (itself) {
            any.add(new Document("$eq", from));
        }
        return any;
    }

    private static Document range(String prefix) {
        return new Document("$gte", prefix + "/").append("$lt", prefix + BEHIND_SLASH);
    }

    @Override
    public Document appliesTo(String reference) {
        List<Object> all = new ArrayList<>(List.of(isUnder(reference, from)));
        if (inside) {
            all.add(new Document("$not", List.of(isUnder(reference, to))));
            if (itself) {
                all.add(new Document("$ne", List.of(reference, TextChange.literal(to))));
            }
        }
        Document under = new Document("$and", all);
        return itself
                ? new Document("$or", List.of(under, new Document("$eq", List.of(reference, TextChange.literal(from)))))
                : under;
    }

    private static Document isUnder(String reference, String prefix) {
        return new Document(
                "$and",
                List.of(
                        new Document("$gte", List.of(reference, TextChange.literal(prefix + "/"))),
                        new Document("$lt", List.of(reference, TextChange.literal(prefix + BEHIND_SLASH)))));
    }

    /** Positions are in bytes of UTF-8: those in characters would cost a walk over each text. */
    @Override
    public Document value(String reference) {
        int cut = from.getBytes(StandardCharsets.UTF_8).length;
        Document rest = new Document("$subtract", List.of(new Document("$strLenBytes", reference), cut));
        return new Document(
                "$concat",
                List.of(TextChange.literal(to), new Document("$substrBytes", List.of(reference, cut, rest))));
    }
}
