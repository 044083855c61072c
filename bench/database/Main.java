package database;

import java.util.Map;
import java.util.function.BiConsumer;

/** Does one job against a database: PROGRAM-JOB URI DATABASE DATASET FROM TO COUNT STRIDE. */
final class Main {
    private static final Map<String, BiConsumer<Job, Tally>> JOBS = Map.of(
            "mediafn-prefix", Mediafn::prefix,
            "mediafn-map", Mediafn::map,
            "mediafn-metadata", Mediafn::metadata,
            "driver-prefix", Driver::prefix,
            "driver-map", Driver::map,
            "driver-metadata", Driver::metadataById,
            "driver-by-path-metadata", Driver::metadataByPath);

    private Main() {}

    public static void main(String[] arguments) {
        BiConsumer<Job, Tally> doing = JOBS.get(arguments[0]);
        if (doing == null) {
            throw new IllegalArgumentException("no job " + arguments[0]);
        }
        Job job = new Job(
                arguments[1],
                arguments[2],
                arguments[3],
                arguments[4],
                arguments[5],
                Integer.parseInt(arguments[6]),
                Integer.parseInt(arguments[7]));
        Tally tally = new Tally();
        long begun = System.nanoTime();
        doing.accept(job, tally);
        System.out.println(tally.json((System.nanoTime() - begun) / 1e9));
    }
}
