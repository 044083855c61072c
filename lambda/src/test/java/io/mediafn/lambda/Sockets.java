package io.mediafn.lambda;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The connections of another process, as Linux tells them. */
final class Sockets {
    private static final String ESTABLISHED = "01";
    private static final int REMOTE = 2;
    private static final int STATE = 3;
    private static final int INODE = 9;

    private Sockets() {}

    /** The ports at the other ends of its open TCP connections. */
    static List<Integer> peersOf(long pid) throws IOException {
        Path process = Path.of("/proc", Long.toString(pid));
        Set<String> own = new HashSet<>();
        try (Stream<Path> files = Files.list(process.resolve("fd"))) {
            for (Path file : files.toList()) {
                String target = Files.readSymbolicLink(file).toString();
                if (target.startsWith("socket:[")) {
                    own.add(target.substring(8, target.length() - 1));
                }
            }
        }
        List<Integer> peers = new ArrayList<>();
        for (String table : List.of("tcp", "tcp6")) {
            for (String line : Files.readAllLines(process.resolve("net").resolve(table))) {
                String[] columns = line.strip().split("\\s+", -1);
                if (own.contains(columns[INODE]) && columns[STATE].equals(ESTABLISHED)) {
                    String remote = columns[REMOTE];
                    peers.add(Integer.parseInt(remote.substring(remote.indexOf(':') + 1), 16));
                }
            }
        }
        return peers;
    }
}
