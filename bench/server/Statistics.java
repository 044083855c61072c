package server;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** What was asked of the server since it was last reset. */
final class Statistics {
    enum Operation {
        GetObject,
        HeadObject,
        PutObject,
        CopyObject,
        DeleteObject,
        DeleteObjects,
        GetObjectAttributes,
        CreateMultipartUpload,
        UploadPart,
        UploadPartCopy,
        CompleteMultipartUpload,
        AbortMultipartUpload,
        ListParts,
        ListMultipartUploads,
        ListObjectsV2,
        ListObjects,
        HeadBucket,
        CreateBucket,
        DeleteBucket,
        ListBuckets,
        Other
    }

    private final LongAdder[] operations = new LongAdder[Operation.values().length];
    final LongAdder received = new LongAdder();
    final LongAdder sent = new LongAdder();
    final LongAdder refused = new LongAdder();
    final LongAdder connections = new LongAdder();
    private final AtomicLong firstWritten = new AtomicLong();

    Statistics() {
        for (int i = 0; i < operations.length; i++) {
            operations[i] = new LongAdder();
        }
    }

    void count(Operation operation) {
        operations[operation.ordinal()].increment();
    }

    /** An object has come to be, and its answer is sent next. */
    void written() {
        if (firstWritten.getPlain() == 0) {
            firstWritten.compareAndSet(0, System.nanoTime());
        }
    }

    void reset() {
        for (LongAdder operation : operations) {
            operation.reset();
        }
        received.reset();
        sent.reset();
        refused.reset();
        connections.reset();
        firstWritten.set(0);
    }

    /** Of this process since it started, user and system. */
    static double cpuSeconds() {
        return ProcessHandle.current()
                        .info()
                        .totalCpuDuration()
                        .orElse(Duration.ZERO)
                        .toMillis()
                / 1e3;
    }

    String json() {
        StringBuilder json = new StringBuilder("{\"operations\":{");
        long requests = 0;
        String comma = "";
        for (Operation operation : Operation.values()) {
            long count = operations[operation.ordinal()].sum();
            requests += count;
            if (count > 0) {
                json.append(comma).append('"').append(operation).append("\":").append(count);
                comma = ",";
            }
        }
        return json.append("},\"requests\":")
                .append(requests)
                .append(",\"refused\":")
                .append(refused.sum())
                .append(",\"bytes_received\":")
                .append(received.sum())
                .append(",\"bytes_sent\":")
                .append(sent.sum())
                .append(",\"connections\":")
                .append(connections.sum())
                .append(",\"cpu_seconds\":")
                .append(cpuSeconds())
                .append(",\"first_written_nanos\":")
                .append(firstWritten.get())
                .append("}\n")
                .toString();
    }
}
