package io.mediafn.lambda;

import java.util.Map;

/** Tells a start that ends in a snapshot. Only then is anything loaded that snapshots need. */
final class SnapStart {
    private static final String INITIALISATION = "AWS_LAMBDA_INITIALIZATION_TYPE";

    private SnapStart() {}

    /** @param environment the function's */
    static void prepare(Map<String, String> environment) {
        if ("snap-start".equals(environment.get(INITIALISATION))) {
            SnapshotHook.register();
        }
    }
}
