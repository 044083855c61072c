package io.mediafn.storage.s3;

import java.io.IOException;
import java.util.Optional;

/**
 * What S3 answers instead of doing what it was asked for. Holds no more of the answer than its code and its message:
 * the rest can echo the request, signature included.
 */
final class S3Refusal extends Exception {
    private static final long serialVersionUID = 1L;
    private static final int LONGEST_BODY = 1 << 20;
    private static final int LONGEST_MESSAGE = 400;

    private final int status;
    private final String code;
    private final transient Optional<String> region;
    private final transient Optional<String> date;
    private final long retryAfterSeconds;

    private S3Refusal(int status, String code, String message, Optional<String> region, HttpAnswer answer) {
        super(message);
        this.status = status;
        this.code = code;
        this.region = answer.field("x-amz-bucket-region").or(() -> region);
        this.date = answer.field("date");
        this.retryAfterSeconds = retryAfter(answer);
    }

    /** Reads an answer whose status says that it is one. */
    static S3Refusal of(HttpAnswer answer) throws IOException {
        String body = "";
        try {
            body = answer.text(LONGEST_BODY);
        } catch (IOException e) {
            // The status is worth more than a body that broke off; its connection ends with it.
            answer.close();
        }
        try {
            return of(answer, S3Xml.read(body));
        } catch (IOException e) {
            return of(answer, new XmlElement(""));
        }
    }

    /** Of an {@code <Error>} that was read already: also answers of status 200 can hold one. */
    static S3Refusal of(HttpAnswer answer, XmlElement error) {
        int status = answer.status();
        String code = printable(error.text("Code").orElse(""));
        String message = printable(error.text("Message").orElse(""));
        String said = "S3 answered " + status + (code.isEmpty() ? "" : " " + code)
                + (code.equals("AccessDenied")
                        ? " (also for an object that is gone, to a role without s3:ListBucket)"
                        : "")
                + (message.isEmpty() || code.isEmpty() ? "" : ": " + message);
        return new S3Refusal(status, code, said, error.text("Region"), answer);
    }

    private static String printable(String text) {
        StringBuilder printable = new StringBuilder();
        text.codePoints()
                .limit(LONGEST_MESSAGE)
                .map(c -> Character.isISOControl(c) ? ' ' : c)
                .forEach(printable::appendCodePoint);
        return printable.toString().strip();
    }

    private static long retryAfter(HttpAnswer answer) {
        String value = answer.field("retry-after").orElse("");
        return value.length() < 9 && !value.isEmpty() && value.chars().allMatch(c -> c >= '0' && c <= '9')
                ? Long.parseLong(value)
                : -1;
    }

    int status() {
        return status;
    }

    /** S3's own name for what is wrong; empty where the answer has none. */
    String code() {
        return code;
    }

    /** Where the bucket is, if that is what is wrong. */
    Optional<String> region() {
        return region;
    }

    /** The service's clock. */
    Optional<String> date() {
        return date;
    }

    /** In seconds; negative if the service does not ask for a pause. */
    long retryAfter() {
        return retryAfterSeconds;
    }
}
