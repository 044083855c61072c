package io.mediafn.storage.s3;

import io.mediafn.location.Location;
import io.mediafn.storage.Content;
import io.mediafn.storage.DeleteResult;
import io.mediafn.storage.StorageException;
import io.mediafn.storage.StorageException.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Deletes many objects with few requests, and reads what became of each. */
final class S3Deletes {
    static final int BATCH = 1000;

    private final S3Wire wire;

    S3Deletes(S3Wire wire) {
        this.wire = wire;
    }

    /** The results in the order of the objects. */
    List<DeleteResult> all(List<S3Address> objects) {
        List<DeleteResult> results = new ArrayList<>(objects.size());
        for (int from = 0; from < objects.size(); ) {
            int to = from + 1;
            while (to < objects.size()
                    && to - from < BATCH
                    && isForXml(objects.get(to).key())
                    && isForXml(objects.get(to - 1).key())
                    && objects.get(to).bucket().equals(objects.get(from).bucket())) {
                to++;
            }
            List<S3Address> batch = objects.subList(from, to);
            results.addAll(batch.size() == 1 ? List.of(one(batch.getFirst())) : batch(batch));
            from = to;
        }
        return results;
    }

    /** XML has no characters below a space but three, and none of two more. */
    private static boolean isForXml(String key) {
        return key.chars().allMatch(c -> c >= ' ' && c != '\uFFFE' && c != '\uFFFF');
    }

    private DeleteResult one(S3Address at) {
        try {
            wire.call(S3Request.of("DELETE", at), (answer, sent) -> answer.status());
            return new DeleteResult(at.location(), Optional.empty());
        } catch (StorageException e) {
            return new DeleteResult(at.location(), Optional.of(e));
        }
    }

    private List<DeleteResult> batch(List<S3Address> batch) {
        byte[] body = body(batch);
        S3Request request = S3Request.of("POST", batch.getFirst().bucketOnly())
                .query(new Query().add("delete"))
                .body(Content.of(body))
                .within(S3Timeouts.LONG);
        // Which of the checksums a service takes differs; all take this one.
        request.fields().set("content-md5", md5(body)).set("content-type", "application/xml");
        try {
            Map<String, StorageException> errors = wire.call(request, (answer, sent) -> errors(answer, batch));
            return batch.stream()
                    .map(at -> new DeleteResult(at.location(), Optional.ofNullable(errors.get(at.key()))))
                    .toList();
        } catch (StorageException e) {
            return batch.stream()
                    .map(at -> new DeleteResult(at.location(), Optional.of(e)))
                    .toList();
        }
    }

    private static byte[] body(List<S3Address> batch) {
        StringBuilder body = new StringBuilder(batch.size() * 100);
        body.append("<Delete xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">");
        for (S3Address at : batch) {
            body.append("<Object>");
            S3Xml.append(body, "Key", at.key());
            body.append("</Object>");
        }
        // Only failures are answered.
        return body.append("<Quiet>true</Quiet></Delete>").toString().getBytes(StandardCharsets.UTF_8);
    }

    private static String md5(byte[] body) {
        try {
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("MD5").digest(body));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has MD5", e);
        }
    }

    private static Map<String, StorageException> errors(HttpAnswer answer, List<S3Address> batch)
            throws IOException, S3Refusal {
        Map<String, Location> asked = new HashMap<>();
        batch.forEach(at -> asked.put(at.key(), at.location()));
        Map<String, StorageException> errors = new HashMap<>();
        for (XmlElement error : S3Answers.root(answer, "DeleteResult").all("Error")) {
            String key = error.child("Key").map(XmlElement::text).orElse("");
            Location at = asked.get(key);
            if (at == null) {
                throw new IOException("the answer speaks of an object that was not to be deleted");
            }
            String code = error.text("Code").orElse("");
            if (!code.equals("NoSuchKey")) {
                S3Refusal refusal = S3Refusal.of(answer, error);
                errors.put(
                        key,
                        new StorageException(
                                S3Errors.kind(code, answer.status()),
                                at,
                                String.valueOf(refusal.getMessage()),
                                refusal));
            }
        }
        return errors;
    }

    /** Deletes an object only if it is the one that is meant. */
    void one(S3Address at, String etag) {
        S3Request request = S3Request.of("DELETE", at);
        request.fields().set("if-match", etag);
        try {
            wire.call(request, (answer, sent) -> answer.status());
        } catch (StorageException e) {
            if (e.kind() != Kind.NOT_FOUND || Completion.code(e).equals("NoSuchBucket")) {
                throw e;
            }
        }
    }
}
