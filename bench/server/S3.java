package server;

import java.io.IOException;
import server.Statistics.Operation;
import server.Store.Bucket;

/** Tells which operation a request is, path-style. Signatures are not looked at. */
final class S3 implements Connection.Service {
    private final Store store;
    private final Objects objects;
    private final Multipart multipart;
    private final Listing listing;
    private final Control control;

    S3(Store store, Statistics statistics) {
        this.store = store;
        objects = new Objects(store);
        multipart = new Multipart(store);
        listing = new Listing(store);
        control = new Control(store, statistics);
    }

    @Override
    public void answer(Connection connection) throws IOException, InterruptedException, Refusal {
        Request request = connection.request;
        if (request.bucket.equals("_bench")) {
            control.answer(connection);
            return;
        }
        if (store.delayMillis > 0) {
            Thread.sleep(store.delayMillis);
        }
        if (request.bucket.isEmpty()) {
            counted(connection, Operation.ListBuckets);
            listing.buckets(connection);
        } else if (request.key.isEmpty()) {
            answerBucket(connection, request);
        } else {
            answerObject(connection, request);
        }
    }

    private static void counted(Connection connection, Operation operation) {
        connection.statistics.count(operation);
    }

    private Bucket bucket(Request request) throws Refusal {
        Bucket bucket = store.buckets.get(request.bucket);
        if (bucket == null) {
            throw new Refusal(404, "NoSuchBucket", "The specified bucket does not exist");
        }
        return bucket;
    }

    private void answerObject(Connection connection, Request request) throws IOException, Refusal {
        Bucket bucket;
        switch (request.method) {
            case "GET", "HEAD" -> {
                if (request.has("uploadId")) {
                    counted(connection, Operation.ListParts);
                    multipart.listParts(connection, bucket(request));
                } else if (request.has("attributes")) {
                    counted(connection, Operation.GetObjectAttributes);
                    objects.attributes(connection, bucket(request));
                } else if (request.has("tagging")) {
                    counted(connection, Operation.Other);
                    connection.startXml("Tagging").text("<TagSet/></Tagging>");
                    connection.xml(200);
                } else if (request.has("acl")) {
                    counted(connection, Operation.Other);
                    acl(connection);
                } else {
                    boolean head = request.method.equals("HEAD");
                    counted(connection, head ? Operation.HeadObject : Operation.GetObject);
                    objects.get(connection, bucket(request), head);
                }
            }
            case "PUT" -> {
                boolean copies = request.header("x-amz-copy-source") != null;
                if (request.has("tagging") || request.has("acl")) {
                    counted(connection, Operation.Other);
                    connection.startBody();
                    connection.head(200);
                    connection.nothing(200);
                } else if (request.has("uploadId")) {
                    counted(connection, copies ? Operation.UploadPartCopy : Operation.UploadPart);
                    bucket = bucket(request);
                    if (copies) {
                        multipart.partCopy(connection, bucket);
                    } else {
                        multipart.part(connection, bucket);
                    }
                } else {
                    counted(connection, copies ? Operation.CopyObject : Operation.PutObject);
                    bucket = bucket(request);
                    if (copies) {
                        objects.copy(connection, bucket);
                    } else {
                        objects.put(connection, bucket);
                    }
                }
            }
            case "POST" -> {
                if (request.has("uploads")) {
                    counted(connection, Operation.CreateMultipartUpload);
                    multipart.create(connection, bucket(request));
                } else {
                    counted(connection, Operation.CompleteMultipartUpload);
                    multipart.complete(connection, bucket(request));
                }
            }
            default -> {
                if (request.has("uploadId")) {
                    counted(connection, Operation.AbortMultipartUpload);
                    multipart.abort(connection, bucket(request));
                } else {
                    counted(connection, Operation.DeleteObject);
                    objects.delete(connection, bucket(request));
                }
            }
        }
    }

    private void answerBucket(Connection connection, Request request)
            throws IOException, InterruptedException, Refusal {
        switch (request.method) {
            case "GET" -> {
                if (request.has("location")) {
                    counted(connection, Operation.Other);
                    bucket(request);
                    connection.startXml("LocationConstraint").text("</LocationConstraint>");
                    connection.xml(200);
                } else if (request.has("versioning")) {
                    counted(connection, Operation.Other);
                    connection.startXml("VersioningConfiguration").text("</VersioningConfiguration>");
                    connection.xml(200);
                } else if (request.has("acl")) {
                    counted(connection, Operation.Other);
                    acl(connection);
                } else if (request.has("uploads")) {
                    counted(connection, Operation.ListMultipartUploads);
                    listing.uploads(connection, bucket(request));
                } else if (request.has("versions") || request.has("policy") || request.has("encryption")) {
                    counted(connection, Operation.Other);
                    throw new Refusal(501, "NotImplemented", "This benchmark server has no such thing.");
                } else {
                    boolean second = request.has("list-type");
                    counted(connection, second ? Operation.ListObjectsV2 : Operation.ListObjects);
                    if (store.listDelayMillis > 0) {
                        Thread.sleep(store.listDelayMillis);
                    }
                    listing.objects(connection, bucket(request), second);
                }
            }
            case "HEAD" -> {
                counted(connection, Operation.HeadBucket);
                bucket(request);
                connection.head(200).header("x-amz-bucket-region", "us-east-1");
                connection.nothing(200);
            }
            case "PUT" -> {
                counted(connection, Operation.CreateBucket);
                connection.startBody();
                store.made(request.bucket);
                connection.head(200).header("Location", "/" + request.bucket);
                connection.nothing(200);
            }
            case "POST" -> {
                counted(connection, Operation.DeleteObjects);
                objects.deleteMany(connection, bucket(request));
            }
            default -> {
                counted(connection, Operation.DeleteBucket);
                if (!bucket(request).objects.isEmpty()) {
                    throw new Refusal(409, "BucketNotEmpty", "The bucket you tried to delete is not empty");
                }
                store.buckets.remove(request.bucket);
                connection.head(204);
                connection.nothing(204);
            }
        }
    }

    private static void acl(Connection connection) {
        connection.startXml("AccessControlPolicy").text("<Owner><ID>bench</ID></Owner><AccessControlList>");
        connection.body.text("<Grant><Grantee xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"");
        connection.body.text(
                " xsi:type=\"CanonicalUser\"><ID>bench</ID></Grantee><Permission>FULL_CONTROL</Permission>");
        connection.body.text("</Grant></AccessControlList></AccessControlPolicy>");
        connection.xml(200);
    }
}
