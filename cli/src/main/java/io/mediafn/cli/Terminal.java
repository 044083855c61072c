package io.mediafn.cli;

import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/**
 * Where a command prints.
 *
 * @param out results, and nothing else
 * @param err everything else
 * @param interactive whether a person sees err, so that a line may be redrawn
 */
public record Terminal(PrintWriter out, PrintWriter err, boolean interactive) {
    static Terminal system() {
        // The launcher knows whether stderr is a terminal; Java can only tell of stdin and stdout together.
        // UTF-8 whatever the locale: JSON is UTF-8, and so are the names that it shows.
        return new Terminal(writer(System.out), writer(System.err), Boolean.getBoolean("mediafn.interactive"));
    }

    static Terminal of(OutputStream out, OutputStream err) {
        return new Terminal(writer(out), writer(err), false);
    }

    private static PrintWriter writer(OutputStream stream) {
        return new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), true);
    }

    void flush() {
        out.flush();
        err.flush();
    }
}
