package io.mediafn.cli;

import io.mediafn.config.SettingsException;
import io.mediafn.json.InvalidFieldsException;
import io.mediafn.location.IllegalLocationException;
import io.mediafn.location.LocationRefusedException;
import io.mediafn.storage.StorageException;
import java.io.PrintWriter;
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
        CommandLine commands = MediafnCommand.commandLine(new Environment(environment), terminal)
                .setOut(terminal.out())
                .setErr(terminal.err())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpAutoWidth(true)
                .setExecutionExceptionHandler((e, command, parsed) -> report(e, terminal.err()));
        int code = commands.execute(args);
        terminal.flush();
        return code;
    }

    private static int report(Exception e, PrintWriter err) throws Exception {
        boolean expected = e instanceof SettingsException
                || e instanceof IllegalLocationException
                || e instanceof LocationRefusedException
                || e instanceof InvalidFieldsException
                || e instanceof UsageException;
        if (expected) {
            err.println("mediafn: " + e.getMessage());
            return USAGE;
        }
        if (e instanceof StorageException storage) {
            err.println("mediafn: " + storage.kind() + " " + storage.getMessage());
            return SOME_FAILED;
        }
        throw e;
    }
}
