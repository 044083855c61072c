package io.mediafn.storage.azure;

import com.azure.xml.XmlReader;
import com.azure.xml.XmlToken;
import io.mediafn.location.Location;
import io.mediafn.storage.StorageException;
import io.mediafn.storage.StorageException.Kind;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.xml.stream.XMLStreamException;

/** Reads the bodies of Azure's answers, and writes that of one request. */
final class AzureXml {
    private AzureXml() {}

    /**
     * A page of a listing as it was answered.
     *
     * @param next absent at the end
     */
    record Listing(List<Blob> blobs, List<String> prefixes, Optional<String> next) {}

    /** A blob with its properties by their element's names, as far as they have a value. */
    record Blob(String name, Map<String, String> properties) {}

    /** A block: its id as it is, in base64. */
    record Block(String id, long size) {}

    record BlockList(List<Block> committed, List<Block> uncommitted) {}

    @FunctionalInterface
    private interface Reading<T> {
        T from(XmlReader reader) throws XMLStreamException;
    }

    static Listing listing(Location at, AzureAnswer answer) {
        return read(at, answer, "EnumerationResults", "no listing", reader -> {
            List<Blob> blobs = new ArrayList<>();
            List<String> prefixes = new ArrayList<>();
            Optional<String> next = Optional.empty();
            while (reader.nextElement() == XmlToken.START_ELEMENT) {
                switch (reader.getElementLocalName()) {
                    case "Blobs" -> entries(reader, blobs, prefixes);
                    case "NextMarker" -> next = text(reader);
                    default -> reader.skipElement();
                }
            }
            return new Listing(blobs, prefixes, next);
        });
    }

    private static void entries(XmlReader reader, List<Blob> blobs, List<String> prefixes) throws XMLStreamException {
        while (reader.nextElement() == XmlToken.START_ELEMENT) {
            boolean isPrefix = reader.getElementLocalName().equals("BlobPrefix");
            String name = "";
            Map<String, String> properties = new HashMap<>();
            while (reader.nextElement() == XmlToken.START_ELEMENT) {
                switch (reader.getElementLocalName()) {
                    case "Name" -> name = name(reader);
                    case "Properties" -> properties.putAll(children(reader));
                    default -> reader.skipElement();
                }
            }
            if (isPrefix) {
                prefixes.add(name);
            } else {
                blobs.add(new Blob(name, properties));
            }
        }
    }

    /** Names with characters that XML has no place for come encoded, and say so. */
    private static String name(XmlReader reader) throws XMLStreamException {
        boolean encoded = reader.getBooleanAttribute(null, "Encoded");
        String name = text(reader).orElse("");
        // In this encoding a plus sign is one.
        return encoded ? URLDecoder.decode(name.replace("+", "%2B"), StandardCharsets.UTF_8) : name;
    }

    private static Map<String, String> children(XmlReader reader) throws XMLStreamException {
        Map<String, String> children = new LinkedHashMap<>();
        while (reader.nextElement() == XmlToken.START_ELEMENT) {
            String name = reader.getElementLocalName();
            text(reader).ifPresent(value -> children.put(name, value));
        }
        return children;
    }

    static BlockList blockList(Location at, AzureAnswer answer) {
        return read(at, answer, "BlockList", "no list of blocks", reader -> {
            List<Block> committed = new ArrayList<>();
            List<Block> uncommitted = new ArrayList<>();
            while (reader.nextElement() == XmlToken.START_ELEMENT) {
                switch (reader.getElementLocalName()) {
                    case "CommittedBlocks" -> blocks(reader, committed);
                    case "UncommittedBlocks" -> blocks(reader, uncommitted);
                    default -> reader.skipElement();
                }
            }
            return new BlockList(committed, uncommitted);
        });
    }

    private static void blocks(XmlReader reader, List<Block> blocks) throws XMLStreamException {
        while (reader.nextElement() == XmlToken.START_ELEMENT) {
            Map<String, String> block = children(reader);
            blocks.add(new Block(block.getOrDefault("Name", ""), Long.parseLong(block.getOrDefault("Size", ""))));
        }
    }

    static Map<String, String> tags(Location at, AzureAnswer answer) {
        return read(at, answer, "Tags", "no tags", reader -> {
            Map<String, String> tags = new LinkedHashMap<>();
            while (reader.nextElement() == XmlToken.START_ELEMENT) {
                while (reader.nextElement() == XmlToken.START_ELEMENT) {
                    Map<String, String> tag = children(reader);
                    tags.put(tag.getOrDefault("Key", ""), tag.getOrDefault("Value", ""));
                }
            }
            return tags;
        });
    }

    /**
     * The body that makes a blob of blocks. Each is the latest of its id, so that the same request after a lost answer
     * finds the blocks that the first one made part of the blob.
     */
    static byte[] blockList(List<String> ids) {
        StringBuilder xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"utf-8\"?><BlockList>");
        ids.forEach(id -> xml.append("<Latest>").append(id).append("</Latest>"));
        return xml.append("</BlockList>").toString().getBytes(StandardCharsets.UTF_8);
    }

    private static <T> T read(Location at, AzureAnswer answer, String root, String otherwise, Reading<T> reading) {
        try (XmlReader reader = XmlReader.fromBytes(answer.bytes())) {
            reader.nextElement();
            if (reader.currentToken() != XmlToken.START_ELEMENT
                    || !reader.getElementLocalName().equals(root)) {
                throw strange(at, "the answer is " + otherwise);
            }
            return reading.from(reader);
        } catch (XMLStreamException | NumberFormatException e) {
            throw new StorageException(Kind.UNAVAILABLE, at, "the answer is " + otherwise + ", or only a part", e);
        }
    }

    static StorageException strange(Location at, String reason) {
        return new StorageException(Kind.UNAVAILABLE, at, reason);
    }

    private static Optional<String> text(XmlReader reader) throws XMLStreamException {
        return Optional.ofNullable(reader.getStringElement()).filter(text -> !text.isEmpty());
    }
}
