package server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Locale;

/**
 * An S3 in memory, for benchmarks: fast enough not to be what is measured. Objects from a size on are counted and
 * dropped, not held. It checks no signatures and listens on 127.0.0.1 alone.
 */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) throws IOException {
        int port = 0;
        int hold = 1 << 20;
        boolean crc64 = false;
        int delay = 0;
        int listDelay = 0;
        int sendBuffer = 0;
        long parent = -1;
        for (int i = 0; i < arguments.length; i++) {
            switch (arguments[i]) {
                case "--port" -> port = Integer.parseInt(arguments[++i]);
                case "--hold" -> hold = size(arguments[++i]);
                case "--crc64" -> crc64 = true;
                case "--delay-ms" -> delay = Integer.parseInt(arguments[++i]);
                case "--list-delay-ms" -> listDelay = Integer.parseInt(arguments[++i]);
                case "--send-buffer" -> sendBuffer = size(arguments[++i]);
                case "--parent" -> parent = Long.parseLong(arguments[++i]);
                default -> throw new IllegalArgumentException("no such option: " + arguments[i]);
            }
        }
        if (parent >= 0) {
            ProcessHandle.of(parent)
                    .orElseThrow(() -> new IllegalArgumentException("--parent is no process"))
                    .onExit()
                    .thenRun(() -> Runtime.getRuntime().halt(0));
        }
        Store store = new Store(hold, crc64, sendBuffer);
        store.delayMillis = delay;
        store.listDelayMillis = listDelay;
        Statistics statistics = new Statistics();
        S3 service = new S3(store, statistics);
        try (ServerSocket listening = new ServerSocket(port, 1024, InetAddress.getByName("127.0.0.1"))) {
            System.out.println("listening on 127.0.0.1:" + listening.getLocalPort());
            while (true) {
                Socket socket = listening.accept();
                Thread.ofVirtual().start(new Connection(socket, service, statistics, store));
            }
        }
    }

    private static int size(String text) {
        String digits = text.toLowerCase(Locale.ROOT).replaceAll("[km]$", "");
        int unit = text.toLowerCase(Locale.ROOT).endsWith("k")
                ? 1 << 10
                : text.toLowerCase(Locale.ROOT).endsWith("m") ? 1 << 20 : 1;
        return Math.multiplyExact(Integer.parseInt(digits), unit);
    }
}
