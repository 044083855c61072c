package io.mediafn.dataset.fiftyone;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Projections;
import io.mediafn.dataset.DatasetException;
import io.mediafn.dataset.DatasetException.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/** Reads a dataset's document, and refuses what is not understood: nothing is written on a guess. */
final class Opening {
    private static final Set<String> TYPES = Set.of("fiftyone", "fiftyone-teams");
    private static final Pattern VERSION = Pattern.compile("(\\d{1,6})\\.(\\d{1,6})(\\D.*)?");
    /** Since then a dataset's parts are where they are looked for here. */
    private static final int OLDEST_MINOR_OF_0 = 19;

    private static final List<String> MEDIA_REFERENCES =
            List.of("_media_roots", "_media_sources", "_media_source_layouts");
    /** Of which a similar one is looked for. */
    private static final int MOST_NAMES = 10_000;

    private final Database database;

    Opening(Database database) {
        this.database = database;
    }

    DatasetInfo read(String name, boolean force) {
        String what = "opening the dataset '" + name + "'";
        MongoCollection<Document> datasets = database.collection("datasets");
        List<Document> configs = database.ask(
                what, () -> database.collection("config").find().limit(2).into(new ArrayList<>()));
        checkConfig(configs);
        List<Document> found = database.ask(
                what, () -> datasets.find(Filters.eq("name", name)).limit(1).into(new ArrayList<>()));
        if (found.isEmpty()) {
            throw new DatasetException(Kind.NOT_FOUND, noSuch(name, database.ask(what, () -> names(datasets))));
        }
        Document dataset = found.getFirst();
        check(dataset, name, force);
        return DatasetInfo.of(dataset);
    }

    private static List<String> names(MongoCollection<Document> datasets) {
        return datasets.find()
                .projection(Projections.include("name"))
                .limit(MOST_NAMES)
                .map(dataset -> String.valueOf(dataset.get("name")))
                .into(new ArrayList<>());
    }

    private String noSuch(String name, List<String> names) {
        List<String> similar = SimilarNames.of(name, names);
        String hint = names.isEmpty()
                ? "it has none"
                : similar.isEmpty()
                        ? "it has " + names.size() + ", none with a similar name"
                        : "did you mean '" + String.join("' or '", similar) + "'?";
        return "there is no dataset '" + name + "' in the database " + database.name() + ": " + hint;
    }

    private void checkConfig(List<Document> configs) {
        if (configs.size() != 1) {
            throw new DatasetException(
                    Kind.REFUSED,
                    "the database " + database.name()
                            + (configs.isEmpty()
                                    ? " has no config of FiftyOne: its client has to use it first, or FIFTYONE_DATABASE_NAME"
                                            + " names another one"
                                    : " has several configs, where FiftyOne keeps one"));
        }
        Document config = configs.getFirst();
        Object type = config.get("type");
        if (!(type instanceof String text) || !TYPES.contains(text)) {
            throw new DatasetException(
                    Kind.REFUSED,
                    "the database " + database.name() + " is of the type " + type + "; known are fiftyone and"
                            + " fiftyone-teams");
        }
        checkVersion("the database " + database.name(), config.get("version"));
    }

    private static void check(Document dataset, String name, boolean force) {
        String subject = "the dataset '" + name + "'";
        checkVersion(subject, dataset.get("version"));
        if (!(dataset.get("sample_collection_name") instanceof String samples) || !samples.startsWith("samples.")) {
            throw new DatasetException(
                    Kind.REFUSED,
                    subject
                            + " keeps no samples of its own: it is a view of another dataset, with copies of its samples");
        }
        for (String key : MEDIA_REFERENCES) {
            if (dataset.get(key) instanceof List<?> list && !list.isEmpty()) {
                throw new DatasetException(
                        Kind.REFUSED, subject + " has media references instead of file paths (" + key + ")");
            }
        }
        if (FieldDoc.named(FieldDoc.listOf(dataset, "sample_fields"), "media_reference")
                .isPresent()) {
            throw new DatasetException(
                    Kind.REFUSED, subject + " has media references instead of file paths (media_reference)");
        }
        if (!force && !Boolean.TRUE.equals(dataset.get("persistent"))) {
            throw new DatasetException(
                    Kind.REFUSED,
                    subject
                            + " is not persistent: FiftyOne deletes it when its client ends; set persistent = True first");
        }
    }

    private static void checkVersion(String subject, @Nullable Object version) {
        Matcher parts = VERSION.matcher(String.valueOf(version));
        boolean understood = parts.matches()
                && (Integer.parseInt(parts.group(1)) == 1
                        || (Integer.parseInt(parts.group(1)) == 0
                                && Integer.parseInt(parts.group(2)) >= OLDEST_MINOR_OF_0));
        if (!understood) {
            throw new DatasetException(
                    Kind.REFUSED,
                    subject + " is of FiftyOne's version " + version + "; understood are 0.19 and newer, but not 2");
        }
    }
}
