package io.mediafn.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.mediafn.testing.S3Server;
import io.mediafn.testing.TestServers;
import io.mediafn.testing.TinyImages;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Measures cold starts in the real runtime interface client: the deployed zip beside a handler that does nothing, in
 * turn, so that a machine that slows down slows both. Not a test: bench/cold-start runs it.
 */
final class ColdStart {
    /** Does nothing. */
    public static final class Empty implements RequestStreamHandler {
        @Override
        public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
            output.write('1');
        }
    }

    /** The least that reads an object with the AWS SDK: its client is made at the start, as its guide advises. */
    public static final class Smallest implements RequestStreamHandler {
        private final S3Client s3 = S3Client.builder()
                .endpointOverride(URI.create(System.getenv("AWS_ENDPOINT_URL")))
                .forcePathStyle(true)
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build();

        @Override
        public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
            byte[] object = s3.getObjectAsBytes(request -> request.bucket(System.getenv("COLD_BUCKET"))
                            .key("in/x.png")
                            .range("bytes=0-65535"))
                    .asByteArray();
            output.write(String.valueOf(object.length).getBytes(StandardCharsets.US_ASCII));
        }
    }

    private static final int FIRST_WITH_AOT_CACHES = 25;

    private record Times(double init, double first) {}

    /**
     * What is measured: a folder with a function, and what it is asked.
     *
     * @param snapshot whether it is started as for SnapStart's snapshot, primed, and asked as after a restore
     * @param options of the JVM
     */
    private record Contestant(
            String name, Path folder, String handler, String event, boolean snapshot, List<String> options) {
        Contestant(String name, Path folder, String handler, String event) {
            this(name, folder, handler, event, false, List.of());
        }
    }

    private ColdStart() {}

    public static void main(String[] args) throws Exception {
        int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 9;
        Path folder = Files.createTempDirectory("mediafn-cold-start");
        Path real = DeployedFunction.unpack(Files.createDirectories(folder.resolve("real")));
        Path empty = function(real, folder.resolve("empty"), Empty.class, false);
        Path smallest = function(real, folder.resolve("smallest"), Smallest.class, true);

        S3Server server = TestServers.localStack();
        String bucket = "cold-" + UUID.randomUUID();
        try (S3Client s3 = server.client()) {
            s3.createBucket(request -> request.bucket(bucket));
            s3.putObject(
                    request -> request.bucket(bucket).key("in/x.png"), RequestBody.fromBytes(TinyImages.png(3, 2)));
        }
        Map<String, String> environment = new HashMap<>();
        environment.put("AWS_ENDPOINT_URL", server.endpoint().toString());
        environment.put("AWS_ACCESS_KEY_ID", server.accessKey());
        environment.put("AWS_SECRET_ACCESS_KEY", server.secretKey());
        environment.put("MEDIAFN_DATASET", "s3://" + bucket + "/dataset/");
        environment.put("COLD_BUCKET", bucket);
        environment.put("AWS_REGION", server.region());
        String metadata = "{\"operation\":\"metadata\",\"filepaths\":[\"s3://" + bucket + "/in/x.png\"]}";
        String event = Events.sqs(Events.s3(bucket, "in/x.png"));
        List<Contestant> contestants = new ArrayList<>(List.of(
                new Contestant("empty handler", empty, Empty.class.getName() + "::handleRequest", "{}"),
                new Contestant(
                        "smallest S3 handler (GET)", smallest, Smallest.class.getName() + "::handleRequest", "{}"),
                new Contestant("mediafn, metadata of one object (GET)", real, DeployedFunction.HANDLER, metadata),
                new Contestant("mediafn, one S3 event (GET and PUT)", real, DeployedFunction.HANDLER, event),
                new Contestant(
                        "the same from a snapshot, primed", real, DeployedFunction.HANDLER, event, true, List.of())));
        Map<String, String> archives =
                new LinkedHashMap<>(Map.of("-XX:ArchiveClassesAtExit=", "-XX:SharedArchiveFile="));
        if (Runtime.version().feature() >= FIRST_WITH_AOT_CACHES) {
            archives.put("-XX:AOTCacheOutput=", "-XX:AOTCache=");
        }
        for (Map.Entry<String, String> kind : archives.entrySet()) {
            Path archive = archive(folder, real, environment, event, kind.getKey());
            contestants.add(new Contestant(
                    "the same with " + kind.getValue().substring(4),
                    real,
                    DeployedFunction.HANDLER,
                    event,
                    false,
                    List.of(kind.getValue() + archive)));
        }
        Map<Contestant, List<Times>> all = new LinkedHashMap<>();
        for (int round = 0; round <= rounds; round++) {
            for (Contestant one : contestants) {
                Times times = measure(one, environment);
                // The first round only fills the disk cache.
                if (round > 0) {
                    all.computeIfAbsent(one, key -> new ArrayList<>()).add(times);
                    System.out.printf(
                            Locale.ROOT,
                            "round %d: %-38s %4.0f + %4.0f ms%n",
                            round,
                            one.name(),
                            times.init(),
                            times.first());
                }
            }
        }
        all.forEach((one, times) -> print(one.name(), times));
        double emptyInit = init(all.getOrDefault(contestants.get(0), List.of()));
        double smallestWhole = whole(all.getOrDefault(contestants.get(1), List.of()));
        all.forEach((one, times) -> System.out.printf(
                Locale.ROOT,
                "%-38s init %.2f of the empty handler's, init + first %.2f of the smallest S3 handler's%n",
                one.name(),
                init(times) / emptyInit,
                whole(times) / smallestWhole));
    }

    private static double init(List<Times> times) {
        return median(times.stream().map(Times::init).toList());
    }

    private static double whole(List<Times> times) {
        return median(times.stream().map(one -> one.init() + one.first()).toList());
    }

    private static Times measure(Contestant one, Map<String, String> environment) throws Exception {
        Map<String, String> variables = new HashMap<>(environment);
        if (one.snapshot()) {
            variables.put("AWS_LAMBDA_INITIALIZATION_TYPE", "snap-start");
        }
        long started = System.nanoTime();
        try (DeployedFunction function =
                DeployedFunction.start(one.folder(), one.handler(), variables, List.of(), one.options())) {
            if (one.snapshot()) {
                function.api().awaitSnapshot();
                function.api().restore();
            }
            long initialised = function.api().initialised();
            long invoked = System.nanoTime();
            RuntimeApi.Result result = function.invoke(one.event());
            long answered = System.nanoTime();
            if (!result.kind().equals("response")) {
                throw new IllegalStateException(result + "\n" + function.output());
            }
            return new Times((initialised - started) / 1e6, (answered - invoked) / 1e6);
        }
    }

    /** The classes of one event, as the JVM archives them; of those of the client's own class loader it takes what it can. */
    private static Path archive(Path folder, Path real, Map<String, String> environment, String event, String option)
            throws Exception {
        Path archive = folder.resolve(option.replaceAll("[^A-Za-z]", ""));
        try (DeployedFunction function = DeployedFunction.start(
                real, DeployedFunction.HANDLER, environment, List.of(), List.of(option + archive))) {
            RuntimeApi.Result unused = function.invoke(event);
            function.finish();
            if (!Files.exists(archive)) {
                throw new IllegalStateException("the JVM wrote no archive: " + function.output());
            }
        }
        return archive;
    }

    /** A folder like that of the real function, with one handler in it and, if it needs that, the SDK's S3. */
    private static Path function(Path real, Path folder, Class<?> handler, boolean sdk) throws IOException {
        Path lib = Files.createDirectories(folder.resolve("task").resolve("lib"));
        String name = handler.getName().replace('.', '/') + ".class";
        try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(lib.resolve("handler.jar")));
                InputStream in = Objects.requireNonNull(ColdStart.class.getResourceAsStream("/" + name))) {
            jar.putNextEntry(new JarEntry(name));
            in.transferTo(jar);
            jar.closeEntry();
        }
        if (sdk) {
            for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
                Path jar = Path.of(entry);
                boolean needed =
                        entry.contains("awssdk") || entry.contains("reactive-streams") || entry.contains("slf4j-api");
                if (needed && entry.endsWith(".jar")) {
                    Files.copy(
                            jar, lib.resolve(String.valueOf(jar.getFileName())), StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
        Files.copy(real.resolve("jni.so"), folder.resolve("jni.so"));
        return folder;
    }

    private static void print(String name, List<Times> times) {
        System.out.printf(
                Locale.ROOT,
                "%-38s init %5.0f ms, first invocation %5.0f ms (medians of %d)%n",
                name,
                median(times.stream().map(Times::init).toList()),
                median(times.stream().map(Times::first).toList()),
                times.size());
    }

    private static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        return sorted.get(sorted.size() / 2);
    }
}
