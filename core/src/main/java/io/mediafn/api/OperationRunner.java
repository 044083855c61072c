package io.mediafn.api;

import io.mediafn.operation.Report;
import io.mediafn.operation.RunContext;
import java.util.List;
import java.util.Map;

/** Operations by their names, as JSON asks for them. Thread-safe. */
public interface OperationRunner {
    /** In the order of the alphabet. */
    List<String> names();

    /**
     * Runs an operation.
     *
     * @param request its fields
     * @throws IllegalArgumentException if there is none of that name
     * @throws io.mediafn.json.InvalidFieldsException naming every field that breaks a rule
     * @throws io.mediafn.location.LocationRefusedException if a location may not be named
     */
    Report run(String name, Map<String, Object> request, RunContext context);
}
