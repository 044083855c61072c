package io.mediafn.app;

import io.mediafn.api.OperationRunner;
import io.mediafn.operation.Report;
import io.mediafn.operation.RunContext;
import io.mediafn.operation.compact.CompactRequest;
import io.mediafn.operation.copy.CopyRequestReader;
import io.mediafn.operation.delete.DeleteRequest;
import io.mediafn.operation.list.ListRequest;
import io.mediafn.operation.metadata.DatasetMetadataRequest;
import io.mediafn.operation.metadata.MetadataRequest;
import io.mediafn.operation.migrate.MigrateRequest;
import io.mediafn.operation.relink.RelinkRequestReader;
import io.mediafn.operation.stat.StatRequest;
import io.mediafn.operation.upload.UploadMediaRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The operations by their names, as JSON asks for them, whatever brought it. Thread-safe. */
public final class Operations implements OperationRunner {
    static final List<String> NAMES = List.of(
            "compact", "copy", "delete", "list", "metadata", "migrate", "move", "relink", "stat", "upload-media");

    private static final String DATASET = "dataset";

    private final MediaApp app;

    Operations(MediaApp app) {
        this.app = app;
    }

    @Override
    public List<String> names() {
        return NAMES;
    }

    /**
     * Runs the operation that a request names.
     *
     * @param request with the field {@code operation}
     * @throws IllegalArgumentException if there is none of that name
     */
    public Report run(Map<String, Object> request, RunContext context) {
        Map<String, Object> fields = new LinkedHashMap<>(request);
        return run(String.valueOf(fields.remove("operation")), fields, context);
    }

    @Override
    public Report run(String name, Map<String, Object> request, RunContext context) {
        Report report = runUnmeasured(name, NextTokens.opened(name, request), context);
        app.measured(Measures.of(report));
        return NextTokens.sealed(name, request, report);
    }

    private Report runUnmeasured(String name, Map<String, Object> request, RunContext context) {
        return switch (name) {
            case "compact" -> app.compact().run(CompactRequest.fromJson(request), context);
            case "copy" -> app.copy().run(CopyRequestReader.read(request, false), context);
            case "move" -> app.copy().run(CopyRequestReader.read(request, true), context);
            case "delete" -> app.delete().run(DeleteRequest.fromJson(request), context);
            case "list" -> app.list().run(ListRequest.fromJson(request), context);
            case "relink" -> app.relink().run(RelinkRequestReader.read(request), context);
            case "stat" -> app.stat().run(StatRequest.fromJson(request), context);
            case "upload-media" -> app.uploadMedia().run(UploadMediaRequest.fromJson(request), context);
            case "migrate" -> app.migrate().run(MigrateRequest.fromJson(request), context);
            case "metadata" -> {
                if (request.get(DATASET) != null) {
                    yield app.datasetMetadata().run(DatasetMetadataRequest.fromJson(request), context);
                }
                Map<String, Object> fields = new LinkedHashMap<>(request);
                fields.remove(DATASET);
                MetadataRequest metadata = MetadataRequest.fromJson(fields);
                metadata.locations().forEach(app.policy()::check);
                yield app.metadata().run(metadata, context);
            }
            default ->
                throw new IllegalArgumentException(
                        "operation: one of: " + String.join(", ", NAMES) + " (is " + name + ")");
        };
    }
}
