package io.mediafn.log;

import java.util.ArrayList;
import java.util.List;
import org.slf4j.MDC;

/**
 * Fields that each line of the log has until this is closed, also those of threads that are started meanwhile. Belongs to
 * one thread.
 */
public final class LogFields implements AutoCloseable {
    private final List<String> names = new ArrayList<>();

    public void put(String name, String value) {
        MDC.put(name, value);
        names.add(name);
    }

    @Override
    public void close() {
        names.forEach(MDC::remove);
    }
}
