package io.mediafn.gcf;

import com.google.cloud.functions.HttpFunction;
import com.google.cloud.functions.HttpRequest;
import com.google.cloud.functions.HttpResponse;
import io.mediafn.api.Api;
import io.mediafn.log.LogFields;
import java.io.IOException;
import java.util.UUID;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** The HTTP API as a function with an HTTP trigger; Cloud Run's IAM decides who may call it. Thread-safe. */
public final class MediaHttp implements HttpFunction {
    private final Deployed deployed;
    private final Api api;

    /** For the platform. Settings that break a rule end the start-up, with their names in the error. */
    public MediaHttp() {
        this(Deployed.from(System.getenv()), () -> UUID.randomUUID().toString(), System::nanoTime);
    }

    MediaHttp(Deployed deployed, Supplier<String> ids, LongSupplier nanoTime) {
        this.deployed = deployed;
        this.api = deployed.app().api(ids, nanoTime);
    }

    @Override
    @SuppressWarnings("try") // the fields are there for whoever logs
    public void service(HttpRequest request, HttpResponse response) throws IOException {
        try (LogFields fields = deployed.fieldsOf(name -> request.getFirstHeader(name))) {
            HttpMapping.write(api.handle(HttpMapping.read(request), deployed.deadline()), response);
        }
    }
}
