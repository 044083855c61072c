package io.mediafn.cli;

import io.mediafn.config.SettingsException;
import io.mediafn.dataset.DatasetException;
import io.mediafn.json.InvalidFieldsException;
import io.mediafn.location.IllegalLocationException;
import io.mediafn.location.LocationRefusedException;
import io.mediafn.storage.StorageException;
import java.io.PrintWriter;
import java.nio.file.InvalidPathException;
import java.util.Map;
import picocli.CommandLine;

/** Starts the command line. */
public final class Main {
    static final int SOME_FAILED = 1;
    static final int USAGE = 2;

    private Main() {}

    /** Exits with 0 if all is done or skipped, 1 if some item failed, 2 for usage or configuration. */
    public static void main(String[] args) {
        // Before the first logger: what a command found is its output, so the log only tells defects.
        System.setProperty("org.slf4j.simpleLogger.logFile", "System.err");
        System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "off");
        System.exit(run(System.getenv(), Terminal.system(), args));
    }

    static int run(Map<String, String> environment, Terminal terminal, String... args) {
        Environment settings =
                new Environment(environment, warning -> say(terminal.err(), "mediafn: warning: " + warning));
        CommandLine commands = MediafnCommand.commandLine(settings, terminal)
                .setOut(terminal.out())
                .setErr(terminal.err())
                .setCaseInsensitiveEnumValuesAllowed(true)
                // A file may be named @x.png: it is not a list of arguments.
                .setExpandAtFiles(false)
                .setUsageHelpAutoWidth(true)
                .setExecutionExceptionHandler((e, command, parsed) -> report(e, terminal.err()));
        int code = commands.execute(args);
        terminal.err().flush();
        try {
            terminal.check();
            return code;
        } catch (OutputLostException e) {
            if (!e.isReaderGone()) {
                say(terminal.err(), "mediafn: " + e.getMessage());
            }
            return SOME_FAILED;
        }
    }

    private static int report(Exception e, PrintWriter err) throws Exception {
        boolean expected = e instanceof SettingsException
                || e instanceof IllegalLocationException
                || e instanceof LocationRefusedException
                || e instanceof InvalidFieldsException
                || e instanceof InvalidPathException
                || e instanceof UsageException;
        if (expected) {
            // Messages of settings have the name already.
            say(err, e instanceof SettingsException ? String.valueOf(e.getMessage()) : "mediafn: " + e.getMessage());
            return USAGE;
        }
        if (e instanceof StorageException storage) {
            say(err, "mediafn: " + storage.kind() + " " + storage.getMessage());
            return SOME_FAILED;
        }
        if (e instanceof DatasetException dataset) {
            say(err, "mediafn: " + e.getMessage());
            return dataset.kind() == DatasetException.Kind.UNAVAILABLE ? SOME_FAILED : USAGE;
        }
        if (e instanceof OutputLostException) {
            // Told at the end, whether it came here or in what was printed last.
            return SOME_FAILED;
        }
        throw e;
    }

    private static void say(PrintWriter err, String message) {
        // Messages quote names. Those of settings have several lines.
        message.lines().map(Table::printable).forEach(err::println);
    }
}
