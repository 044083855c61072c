package io.mediafn.testing;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/** A condition, since an exception from a static field is a failure, and of one from @BeforeAll Surefire reports nothing. */
final class NeedsServerCondition implements ExecutionCondition {
    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        try {
            AnnotationSupport.findAnnotation(context.getRequiredTestClass(), NeedsServer.class)
                    .ifPresent(NeedsServerCondition::start);
            return ConditionEvaluationResult.enabled("its servers are there");
        } catch (ServerUnavailableException e) {
            return ConditionEvaluationResult.disabled(e.getMessage());
        }
    }

    private static void start(NeedsServer needs) {
        for (NeedsServer.Server server : needs.value()) {
            TestServers.start(server);
        }
    }
}
