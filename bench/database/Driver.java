package database;

import com.mongodb.bulk.BulkWriteResult;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoCursor;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.UpdateManyModel;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.WriteModel;
import com.mongodb.client.result.UpdateResult;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.function.Function;
import org.bson.Document;
import org.bson.conversions.Bson;

/** The jobs as the least that MongoDB's driver can be asked: nothing is looked at before, and nothing counted. */
final class Driver {
    private static final BulkWriteOptions UNORDERED = new BulkWriteOptions().ordered(false);

    private Driver() {}

    private static MongoCollection<Document> samples(MongoClient client, Job job) {
        Document dataset = client.getDatabase(job.database())
                .getCollection("datasets")
                .find(Filters.eq("name", job.dataset()))
                .first();
        if (dataset == null) {
            throw new IllegalStateException("no dataset " + job.dataset());
        }
        return client.getDatabase(job.database()).getCollection(dataset.getString("sample_collection_name"));
    }

    static void prefix(Job job, Tally tally) {
        int cut = job.from().getBytes(StandardCharsets.UTF_8).length;
        Document rest = new Document("$subtract", List.of(new Document("$strLenBytes", "$filepath"), cut));
        Document path = new Document(
                "$concat", List.of(job.to(), new Document("$substrBytes", List.of("$filepath", cut, rest))));
        Document set = new Document("$set", new Document("filepath", path).append("last_modified_at", "$$NOW"));
        // The slash, and the character behind it.
        Bson under = Filters.and(Filters.gte("filepath", job.from() + "/"), Filters.lt("filepath", job.from() + "0"));
        try (MongoClient client = MongoClients.create(job.uri())) {
            MongoCollection<Document> samples = samples(client, job);
            UpdateResult result = tally.writes(() -> samples.updateMany(under, List.of(set)));
            tally.add(result.getMatchedCount(), result.getModifiedCount());
        }
    }

    static void map(Job job, Tally tally) {
        try (MongoClient client = MongoClients.create(job.uri())) {
            MongoCollection<Document> samples = samples(client, job);
            for (int start = 0; start < job.count(); start += Job.MAP_BATCH) {
                Date now = new Date();
                List<WriteModel<Document>> writes = new ArrayList<>(Job.MAP_BATCH);
                for (int number : job.batch(start)) {
                    Document set = new Document("filepath", Job.path(job.to(), number)).append("last_modified_at", now);
                    writes.add(new UpdateManyModel<>(
                            Filters.eq("filepath", Job.path(job.from(), number)), new Document("$set", set)));
                }
                write(samples, writes, tally);
            }
        }
    }

    static void metadataById(Job job, Tally tally) {
        metadata(job, tally, sample -> Filters.eq("_id", sample.getObjectId("_id")), UpdateOneModel::new);
    }

    static void metadataByPath(Job job, Tally tally) {
        metadata(job, tally, sample -> Filters.eq("filepath", sample.getString("filepath")), UpdateManyModel::new);
    }

    private interface Update {
        WriteModel<Document> of(Bson filter, Bson update);
    }

    private static void metadata(Job job, Tally tally, Function<Document, Bson> filter, Update update) {
        try (MongoClient client = MongoClients.create(job.uri())) {
            MongoCollection<Document> samples = samples(client, job);
            try (MongoCursor<Document> found = samples.find(Filters.eq("metadata", null))
                    .projection(Projections.include("filepath"))
                    .sort(Sorts.ascending("_id"))
                    .hint(Sorts.ascending("_id"))
                    .limit(job.count())
                    .batchSize(1000)
                    .cursor()) {
                while (found.hasNext()) {
                    Date now = new Date();
                    List<WriteModel<Document>> writes = new ArrayList<>(Job.METADATA_BATCH);
                    while (writes.size() < Job.METADATA_BATCH && found.hasNext()) {
                        Document sample = found.next();
                        Document metadata = new Document(Job.metadata(sample.getString("filepath")));
                        Document set = new Document("metadata", metadata).append("last_modified_at", now);
                        writes.add(update.of(filter.apply(sample), new Document("$set", set)));
                    }
                    write(samples, writes, tally);
                }
            }
        }
    }

    private static void write(MongoCollection<Document> samples, List<WriteModel<Document>> writes, Tally tally) {
        BulkWriteResult result = tally.writes(() -> samples.bulkWrite(writes, UNORDERED));
        tally.add(result.getMatchedCount(), result.getModifiedCount());
    }
}
