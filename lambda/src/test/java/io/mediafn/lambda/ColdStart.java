package io.mediafn.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.mediafn.testing.S3Server;
import io.mediafn.testing.TestServers;
import io.mediafn.testing.TinyImages;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import software.amazon.awssdk.core.sync.RequestBody;
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

    private record Times(double init, double first) {}

    private ColdStart() {}

    public static void main(String[] args) throws Exception {
        int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 9;
        Path folder = Files.createTempDirectory("mediafn-cold-start");
        Path real = DeployedFunction.unpack(Files.createDirectories(folder.resolve("real")));
        Path empty = emptyFunction(real, folder.resolve("empty"));

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
        String event = Events.sqs(Events.s3(bucket, "in/x.png"));

        List<Times> ours = new ArrayList<>();
        List<Times> theirs = new ArrayList<>();
        for (int round = 0; round <= rounds; round++) {
            Times emptyTimes = measure(empty, Empty.class.getName() + "::handleRequest", environment, event);
            Times realTimes = measure(real, DeployedFunction.HANDLER, environment, event);
            // The first round only fills the disk cache.
            if (round > 0) {
                theirs.add(emptyTimes);
                ours.add(realTimes);
                System.out.printf(
                        Locale.ROOT,
                        "round %d: empty %.0f + %.0f ms, mediafn %.0f + %.0f ms%n",
                        round,
                        emptyTimes.init(),
                        emptyTimes.first(),
                        realTimes.init(),
                        realTimes.first());
            }
        }
        print("empty handler", theirs);
        print("mediafn, one S3 event (GET and PUT)", ours);
        double initRatio = median(ours.stream().map(Times::init).toList())
                / median(theirs.stream().map(Times::init).toList());
        double wholeRatio = median(ours.stream().map(t -> t.init() + t.first()).toList())
                / median(theirs.stream().map(t -> t.init() + t.first()).toList());
        System.out.printf(Locale.ROOT, "ratio: init %.2f, init + first invocation %.2f%n", initRatio, wholeRatio);
    }

    private static Times measure(Path folder, String handler, Map<String, String> environment, String event)
            throws Exception {
        long started = System.nanoTime();
        try (DeployedFunction function = DeployedFunction.start(folder, handler, environment, List.of(), List.of())) {
            long initialised = function.api().initialised();
            long invoked = System.nanoTime();
            RuntimeApi.Result result = function.invoke(event);
            long answered = System.nanoTime();
            if (!result.kind().equals("response")) {
                throw new IllegalStateException(result + "\n" + function.output());
            }
            return new Times((initialised - started) / 1e6, (answered - invoked) / 1e6);
        }
    }

    /** A folder like that of the real function, with nothing in it but the empty handler. */
    private static Path emptyFunction(Path real, Path folder) throws IOException {
        Path lib = Files.createDirectories(folder.resolve("task").resolve("lib"));
        String name = Empty.class.getName().replace('.', '/') + ".class";
        try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(lib.resolve("empty.jar")));
                InputStream in = Objects.requireNonNull(ColdStart.class.getResourceAsStream("/" + name))) {
            jar.putNextEntry(new JarEntry(name));
            in.transferTo(jar);
            jar.closeEntry();
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
