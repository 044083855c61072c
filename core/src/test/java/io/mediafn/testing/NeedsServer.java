package io.mediafn.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The tests of this class need these servers: they are started before the class is even initialised, and where one can't
 * be had, each test is reported as skipped with the reason, or the class fails if MEDIAFN_REQUIRE_SERVERS=true.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@ExtendWith(NeedsServerCondition.class)
public @interface NeedsServer {
    Server[] value();

    /** Which server; each has a method of {@link TestServers}. */
    enum Server {
        LOCALSTACK,
        VERSITY_GATEWAY,
        FAKE_GCS,
        AZURITE,
        /** MongoDB. */
        MONGOD,
        /** FiftyOne's client, which is no server but is had like one. */
        FIFTYONE,
        /** No server, but had and missed in the same ways. */
        FFPROBE
    }
}
