package io.mediafn.lambda;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** Runs a process where every file system is read-only: in a mount namespace of its own, on Linux. */
final class ReadOnlySystem {
    /** Devices and the kernel's own views keep no files. */
    private static final String SCRIPT = """
            for mount in $(cut -d' ' -f2 /proc/self/mounts); do
                case $mount in
                    /proc | /proc/* | /sys | /sys/* | /dev | /dev/pts | /dev/mqueue) ;;
                    *) mount -o remount,bind,ro "$mount" || exit 97 ;;
                esac
            done
            for folder in / /tmp /dev/shm "$PWD" "$HOME"; do
                if [ -d "$folder" ] && touch "$folder/.probe" 2>/dev/null; then
                    echo "still writable: $folder" >&2
                    exit 98
                fi
            done
            exec "$@"
            """;

    private ReadOnlySystem() {}

    static List<String> command(String... command) {
        List<String> all = new ArrayList<>(List.of("unshare", "--mount", "--propagation", "private"));
        if (!"root".equals(System.getProperty("user.name"))) {
            all.addAll(1, List.of("--user", "--map-root-user"));
        }
        all.addAll(List.of("sh", "-c", SCRIPT, "sh"));
        all.addAll(List.of(command));
        return all;
    }

    /** Skips the test where this system has no such namespaces; a CI that wants everything real fails instead. */
    static void assumeAvailable() throws InterruptedException {
        boolean available = works();
        if (!available && "true".equals(System.getenv("MEDIAFN_REQUIRE_SERVERS"))) {
            throw new AssertionError("needs mount namespaces: unshare --mount must work");
        }
        Assumptions.assumeTrue(available, "needs mount namespaces (Linux, and the right to unshare --mount)");
    }

    private static boolean works() throws InterruptedException {
        try {
            Process process = new ProcessBuilder(command("true"))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(20, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
