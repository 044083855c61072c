package io.mediafn.storage.s3;

import java.io.IOException;

/** Reads answers in XML. */
final class S3Answers {
    private static final int LONGEST = 4 << 20;

    private S3Answers() {}

    /**
     * The root of an answer that must be a certain one.
     *
     * @throws S3Refusal if it is an error, in spite of a status that speaks of success
     * @throws IOException if it is anything else, or breaks off
     */
    static XmlElement root(HttpAnswer answer, String name) throws IOException, S3Refusal {
        XmlElement root = S3Xml.read(answer.text(LONGEST));
        if (root.name().equals("Error")) {
            throw S3Refusal.of(answer, root);
        }
        if (!root.name().equals(name)) {
            throw new IOException("the answer is no " + name);
        }
        return root;
    }

    /** A text that the answer must have. */
    static String required(XmlElement parent, String name) throws IOException {
        return parent.text(name)
                .orElseThrow(() -> new IOException("the answer has a " + parent.name() + " without " + name));
    }
}
