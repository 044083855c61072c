package io.mediafn.operation.copy;

import io.mediafn.checksum.Checksum;
import io.mediafn.checksum.ChecksumAlgorithm;
import io.mediafn.checksum.Checksums;
import io.mediafn.checksum.Checksums.Comparison;
import io.mediafn.checksum.Hasher;
import io.mediafn.checksum.HashingStream;
import io.mediafn.encoding.ContentEncoding;
import io.mediafn.encoding.CorruptEncodingException;
import io.mediafn.storage.ByteRange;
import io.mediafn.storage.ObjectRead;
import io.mediafn.storage.ObjectStat;
import io.mediafn.storage.StorageException;
import io.mediafn.storage.StorageException.Kind;
import io.mediafn.storage.WriteOptions;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/**
 * A copy whose bytes are packed otherwise than the source's: read, unpacked and packed again as one stream, whose length
 * nobody knows before its end. An object that already is in the wanted encoding is copied as it is.
 */
final class Transcoding {
    private final Job job;
    private final ContentEncoding wanted;
    private final Budget budget;
    private final CopySettings settings;

    Transcoding(Job job, ContentEncoding wanted, Budget budget, CopySettings settings) {
        this.job = job;
        this.wanted = wanted;
        this.budget = budget;
        this.settings = settings;
    }

    /** Whether the bytes of this source have to change. */
    static boolean changes(ObjectStat source, ContentEncoding wanted) {
        Optional<String> stored = source.properties().contentEncoding();
        ContentEncoding encoding = stored.flatMap(ContentEncoding::of)
                .or(() -> stored.isEmpty() ? Optional.of(ContentEncoding.IDENTITY) : Optional.empty())
                .orElseThrow(() -> new StorageException(
                        Kind.UNSUPPORTED,
                        source.location(),
                        "can't be transcoded from the content encoding " + stored.orElse("")));
        return encoding != wanted;
    }

    CopyResult run() throws InterruptedException {
        try (ObjectRead read = job.reader().open(ByteRange.all());
                Budget.Lease lease = budget.lease(settings.partSize())) {
            ObjectStat source = job.described(read.stat());
            Optional<Checksum> told = Digests.ofSource(source.checksums());
            Hasher raw = told.map(Checksum::algorithm)
                    .orElse(ChecksumAlgorithm.CRC32C)
                    .newHasher();
            ContentEncoding stored = source.properties()
                    .contentEncoding()
                    .flatMap(ContentEncoding::of)
                    .orElse(ContentEncoding.IDENTITY);
            // Not closed by itself: the read is.
            InputStream packed = wanted.encode(stored.decode(new HashingStream(read.body(), raw)));
            return write(source, raw, packed, lease.bytes());
        } catch (CorruptEncodingException e) {
            throw new StorageException(Kind.CORRUPT, job.item().in(), String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            throw new StorageException(Kind.UNAVAILABLE, job.item().in(), "the answer broke off: " + e.getMessage(), e);
        }
    }

    private CopyResult write(ObjectStat source, Hasher raw, InputStream packed, byte[] buffer) throws IOException {
        Outfit outfit = Outfit.of(job.pair(), source, job.rule(), job.set());
        WriteOptions options = outfit.options(job.write());
        options = options.withProperties(options.properties()
                .withContentEncoding(
                        wanted == ContentEncoding.IDENTITY ? Optional.empty() : Optional.of(wanted.text())));
        UnsizedWrite target = new UnsizedWrite(job.to(), job.out(), options, settings.partSize());
        ObjectStat made = target.run(packed, buffer, written -> checkSource(source, raw));
        Optional<ChecksumAlgorithm> sent = target.sent();
        Optional<ChecksumAlgorithm> compared =
                Digests.ofSource(source.checksums()).map(Checksum::algorithm);
        // What arrived was checked as it was sent; it has no checksum in common with what was read.
        Verdict verdict = sent.isEmpty()
                ? Verdict.sizeOnly()
                : compared.map(Verdict::verified).orElseGet(() -> Verdict.parts(sent.get()));
        job.watcher().moved(made.size());
        return CopyResult.done(job.item(), Method.STREAM, made.size(), verdict, outfit.notKept());
    }

    /** Nothing becomes visible before the source was read to its end, and was what its store says. */
    private void checkSource(ObjectStat source, Hasher raw) {
        Checksum found = raw.finish();
        if (raw.length() != source.size() || Checksums.of(found).compare(source.checksums()) == Comparison.DIFFERENT) {
            throw new StorageException(
                    Kind.CORRUPT,
                    job.item().in(),
                    "what was read has " + raw.length() + " bytes and " + found + ", its store says " + source.size()
                            + " and " + source.checksums());
        }
        job.checkUnchanged();
    }
}
