package io.mediafn.storage.s3;

import io.mediafn.storage.StorageException;
import io.mediafn.storage.StorageException.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** Copies the parts of one object, several at a time. After the first failure no more are begun. */
final class PartCopies {
    private static final int AT_ONCE = 10;

    private final Multipart upload;
    private final HeaderFields source;
    private final long size;
    private final long partSize;
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicBoolean failed = new AtomicBoolean();

    PartCopies(Multipart upload, HeaderFields source, long size, long partSize) {
        this.upload = upload;
        this.source = source;
        this.size = size;
        this.partSize = partSize;
    }

    /** Returns when nothing is under way any more, so that a failed upload can be aborted for good. */
    List<S3Part> run() {
        int count = Math.toIntExact((size + partSize - 1) / partSize);
        List<Future<List<S3Part>>> workers = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < Math.min(AT_ONCE, count); i++) {
                workers.add(threads.submit(() -> work(count)));
            }
        }
        List<S3Part> parts = new ArrayList<>(count);
        for (Future<List<S3Part>> worker : workers) {
            parts.addAll(result(worker));
        }
        parts.sort(java.util.Comparator.comparingInt(S3Part::number));
        return parts;
    }

    private List<S3Part> work(int count) {
        List<S3Part> done = new ArrayList<>();
        for (int index = next.getAndIncrement(); index < count && !failed.get(); index = next.getAndIncrement()) {
            long offset = index * partSize;
            boolean copied = false;
            try {
                done.add(upload.copy(index + 1, source, offset, Math.min(partSize, size - offset)));
                copied = true;
            } finally {
                if (!copied) {
                    failed.set(true);
                }
            }
        }
        return done;
    }

    private List<S3Part> result(Future<List<S3Part>> worker) {
        try {
            return worker.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof StorageException known
                    ? known
                    : new StorageException(Kind.UNKNOWN, upload.at().location(), "a part could not be copied", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StorageException(Kind.UNAVAILABLE, upload.at().location(), "interrupted", e);
        }
    }
}
