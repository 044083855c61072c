package io.mediafn.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Where a command prints. */
public final class Terminal {
    private final Results results;
    private final PrintWriter out;
    private final PrintWriter err;
    private final boolean interactive;
    private final InputStream in;

    private Terminal(InputStream in, OutputStream out, OutputStream err, boolean interactive) {
        this.in = in;
        this.results = new Results(out);
        this.out = writer(results);
        this.err = writer(err);
        this.interactive = interactive;
    }

    static Terminal system() {
        // Not System.out, which hides that it could not write.
        // The launcher knows whether stderr is a terminal; Java can only tell of stdin and stdout together.
        return new Terminal(
                System.in,
                new FileOutputStream(FileDescriptor.out),
                System.err,
                Boolean.getBoolean("mediafn.interactive"));
    }

    static Terminal of(OutputStream out, OutputStream err) {
        return of(InputStream.nullInputStream(), out, err);
    }

    static Terminal of(InputStream in, OutputStream out, OutputStream err) {
        return new Terminal(in, out, err, false);
    }

    static Terminal interactive(OutputStream out, OutputStream err) {
        return new Terminal(InputStream.nullInputStream(), out, err, true);
    }

    /** UTF-8 whatever the locale: JSON is UTF-8, and so are the names that it shows. */
    private static PrintWriter writer(OutputStream stream) {
        return new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), true);
    }

    /** What is piped into the command. */
    InputStream in() {
        return in;
    }

    /** For results, and nothing else. */
    public PrintWriter out() {
        return out;
    }

    /** For the bytes of objects. They are not mixed with {@link #out()}. */
    OutputStream bytes() {
        return results;
    }

    /** For everything else. */
    public PrintWriter err() {
        return err;
    }

    /** Whether a person sees {@link #err()}, so that a line may be redrawn. */
    public boolean interactive() {
        return interactive;
    }

    /**
     * To be called between results, since a writer tells nobody that it could not write.
     *
     * @throws OutputLostException if whoever read the results has left, or a disk is full: going on is of no use
     */
    public void check() {
        if (out.checkError()) {
            throw new OutputLostException(results.fault);
        }
    }

    /** Remembers why it could not write. */
    private static final class Results extends FilterOutputStream {
        private volatile @Nullable IOException fault;

        Results(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            try {
                out.write(bytes, offset, length);
            } catch (IOException e) {
                fault = e;
                throw e;
            }
        }
    }
}
