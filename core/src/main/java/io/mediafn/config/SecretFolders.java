package io.mediafn.config;

import io.mediafn.config.Services.Bucket;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Folders of secret files as CloudFiles has them. Their names are listed once; a file is read when the bucket that it is
 * for is asked for first. The first folder that has a name counts.
 */
final class SecretFolders {
    static final String VARIABLE = "MEDIAFN_SECRETS_DIR";
    private static final String VOLUME = "CLOUD_VOLUME_DIR";
    private static final String FILES = "CLOUD_FILES_DIR";
    private static final String ENDING = "-secret.json";
    private static final String AWS = "aws";
    private static final String GOOGLE = "google";
    private static final String HTTP = "http";
    /** Of another program, in a form of its own. */
    private static final Set<String> OTHERS = Set.of("cave");

    private static final int MOST_FILES = 10_000;

    private final Map<String, Path> named = new TreeMap<>();
    private final Map<String, Path> inHome = new HashMap<>();
    private final Problems problems;

    /**
     * @param home of a person, for CloudFiles' usual places; a function looks only where a variable says
     */
    SecretFolders(Variables variables, Optional<Path> home) {
        this.problems = variables.problems();
        variables.path(VARIABLE).ifPresent(folder -> {
            if (Files.isDirectory(folder)) {
                list(VARIABLE, folder, named);
            } else {
                problems.add(VARIABLE, "must be a folder; there is none at " + folder);
            }
        });
        listUsual(variables.path(VOLUME), VOLUME, home.map(at -> at.resolve(".cloudvolume")));
        listUsual(variables.path(FILES), FILES, home.map(at -> at.resolve(".cloudfiles")));
    }

    private void listUsual(Optional<Path> given, String variable, Optional<Path> usual) {
        given.ifPresent(folder -> list(variable, folder.resolve("secrets"), named));
        if (given.isEmpty()) {
            usual.ifPresent(folder -> list("secrets", folder.resolve("secrets"), inHome));
        }
    }

    private void list(String source, Path folder, Map<String, Path> into) {
        if (!Files.isDirectory(folder)) {
            return;
        }
        int count = 0;
        int open = 0;
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*secret.json")) {
            for (Path file : files) {
                if (++count > MOST_FILES) {
                    problems.add(source, folder + " has more than " + MOST_FILES + " secret files");
                    return;
                }
                open += SmallFile.isOpenToOthers(file) ? 1 : 0;
                into.putIfAbsent(String.valueOf(file.getFileName()), file);
            }
        } catch (IOException | DirectoryIteratorException e) {
            problems.add(source, folder + " can't be listed: " + e.getMessage());
        }
        if (open > 0) {
            problems.warn(
                    source,
                    "every user of this machine can read " + open + " secret files in " + folder + " (chmod 600)");
        }
    }

    private Optional<Path> find(String name) {
        return Optional.ofNullable(named.get(name)).or(() -> Optional.ofNullable(inHome.get(name)));
    }

    /** The file for all buckets of a cloud: one in a person's home only counts where no variable says who asks. */
    private Optional<Path> general(String cloud, boolean variablesSay) {
        String name = cloud + ENDING;
        if (named.containsKey(name)) {
            return Optional.of(named.get(name));
        }
        return variablesSay ? Optional.empty() : Optional.ofNullable(inHome.get(name));
    }

    S3Service applyTo(S3Service aws, boolean variablesSay) {
        return general(AWS, variablesSay)
                .map(file -> aws.withIdentity(new S3Service.Identity.InFile(file, false)))
                .orElse(aws);
    }

    GcsService applyTo(GcsService google, boolean variablesSay) {
        return general(GOOGLE, variablesSay)
                .map(file -> google.withIdentity(new GcsService.Identity.KeyFile(file)))
                .orElse(google);
    }

    Optional<Path> ofAlias(String alias) {
        return find(alias + ENDING);
    }

    /** Services of the buckets that have a file of their own. */
    Map<Bucket, Service> buckets(S3Service aws, GcsService google) {
        Map<Bucket, Service> buckets = new LinkedHashMap<>();
        owners(AWS)
                .forEach((bucket, file) -> buckets.put(
                        new Bucket("s3", bucket), aws.withIdentity(new S3Service.Identity.InFile(file, false))));
        owners(GOOGLE)
                .forEach((bucket, file) -> buckets.put(
                        new Bucket("gs", bucket), google.withIdentity(new GcsService.Identity.KeyFile(file))));
        return buckets;
    }

    /** Services that have a name in common with a file, which has to say where they are. */
    Map<String, Service> aliases() {
        Map<String, Service> aliases = new LinkedHashMap<>();
        names().forEach((name, file) -> {
            String alias = name.substring(0, Math.max(0, name.length() - ENDING.length()));
            boolean ofBucket = Set.of(AWS, GOOGLE, HTTP).stream()
                    .anyMatch(cloud -> alias.equals(cloud) || alias.endsWith("-" + cloud));
            if (!ofBucket && !OTHERS.contains(alias) && name.endsWith(ENDING) && Aliases.isAlias(alias)) {
                aliases.put(
                        alias,
                        new S3Service(Optional.empty(), Optional.empty(), new S3Service.Identity.InFile(file, true)));
            }
        });
        return aliases;
    }

    HttpService http() {
        Optional.ofNullable(named.get(HTTP + ENDING))
                .ifPresent(
                        file -> problems.warn(
                                file.toString(),
                                "is not used, since it would be sent to every host that anybody names; call it HOST-http-secret.json"));
        return new HttpService(owners(HTTP));
    }

    /** Whose file for a cloud there is: what stands before {@code -CLOUD-secret.json}. */
    private Map<String, Path> owners(String cloud) {
        String ending = "-" + cloud + ENDING;
        Map<String, Path> owners = new TreeMap<>();
        names().forEach((name, file) -> {
            if (name.endsWith(ending) && name.length() > ending.length()) {
                owners.put(name.substring(0, name.length() - ending.length()), file);
            }
        });
        return owners;
    }

    private Map<String, Path> names() {
        Map<String, Path> names = new TreeMap<>(inHome);
        names.putAll(named);
        return names;
    }
}
