package io.mediafn.config;

import io.mediafn.location.Location;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a process is told by its environment. Immutable.
 *
 * @param dataset what events write to: the location of a manifest
 * @param allow the prefixes that requests and events may name; empty for no limit
 * @param inFlight how many objects are worked on at once
 * @param embeddedS3 a folder whose sub-folders are S3 buckets; other buckets are asked of S3
 */
public record Settings(
        Optional<Location> dataset, List<Location> allow, int inFlight, Optional<Path> embeddedS3, S3 s3) {
    public Settings {
        allow = List.copyOf(allow);
    }

    /**
     * Reads the settings from environment variables.
     *
     * @throws SettingsException naming every variable that breaks a rule
     */
    public static Settings from(Map<String, String> environment) {
        return new SettingsReader(environment).read();
    }

    /** How to reach S3; what is absent is left to the SDK's default chains. */
    public record S3(Optional<URI> endpoint, Optional<String> region, Optional<AccessKey> accessKey) {}

    /** A key of AWS's own variables. */
    public record AccessKey(String id, Secret secret, Optional<Secret> sessionToken) {}
}
