package server;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import server.Store.Bucket;
import server.Store.Upload;

/** Pages of names. */
final class Listing {
    private static final int LARGEST_PAGE = 1000;
    /** Sorts after every byte. */
    private static final String LAST = "\u0100";

    private final Store store;

    Listing(Store store) {
        this.store = store;
    }

    void buckets(Connection connection) {
        Output body = connection.startXml("ListAllMyBucketsResult");
        body.text("<Owner><ID>bench</ID></Owner><Buckets>");
        store.buckets.forEach((name, bucket) -> body.text("<Bucket>")
                .element("Name", name)
                .element("CreationDate", connection.dates.iso(bucket.created))
                .text("</Bucket>"));
        body.text("</Buckets></ListAllMyBucketsResult>");
        connection.xml(200);
    }

    void objects(Connection connection, Bucket bucket, boolean second) {
        Request request = connection.request;
        String prefix = given(request, "prefix");
        String delimiter = given(request, "delimiter");
        boolean encodes = "url".equals(request.parameter("encoding-type"));
        String most = request.parameter("max-keys");
        int size = most == null ? LARGEST_PAGE : Math.min(LARGEST_PAGE, Integer.parseInt(most));
        String token = request.parameter("continuation-token");
        String after = given(request, second ? "start-after" : "marker");
        String start = prefix;
        boolean inclusive = true;
        if (second && token != null) {
            start = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.ISO_8859_1);
        } else if (after.compareTo(prefix) >= 0 && !after.isEmpty()) {
            boolean wholePrefix = !second && !delimiter.isEmpty() && after.endsWith(delimiter);
            start = wholePrefix ? after + LAST : after;
            inclusive = false;
        }

        Output body = connection.startXml("ListBucketResult");
        int count = 0;
        String next = null;
        String last = "";
        boolean more = size > 0;
        scan:
        while (more) {
            more = false;
            for (Map.Entry<String, Stored> entry :
                    bucket.objects.tailMap(start, inclusive).entrySet()) {
                String key = entry.getKey();
                if (!key.startsWith(prefix)) {
                    break;
                }
                if (count == size) {
                    next = key;
                    break scan;
                }
                count++;
                int end = delimiter.isEmpty() ? -1 : key.indexOf(delimiter, prefix.length());
                if (end >= 0) {
                    last = key.substring(0, end + delimiter.length());
                    body.text("<CommonPrefixes>")
                            .element("Prefix", encodes ? Output.percentEncoded(last) : last)
                            .text("</CommonPrefixes>");
                    start = last + LAST;
                    inclusive = true;
                    more = true;
                    break;
                }
                last = key;
                contents(connection, body, encodes ? Output.percentEncoded(key) : key, entry.getValue());
            }
        }
        body.element("Name", request.bucket)
                .element("Prefix", encodes ? Output.percentEncoded(prefix) : prefix)
                .element("MaxKeys", size)
                .element("IsTruncated", String.valueOf(next != null));
        if (!delimiter.isEmpty()) {
            body.element("Delimiter", encodes ? Output.percentEncoded(delimiter) : delimiter);
        }
        if (encodes) {
            body.element("EncodingType", "url");
        }
        if (second) {
            body.element("KeyCount", count);
            if (token != null) {
                body.element("ContinuationToken", token);
            }
            if (next != null) {
                byte[] bytes = next.getBytes(StandardCharsets.ISO_8859_1);
                body.element("NextContinuationToken", Base64.getUrlEncoder().encodeToString(bytes));
            }
        } else {
            body.element("Marker", encodes ? Output.percentEncoded(after) : after);
            if (next != null) {
                body.element("NextMarker", encodes ? Output.percentEncoded(last) : last);
            }
        }
        body.text("</ListBucketResult>");
        connection.xml(200);
    }

    private static void contents(Connection connection, Output body, String key, Stored stored) {
        body.text("<Contents>")
                .element("Key", key)
                .element("LastModified", connection.dates.iso(stored.modified()))
                .element("ETag", stored.etag());
        if (stored.checksum() != null) {
            body.element("ChecksumAlgorithm", stored.checksum().name().toUpperCase(Locale.ROOT))
                    .element("ChecksumType", stored.checksum().type());
        }
        body.element("Size", stored.content().size()).text("<StorageClass>STANDARD</StorageClass></Contents>");
    }

    private static String given(Request request, String parameter) {
        String value = request.parameter(parameter);
        return value == null ? "" : value;
    }

    void uploads(Connection connection, Bucket bucket) {
        Request request = connection.request;
        String prefix = given(request, "prefix");
        Output body = connection.startXml("ListMultipartUploadsResult").element("Bucket", request.bucket);
        for (Upload upload : bucket.uploads.values()) {
            if (upload.key().startsWith(prefix)) {
                body.text("<Upload>")
                        .element("Key", upload.key())
                        .element("UploadId", upload.id())
                        .element("Initiated", connection.dates.iso(upload.begun()))
                        .text("</Upload>");
            }
        }
        body.element("MaxUploads", 1000).text("<IsTruncated>false</IsTruncated></ListMultipartUploadsResult>");
        connection.xml(200);
    }
}
