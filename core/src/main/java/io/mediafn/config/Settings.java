package io.mediafn.config;

import io.mediafn.location.Location;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a process is told by its environment. Immutable; {@code toString} has no secret.
 *
 * @param dataset what events write to: the location of a manifest, or the name of a dataset of FiftyOne
 * @param allow the prefixes that requests and events may name; empty for no limit
 * @param inFlight how many objects are worked on at once
 * @param embeddedS3 a folder whose sub-folders are S3 buckets; other buckets are asked of S3
 * @param ffprobe the program that reads the videos that have no reader of ours
 * @param services which service keeps the objects of which location
 * @param fiftyOne where FiftyOne's datasets are
 * @param deployment what a function is deployed for
 * @param warnings what is odd, for whoever started the process; no secrets
 */
public record Settings(
        Optional<String> dataset,
        List<Location> allow,
        int inFlight,
        Optional<Path> embeddedS3,
        Optional<Path> ffprobe,
        Transfer transfer,
        Services services,
        Optional<FiftyOneDatabase> fiftyOne,
        Deployment deployment,
        List<String> warnings) {
    public Settings {
        allow = List.copyOf(allow);
        warnings = List.copyOf(warnings);
    }

    /**
     * How bytes are moved through this process.
     *
     * @param partSize bytes of a part of a large object
     * @param bufferBytes of memory for parts on their way, all together
     */
    public record Transfer(long partSize, long bufferBytes) {}

    /**
     * Reads the settings from environment variables, and from the files that they name.
     *
     * @throws SettingsException naming everything that breaks a rule
     */
    public static Settings from(Map<String, String> environment) {
        return new SettingsReader(environment, Optional.empty()).read();
    }

    /**
     * Likewise for a person, in whose home directory other tools may keep credentials.
     *
     * @throws SettingsException naming everything that breaks a rule
     */
    public static Settings from(Map<String, String> environment, Path home) {
        return new SettingsReader(environment, Optional.of(home)).read();
    }
}
