package io.mediafn.app;

import io.mediafn.config.Settings;
import io.mediafn.config.SettingsException;
import io.mediafn.event.Pipeline;
import io.mediafn.event.PipelineRunner;
import io.mediafn.event.PipelineSteps;
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
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The pipeline of the settings, read when it is first needed, and not again. Thread-safe. */
final class AppPipeline {
    private static final String VARIABLE = "MEDIAFN_PIPELINE: ";
    private static final int LARGEST = 1 << 20;

    private final Settings settings;
    private final Stores stores;
    private final LocationPolicy policy;
    private final PipelineSteps steps;
    private @Nullable Pipeline pipeline;

    AppPipeline(Settings settings, Stores stores, LocationPolicy policy, PipelineSteps steps) {
        this.settings = settings;
        this.stores = stores;
        this.policy = policy;
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
            Pipeline found = Pipeline.fromJson(Json.readObject(isInline(text) ? text : content(Location.of(text))));
            found.outputs().forEach(policy::check);
            return found;
        } catch (InvalidFieldsException e) {
            throw new SettingsException(
                    e.errors().stream().map(error -> VARIABLE + error).toList());
        } catch (JsonException | LocationRefusedException e) {
            throw new SettingsException(List.of(VARIABLE + e.getMessage()));
        }
    }

    private String content(Location at) {
        try (ObjectRead read = stores.forLocation(at).read(at, ReadOptions.all())) {
            if (read.stat().size() > LARGEST) {
                throw new StorageException(Kind.INVALID, at, "a pipeline has at most " + LARGEST + " bytes");
            }
            return new String(read.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        }
    }
}
