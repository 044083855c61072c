package io.mediafn.media;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Thousands of real files with what FiftyOne stores for them; read in place, where they are. */
public final class Corpus {
    /** What a test that needs it says where it is not there. */
    public static final String WHY_ABSENT =
            "no corpus: set MEDIAFN_TEST_CORPUS to a folder with truth.json and the files it lists";

    private Corpus() {}

    /** Where it is, if it is anywhere. */
    public static Optional<Path> folder() {
        String given = System.getProperty("mediafn.corpus", System.getenv("MEDIAFN_TEST_CORPUS"));
        Path folder = given != null
                ? Path.of(given)
                : Path.of(System.getProperty("mediafn.root", "."), "..", "shared", "corpus");
        return Optional.of(folder).filter(there -> Files.exists(there.resolve("truth.json")));
    }

    /** What is known of each file, by its path in the folder. */
    public static Map<String, Map<String, Object>> truth(Path folder) throws IOException {
        Map<String, Map<String, Object>> truth = new TreeMap<>();
        JSON.std
                .mapFrom(Files.readString(folder.resolve("truth.json")))
                .forEach((name, entry) -> truth.put(name, map(entry)));
        return truth;
    }

    /** A JSON object inside of it. */
    @SuppressWarnings("unchecked")
    public static Map<String, Object> map(Object value) {
        return (Map<String, Object>) value;
    }
}
