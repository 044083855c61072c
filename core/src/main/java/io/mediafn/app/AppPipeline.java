package io.mediafn.app;

import io.mediafn.config.HttpService;
import io.mediafn.config.Settings;
import io.mediafn.config.SettingsException;
import io.mediafn.event.Pipeline;
import io.mediafn.event.PipelineRunner;
import io.mediafn.event.PipelineSteps;
import io.mediafn.json.FieldError;
import io.mediafn.json.InvalidFieldsException;
import io.mediafn.json.Json;
import io.mediafn.json.JsonException;
import io.mediafn.location.Location;
import io.mediafn.location.LocationPolicy;
import io.mediafn.location.LocationRefusedException;
import io.mediafn.storage.ObjectRead;
import io.mediafn.storage.ReadOptions;
import io.mediafn.storage.StorageException;
import io.mediafn.storage.StorageException.Kind;
import io.mediafn.storage.Stores;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The pipeline of the settings, read when it is first needed, and not again. Thread-safe. */
final class AppPipeline {
    private static final String VARIABLE = "MEDIAFN_PIPELINE: ";
    private static final String OPERATION = "operation";
    private static final int LARGEST = 1 << 20;

    private final Settings settings;
    private final Stores stores;
    private final LocationPolicy policy;
    private final AppDatasets datasets;
    private final PipelineSteps steps;
    private @Nullable Pipeline pipeline;

    AppPipeline(Settings settings, Stores stores, LocationPolicy policy, AppDatasets datasets, PipelineSteps steps) {
        this.settings = settings;
        this.stores = stores;
        this.policy = policy;
        this.datasets = datasets;
        this.steps = steps;
    }

    PipelineRunner runner() {
        return steps.runner(pipeline());
    }

    /** Reads it now if it stands in the settings themselves: a mistake in it should end the start-up. */
    void checkInline() {
        if (settings.deployment().pipeline().filter(AppPipeline::isInline).isPresent()) {
            Pipeline unused = pipeline();
        }
    }

    /** @throws SettingsException if it breaks a rule */
    synchronized Pipeline pipeline() {
        Pipeline read = pipeline;
        if (read == null) {
            read = settings.deployment().pipeline().map(this::read).orElseGet(Pipeline::byDefault);
            pipeline = read;
        }
        return read;
    }

    private static boolean isInline(String text) {
        return text.startsWith("{");
    }

    private Pipeline read(String text) {
        try {
            Map<String, Object> json =
                    isInline(text) ? Json.readObject(text) : Json.readObject(content(Location.of(text)));
            Pipeline found = Pipeline.fromJson(json, new EventSpelling(settings.services())::of);
            check(found);
            return found;
        } catch (InvalidFieldsException e) {
            throw new SettingsException(
                    e.errors().stream().map(error -> VARIABLE + error).toList());
        } catch (JsonException e) {
            throw new SettingsException(List.of(VARIABLE + e.getMessage()));
        }
    }

    /** What would fail with every event that comes is told before the first. */
    private void check(Pipeline found) {
        List<FieldError> errors = new ArrayList<>();
        found.prefixes().stream()
                .filter(prefix -> !datasets.isInBucket(prefix.value()))
                .forEach(prefix -> errors.add(error(prefix, "a place whose objects have events: in a bucket")));
        found.outputs().forEach(output -> errorOf(output).ifPresent(errors::add));
        found.links().forEach(link -> errorOf(link).ifPresent(errors::add));
        found.outputs().stream()
                .filter(output -> settings.services()
                        .forLocation(output.value())
                        .filter(HttpService.class::isInstance)
                        .isPresent())
                .forEach(output -> errors.add(error(output, "a place that can be written to, and no web server")));
        for (Pipeline.Named<Optional<String>> dataset : found.datasets()) {
            datasets.problem(dataset.value())
                    .ifPresent(rule -> errors.add(new FieldError(
                            dataset.field(),
                            rule,
                            dataset.value().or(settings::dataset).orElse("absent"))));
        }
        for (int i = 0; i < found.schedule().size(); i++) {
            String operation = String.valueOf(found.schedule().get(i).get(OPERATION));
            if (!Operations.NAMES.contains(operation)) {
                errors.add(new FieldError(
                        "schedule[" + i + "]." + OPERATION,
                        "one of: " + String.join(", ", Operations.NAMES),
                        operation));
            }
        }
        if (!errors.isEmpty()) {
            throw new InvalidFieldsException(errors);
        }
    }

    private Optional<FieldError> errorOf(Pipeline.Named<Location> place) {
        try {
            Location unused = policy.check(place.value());
            return Optional.empty();
        } catch (LocationRefusedException e) {
            return Optional.of(error(place, e.rule()));
        }
    }

    private static FieldError error(Pipeline.Named<Location> place, String rule) {
        return new FieldError(place.field(), rule, place.value().display());
    }

    private byte[] content(Location at) {
        try (ObjectRead read = stores.forLocation(at).read(at, ReadOptions.all())) {
            byte[] content = read.body().readNBytes(LARGEST + 1);
            if (content.length > LARGEST) {
                throw new StorageException(Kind.INVALID, at, "a pipeline has at most " + LARGEST + " bytes");
            }
            return content;
        } catch (IOException e) {
            throw new StorageException(Kind.UNAVAILABLE, at, "the answer broke off: " + e.getMessage(), e);
        }
    }
}
