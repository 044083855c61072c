package io.mediafn.storage.s3;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the XML of S3's answers, and writes that of its requests. The subset that S3 uses: no document type, hence no
 * entities but the five of XML itself. The JDK's parser takes 20 ms of a cold start for an answer of three lines.
 */
final class S3Xml {
    private static final int DEEPEST = 32;
    private static final Map<String, String> ENTITIES =
            Map.of("amp", "&", "lt", "<", "gt", ">", "quot", "\"", "apos", "'");

    private final String text;
    private final Deque<XmlElement> open = new ArrayDeque<>();
    private int at;

    private S3Xml(String text) {
        this.text = text;
    }

    /**
     * The root of a document.
     *
     * @throws IOException if it is not one of this kind
     */
    static XmlElement read(String text) throws IOException {
        try {
            return new S3Xml(text).document();
        } catch (IndexOutOfBoundsException | NumberFormatException e) {
            throw new IOException("the answer is no well-formed XML", e);
        }
    }

    private XmlElement document() throws IOException {
        // S3 sends white space while it works, and then the rest of the document.
        XmlElement root = null;
        while (at < text.length()) {
            if (text.charAt(at) != '<') {
                text();
            } else if (text.startsWith("<?", at)) {
                at = behind("?>");
            } else if (text.startsWith("<!--", at)) {
                at = behind("-->");
            } else if (text.startsWith("<![CDATA[", at)) {
                int end = text.indexOf("]]>", at);
                current().content().append(text, at + 9, end);
                at = end + 3;
            } else if (text.startsWith("</", at)) {
                root = endTag();
            } else if (root != null) {
                throw new IOException("the answer is no well-formed XML: two roots");
            } else {
                root = startTag();
            }
        }
        if (root == null || !open.isEmpty()) {
            throw new IOException("the answer is no complete XML");
        }
        return root;
    }

    private int behind(String end) throws IOException {
        int found = text.indexOf(end, at);
        if (found < 0) {
            throw new IOException("the answer is no complete XML");
        }
        return found + end.length();
    }

    private XmlElement current() throws IOException {
        XmlElement current = open.peek();
        if (current == null) {
            throw new IOException("the answer is no XML");
        }
        return current;
    }

    private void text() throws IOException {
        int end = text.indexOf('<', at);
        String piece = text.substring(at, end < 0 ? text.length() : end);
        at += piece.length();
        if (open.isEmpty()) {
            if (!piece.replace('\uFEFF', ' ').isBlank()) {
                throw new IOException("the answer is no XML");
            }
            return;
        }
        StringBuilder content = current().content();
        int from = 0;
        for (int amp = piece.indexOf('&'); amp >= 0; amp = piece.indexOf('&', from)) {
            int semicolon = piece.indexOf(';', amp);
            content.append(piece, from, amp);
            appendEntity(content, piece.substring(amp + 1, semicolon));
            from = semicolon + 1;
        }
        content.append(piece, from, piece.length());
    }

    private static void appendEntity(StringBuilder to, String name) throws IOException {
        if (name.startsWith("#")) {
            int code = name.startsWith("#x")
                    ? Integer.parseInt(name.substring(2), 16)
                    : Integer.parseInt(name.substring(1));
            if (!Character.isValidCodePoint(code)) {
                throw new IOException("the answer's XML names a character that there is not");
            }
            to.appendCodePoint(code);
            return;
        }
        String known = ENTITIES.get(name);
        if (known == null) {
            throw new IOException("the answer's XML uses an entity of its own");
        }
        to.append(known);
    }

    /** Returns the root if this is one that is empty, else null: its end tag will. */
    private @Nullable XmlElement startTag() throws IOException {
        if (text.startsWith("<!", at)) {
            throw new IOException("the answer's XML has a document type");
        }
        int end = tagEnd();
        boolean empty = text.charAt(end - 1) == '/';
        XmlElement element = new XmlElement(localName(at + 1, empty ? end - 1 : end));
        at = end + 1;
        XmlElement parent = open.peek();
        if (parent != null) {
            parent.children().add(element);
        }
        if (!empty) {
            if (open.size() == DEEPEST) {
                throw new IOException("the answer's XML is deeper than " + DEEPEST);
            }
            open.push(element);
            return null;
        }
        return parent == null ? element : null;
    }

    /** The end of a tag; an attribute's value may hold a {@code >}. */
    private int tagEnd() throws IOException {
        char quote = 0;
        for (int i = at; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quote != 0) {
                quote = c == quote ? 0 : quote;
            } else if (c == '"' || c == '\'') {
                quote = c;
            } else if (c == '>') {
                return i;
            }
        }
        throw new IOException("the answer is no complete XML");
    }

    /** Without a name space: services differ in whether they write one. */
    private String localName(int start, int end) throws IOException {
        int stop = start;
        int local = start;
        while (stop < end && text.charAt(stop) > ' ') {
            if (text.charAt(stop) == ':') {
                local = stop + 1;
            }
            stop++;
        }
        if (local == stop) {
            throw new IOException("the answer's XML has an element without a name");
        }
        return text.substring(local, stop);
    }

    private @Nullable XmlElement endTag() throws IOException {
        int end = tagEnd();
        String name = localName(at + 2, end);
        at = end + 1;
        XmlElement closed = current();
        if (!closed.name().equals(name)) {
            throw new IOException("the answer's XML ends an element that is not open");
        }
        open.pop();
        return open.isEmpty() ? closed : null;
    }

    /** Appends {@code <name>value</name>}. */
    static void append(StringBuilder to, String name, String value) {
        to.append('<').append(name).append('>');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '&' -> to.append("&amp;");
                case '<' -> to.append("&lt;");
                case '>' -> to.append("&gt;");
                default -> {
                    // A parser would turn a carriage return into a line feed, and refuse most others below a space.
                    if (c < ' ') {
                        to.append("&#").append((int) c).append(';');
                    } else {
                        to.append(c);
                    }
                }
            }
        }
        to.append("</").append(name).append('>');
    }
}
