package io.mediafn.lambda;

import java.io.IOException;
import java.util.Map;
import org.crac.Context;
import org.crac.Core;
import org.crac.Resource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is done around SnapStart's snapshot ("Lambda SnapStart runtime hooks for Java" of Lambda's developer guide).
 *
 * <p>Nothing of the function's own app is opened before the snapshot, so nothing of it can be in there: no connection, no
 * credentials, no address of a host, no clock that was set right, no name that two instances would share. {@link Priming}
 * works on an app of its own, and closes it.
 */
final class SnapshotHook implements Resource {
    private static final Logger LOG = LoggerFactory.getLogger(SnapshotHook.class);

    /** Held here, since whom it is registered with holds it weakly, and would forget it at the next collection. */
    private static final SnapshotHook HOOK = new SnapshotHook(System.getenv());

    private final Map<String, String> environment;

    SnapshotHook(Map<String, String> environment) {
        this.environment = environment;
    }

    /** Before anything asks by HTTP: connections that the JDK keeps would be in the snapshot, and dead after it. */
    static void register() {
        System.setProperty("http.keepAlive", "false");
        Core.getGlobalContext().register(HOOK);
    }

    /** What may fail in any way, and must not end the start. */
    @FunctionalInterface
    private interface Rehearsal {
        void run() throws IOException;
    }

    /** Whatever goes wrong here costs first calls their speed; an exception would cost the deployment. */
    @Override
    public void beforeCheckpoint(Context<? extends Resource> context) {
        long started = System.nanoTime();
        boolean called = isDone("of what calls do", () -> Priming.run(environment));
        boolean greeted = isDone("of TLS", () -> PrimingTls.run(environment));
        if (called && greeted) {
            LOG.info("primed for the snapshot in {} ms", (System.nanoTime() - started) / 1_000_000);
        }
    }

    private static boolean isDone(String what, Rehearsal rehearsal) {
        try {
            rehearsal.run();
            return true;
        } catch (IOException | RuntimeException | LinkageError e) {
            LOG.warn("the priming {} failed, so first calls after a restore will be slower", what, e);
            return false;
        }
    }

    /** Nothing to mend: what invocations use is opened by the first of them. */
    @Override
    public void afterRestore(Context<? extends Resource> context) {
        LOG.info("restored from the snapshot");
    }
}
