package io.mediafn.cli;

import io.mediafn.cli.policy.PolicyCommand;
import io.mediafn.cli.quickstart.QuickstartCommand;
import io.mediafn.cli.serve.ServeCommand;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "mediafn",
        mixinStandardHelpOptions = true,
        version = "mediafn 0.1.0",
        synopsisSubcommandLabel = "COMMAND",
        header = "Chores of cloud-backed vision datasets, in a terminal as in the cloud.",
        description = {
            "",
            "A LOCATION is s3://BUCKET/KEY, gs://BUCKET/KEY, az://CONTAINER/KEY, an https URL, an alias of the settings, or"
                    + " a path of this machine. One that ends in a slash, or is a"
                    + " local folder, means everything below it.",
            "",
            "New here? Run: mediafn quickstart",
            ""
        },
        commandListHeading = "%nCommands:%n",
        footer = {
            "",
            "Exit status: 0 all done or skipped, 1 some item failed, 2 usage or configuration, 130 interrupted."
        })
final class MediafnCommand implements Runnable {
    @Spec
    private @Nullable CommandSpec spec;

    static CommandLine commandLine(Environment environment, Terminal terminal) {
        return new CommandLine(new MediafnCommand())
                .addSubcommand(new QuickstartCommand(environment, terminal))
                .addSubcommand(new MetadataCommand(environment, terminal))
                .addSubcommand(new LsCommand(environment, terminal))
                .addSubcommand(new StatCommand(environment, terminal))
                .addSubcommand(new CpCommand(environment, terminal))
                .addSubcommand(new MvCommand(environment, terminal))
                .addSubcommand(new RmCommand(environment, terminal))
                .addSubcommand(new CompactCommand(environment, terminal))
                .addSubcommand(new RelinkCommand(environment, terminal))
                .addSubcommand(new UploadMediaCommand(environment, terminal))
                .addSubcommand(new MigrateCommand(environment, terminal))
                .addSubcommand(new ServeCommand(environment, terminal))
                .addSubcommand(new PolicyCommand(terminal))
                .addSubcommand(new UploadsCommand(environment, terminal));
    }

    @Override
    public void run() {
        throw new ParameterException(Objects.requireNonNull(spec).commandLine(), "mediafn: name a command");
    }
}
