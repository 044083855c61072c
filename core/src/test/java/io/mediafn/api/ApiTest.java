package io.mediafn.api;

import io.mediafn.app.MediaApp;
import io.mediafn.batch.Deadline;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** The API itself, without any platform around it. */
final class ApiTest extends EntryContract {
    @Override
    protected Entry open(MediaApp app, Supplier<String> ids, LongSupplier nanoTime) {
        Api api = app.api(ids, nanoTime);
        return request -> api.handle(request, Deadline.never());
    }
}
