package io.mediafn.dataset.fiftyone;

import io.mediafn.dataset.DatasetException;
import io.mediafn.dataset.DatasetException.Kind;
import io.mediafn.dataset.MediaField;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where media are linked in the documents of a dataset: its file paths, the media fields of the App, and what labels keep
 * in files (masks, maps, projections), also those of frames. Immutable.
 */
final class MediaFieldPaths {
    private static final String FRAMES = "frames.";
    private static final String LABELS = "fiftyone.core.labels.";
    private static final String DETECTIONS = LABELS + "Detections";

    /** Classes of embedded documents, and which of their fields is the path of a file. */
    private static final Map<String, String> IN_FILES = Map.of(
            LABELS + "Segmentation",
            "mask_path",
            LABELS + "Heatmap",
            "map_path",
            LABELS + "Detection",
            "mask_path",
            "fiftyone.utils.utils3d.OrthographicProjectionMetadata",
            "filepath");

    private final Map<MediaField, FieldPath> paths;

    private MediaFieldPaths(Map<MediaField, FieldPath> paths) {
        this.paths = Collections.unmodifiableMap(new LinkedHashMap<>(paths));
    }

    static MediaFieldPaths of(DatasetInfo info) {
        Map<MediaField, FieldPath> paths = new LinkedHashMap<>();
        paths.put(MediaField.FILEPATH, FieldPath.of(MediaField.FILEPATH.path()));
        for (String name : info.mediaFields()) {
            boolean ofFrames = name.startsWith(FRAMES) && info.frames().isPresent();
            String path = ofFrames ? name.substring(FRAMES.length()) : name;
            resolved(ofFrames ? info.frameFields() : info.sampleFields(), path)
                    .ifPresent(found -> paths.putIfAbsent(new MediaField(path, ofFrames), found));
        }
        addLabels(paths, info.sampleFields(), List.of(), false);
        if (info.frames().isPresent()) {
            resolved(info.frameFields(), MediaField.FILEPATH.path())
                    .ifPresent(found -> paths.putIfAbsent(new MediaField(MediaField.FILEPATH.path(), true), found));
            addLabels(paths, info.frameFields(), List.of(), true);
        }
        return new MediaFieldPaths(paths);
    }

    /** The way to a declared field of texts; media fields may name one that is gone. */
    private static Optional<FieldPath> resolved(List<FieldDoc> fields, String path) {
        List<FieldDoc> level = fields;
        List<FieldPath.Step> steps = new ArrayList<>();
        Optional<FieldDoc> last = Optional.empty();
        for (String name : Arrays.asList(path.split("\\.", -1))) {
            last = FieldDoc.named(level, name);
            if (last.isEmpty()) {
                return Optional.empty();
            }
            steps.add(last.get().toStep());
            level = last.get().fields();
        }
        return last.filter(FieldDoc::isString).map(field -> new FieldPath(steps));
    }

    private static void addLabels(
            Map<MediaField, FieldPath> paths, List<FieldDoc> fields, List<FieldDoc> above, boolean ofFrames) {
        for (FieldDoc field : fields) {
            List<FieldDoc> way = new ArrayList<>(above);
            way.add(field);
            Optional.ofNullable(IN_FILES.get(field.embeddedType())).ifPresent(file -> add(paths, way, file, ofFrames));
            if (field.embeddedType().equals(DETECTIONS) && field.fields().isEmpty()) {
                // Old schemas do not say what labels are made of.
                addDetections(paths, way, ofFrames);
            }
            addLabels(paths, field.fields(), way, ofFrames);
        }
    }

    private static void add(Map<MediaField, FieldPath> paths, List<FieldDoc> way, String file, boolean ofFrames) {
        List<FieldPath.Step> steps =
                new ArrayList<>(way.stream().map(FieldDoc::toStep).toList());
        steps.add(new FieldPath.Step(file, false));
        String name = String.join(".", way.stream().map(FieldDoc::name).toList()) + "." + file;
        paths.putIfAbsent(new MediaField(name, ofFrames), new FieldPath(steps));
    }

    private static void addDetections(Map<MediaField, FieldPath> paths, List<FieldDoc> way, boolean ofFrames) {
        List<FieldDoc> longer = new ArrayList<>(way);
        longer.add(new FieldDoc(
                "detections",
                "detections",
                "fiftyone.core.fields.ListField",
                LABELS + "Detection",
                "fiftyone.core.fields.EmbeddedDocumentField",
                List.of()));
        add(paths, longer, "mask_path", ofFrames);
    }

    List<MediaField> fields() {
        return List.copyOf(paths.keySet());
    }

    /** @throws DatasetException INVALID if no media are linked there */
    FieldPath pathOf(MediaField field) {
        FieldPath path = paths.get(field);
        if (path == null) {
            throw new DatasetException(
                    Kind.INVALID,
                    "no media field is called '" + field.text() + "'; there are "
                            + String.join(
                                    ", ",
                                    paths.keySet().stream()
                                            .map(MediaField::text)
                                            .toList()));
        }
        return path;
    }
}
