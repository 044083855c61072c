package io.mediafn.azure;

import io.mediafn.api.Api;
import io.mediafn.api.EntryContract;
import io.mediafn.app.MediaApp;
import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** The contract through the staged folder: function.json, the staged jar, the bindings of the annotations. */
final class StagedHttpIT extends EntryContract {
    @Override
    @SuppressWarnings("resource") // the loader is of the test's whole life
    protected Entry open(MediaApp app, Supplier<String> ids, LongSupplier nanoTime) throws Exception {
        Api api = app.api(ids, nanoTime);
        StagedApp staged = StagedApp.overThisCore(type -> {
            Class<?> time = type.getClassLoader().loadClass(FunctionTime.class.getName());
            return type.getConstructor(Api.class, time)
                    .newInstance(api, time.getConstructor(Duration.class).newInstance(FunctionTime.OF_HOST_JSON));
        });
        return request -> TestRequest.reply(staged.invoke("http", TestRequest.of(request)));
    }
}
