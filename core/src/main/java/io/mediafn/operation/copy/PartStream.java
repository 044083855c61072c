package io.mediafn.operation.copy;

import io.mediafn.checksum.Checksum;
import io.mediafn.checksum.ChecksumAlgorithm;
import io.mediafn.checksum.Checksums;
import io.mediafn.checksum.CrcCombiner;
import io.mediafn.checksum.Hasher;
import io.mediafn.checksum.HashingStream;
import io.mediafn.storage.ByteRange;
import io.mediafn.storage.Content;
import io.mediafn.storage.ObjectRead;
import io.mediafn.storage.PartUpload;
import io.mediafn.storage.StorageException;
import io.mediafn.storage.StorageException.Kind;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Moves the parts of one object. Each part is held in a buffer, or, if it is larger than any, passed through. */
final class PartStream {
    private final Job job;
    private final Budget budget;
    private final PartPlan plan;
    private final Optional<ChecksumAlgorithm> sent;
    private final Map<ChecksumAlgorithm, CrcCombiner> whole;
    private final boolean buffered;

    PartStream(
            Job job,
            Budget budget,
            PartPlan plan,
            Optional<ChecksumAlgorithm> sent,
            Map<ChecksumAlgorithm, CrcCombiner> whole) {
        this.job = job;
        this.budget = budget;
        this.plan = plan;
        this.sent = sent;
        this.whole = Map.copyOf(whole);
        this.buffered = budget.canHold(plan.partSize());
    }

    /**
     * Puts every part that is not there yet.
     *
     * @throws OutOfTimeException if the deadline came first
     * @throws StorageException of the first part that failed; no other is begun after it
     */
    void run(PartUpload upload, Set<Integer> present, int inFlight) throws InterruptedException {
        Deque<Future<Optional<Part>>> begun = new ArrayDeque<>();
        try (ExecutorService pool = Executors.newFixedThreadPool(Math.max(1, Math.min(inFlight, plan.parts())))) {
            try {
                for (int index = 0; index < plan.parts(); index++) {
                    if (present.contains(index)) {
                        continue;
                    }
                    if (!job.mayGoOn().getAsBoolean()) {
                        throw new OutOfTimeException();
                    }
                    while (begun.size() >= inFlight) {
                        finish(upload, begun.removeFirst());
                    }
                    begin(pool, upload, index, begun);
                }
                while (!begun.isEmpty()) {
                    finish(upload, begun.removeFirst());
                }
            } finally {
                giveBack(begun);
            }
        }
    }

    private void begin(ExecutorService pool, PartUpload upload, int index, Deque<Future<Optional<Part>>> begun)
            throws InterruptedException {
        if (!upload.inOrder()) {
            begun.add(pool.submit(() -> {
                move(upload, index);
                return Optional.empty();
            }));
        } else if (!buffered) {
            passThrough(upload, index);
        } else {
            int length = Math.toIntExact(plan.length(index));
            // Parts that wait for their turn hold buffers: waiting for one more could wait for ever.
            Optional<Budget.Lease> lease = budget.tryLease(length);
            while (lease.isEmpty() && !begun.isEmpty()) {
                finish(upload, begun.removeFirst());
                lease = budget.tryLease(length);
            }
            Budget.Lease held = lease.isPresent() ? lease.get() : budget.lease(length);
            begun.add(pool.submit(() -> Optional.of(read(index, held))));
        }
    }

    /** After a failure: lets the parts that were begun come to their end, and takes their buffers back. */
    private static void giveBack(Deque<Future<Optional<Part>>> begun) throws InterruptedException {
        for (Future<Optional<Part>> future : begun) {
            try {
                future.get().ifPresent(Part::close);
            } catch (ExecutionException e) {
                // The first failure is on its way to the caller already, and a part that failed holds nothing.
            }
        }
    }

    /** A part that was read, and is to be put by the thread that keeps the order. */
    private record Part(int index, Budget.Lease lease, Checksums found) implements AutoCloseable {
        @Override
        public void close() {
            lease.close();
        }
    }

    private void move(PartUpload upload, int index) throws InterruptedException {
        if (!buffered) {
            passThrough(upload, index);
            return;
        }
        try (Part part = read(index, budget.lease(Math.toIntExact(plan.length(index))))) {
            put(upload, part);
        }
    }

    private Part read(int index, Budget.Lease lease) {
        int length = Math.toIntExact(plan.length(index));
        try {
            job.reader().readRange(lease.bytes(), plan.offset(index), length, plan.size());
            return new Part(index, lease, Digests.of(whole.keySet(), lease.bytes(), length));
        } catch (RuntimeException | Error e) {
            lease.close();
            throw e;
        }
    }

    private void finish(PartUpload upload, Future<Optional<Part>> future) throws InterruptedException {
        try {
            Optional<Part> read = future.get();
            if (read.isPresent()) {
                try (Part part = read.get()) {
                    put(upload, part);
                }
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException("a part failed: " + e.getCause(), e.getCause());
        }
    }

    private void put(PartUpload upload, Part part) {
        byte[] bytes = part.lease().bytes();
        int length = Math.toIntExact(plan.length(part.index()));
        Checksums found = part.found();
        Content content = new Content(length, () -> new ByteArrayInputStream(bytes, 0, length));
        upload.put(part.index(), content, sent.flatMap(found::get));
        found.forEach(checksum -> add(part.index(), checksum));
        done(part.index());
    }

    /** The source is opened for each attempt; what was read is known when it has been sent, and compared at the end. */
    private void passThrough(PartUpload upload, int index) {
        // Of the last attempt; only this thread and the one that it waits for come here.
        Map<ChecksumAlgorithm, Hasher> hashers = new ConcurrentHashMap<>();
        Content content = new Content(plan.length(index), () -> {
            ObjectRead read = job.reader().open(ByteRange.of(plan.offset(index), plan.length(index)));
            InputStream body = read.body();
            for (ChecksumAlgorithm algorithm : whole.keySet()) {
                Hasher hasher = algorithm.newHasher();
                hashers.put(algorithm, hasher);
                body = new HashingStream(body, hasher);
            }
            return new ReadStream(body, read);
        });
        upload.put(index, content, Optional.empty());
        hashers.values().forEach(hasher -> {
            if (hasher.length() != plan.length(index)) {
                throw new StorageException(
                        Kind.UNKNOWN, job.out(), "part " + index + " was sent with " + hasher.length() + " bytes");
            }
            add(index, hasher.finish());
        });
        done(index);
    }

    private void done(int index) {
        job.watcher().moved(plan.length(index));
    }

    private void add(int index, Checksum checksum) {
        Optional.ofNullable(whole.get(checksum.algorithm()))
                .ifPresent(combiner -> combiner.add(index, plan.length(index), checksum));
    }

    /** Closes the read with its body, and turns what opening it threw into what a body throws. */
    private static final class ReadStream extends FilterInputStream {
        private final ObjectRead read;

        ReadStream(InputStream in, ObjectRead read) {
            super(in);
            this.read = read;
        }

        @Override
        public void close() throws IOException {
            read.close();
        }
    }
}
