package io.mediafn.azure;

import io.mediafn.api.EntryContract;
import io.mediafn.app.MediaApp;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** The contract in this process. */
final class HttpFunctionTest extends EntryContract {
    @Override
    protected Entry open(MediaApp app, Supplier<String> ids, LongSupplier nanoTime) {
        HttpFunction function =
                new HttpFunction(app.api(ids, nanoTime), FunctionTime.of(Optional.of(Duration.ofMinutes(5))));
        return request -> TestRequest.reply(function.http(TestRequest.of(request), new TestContext("http")));
    }
}
