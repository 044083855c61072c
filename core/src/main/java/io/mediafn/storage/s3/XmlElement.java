package io.mediafn.storage.s3;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An element of one of S3's answers: either text, or further elements. Belongs to one thread while it is built.
 *
 * @param content the text without markup; of an element with children the text between them
 */
record XmlElement(String name, StringBuilder content, List<XmlElement> children) {
    XmlElement(String name) {
        this(name, new StringBuilder(0), new ArrayList<>(0));
    }

    String text() {
        return content.toString();
    }

    Optional<XmlElement> child(String wanted) {
        for (XmlElement child : children) {
            if (child.name.equals(wanted)) {
                return Optional.of(child);
            }
        }
        return Optional.empty();
    }

    /** The text of a child; absent if it is blank. */
    Optional<String> text(String wanted) {
        return child(wanted).map(XmlElement::text).filter(text -> !text.isBlank());
    }

    List<XmlElement> all(String wanted) {
        return children.stream().filter(child -> child.name.equals(wanted)).toList();
    }
}
