package io.mediafn.storage.s3;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttribute;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;

/** Counts what really goes out for a call: the SDK's retries are paid for like first attempts. */
final class RequestCounter implements ExecutionInterceptor {
    private static final ExecutionAttribute<AtomicInteger> COUNT = new ExecutionAttribute<>("mediafn.requests");

    /** The configuration that makes a call count into {@code count}. */
    static Consumer<AwsRequestOverrideConfiguration.Builder> into(AtomicInteger count) {
        return override -> override.putExecutionAttribute(COUNT, count);
    }

    @Override
    public void beforeTransmission(Context.BeforeTransmission context, ExecutionAttributes attributes) {
        AtomicInteger count = attributes.getAttribute(COUNT);
        if (count != null) {
            count.incrementAndGet();
        }
    }
}
