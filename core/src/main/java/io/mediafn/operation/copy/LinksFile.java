package io.mediafn.operation.copy;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import io.mediafn.json.FieldError;
import io.mediafn.json.InvalidFieldsException;
import io.mediafn.location.IllegalLocationException;
import io.mediafn.location.Location;
import io.mediafn.storage.ObjectRead;
import io.mediafn.storage.ObjectStore;
import io.mediafn.storage.ReadOptions;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A file of links: {@code .txt} with a location a line, or {@code .csv} with a header. Columns {@code inpath} and {@code
 * outpath} make pairs; a column {@code url} or {@code path}, as Supervisely writes them, names sources alone, which go to
 * their file names below a folder. The delimiter is whichever of {@code , ; tab} the header has.
 */
final class LinksFile {
    /** Some ten million links would be more than a request should hold; a prefix is the way for those. */
    private static final long LARGEST = 64 << 20;

    private static final String FIELD = "links_location";

    private final Location file;
    private final Optional<Location> outdir;
    private final List<FieldError> errors = new ArrayList<>();
    private final List<Location> in = new ArrayList<>();
    private final List<Location> out = new ArrayList<>();

    private LinksFile(Location file, Optional<Location> outdir) {
        this.file = file;
        this.outdir = outdir;
    }

    /**
     * Reads the whole file.
     *
     * @throws InvalidFieldsException naming every line that breaks a rule
     */
    static CopyRequest.Selection.Pairs read(ObjectStore store, CopyRequest.Selection.Links links) {
        return new LinksFile(links.file(), links.outdir()).read(store);
    }

    private CopyRequest.Selection.Pairs read(ObjectStore store) {
        String text = text(store);
        String name = file.fileName().toLowerCase(Locale.ROOT);
        if (name.endsWith(".txt")) {
            readLines(text);
        } else if (name.endsWith(".csv")) {
            readTable(text);
        } else {
            reject("a file that ends in .csv or .txt", file.display());
        }
        if (!errors.isEmpty()) {
            throw new InvalidFieldsException(errors);
        }
        return new CopyRequest.Selection.Pairs(in, out);
    }

    private String text(ObjectStore store) {
        try (ObjectRead read = store.read(file, ReadOptions.all())) {
            if (read.stat().size() > LARGEST) {
                reject(
                        "at most " + LARGEST + " bytes; for more, copy a prefix",
                        read.stat().size() + " bytes");
                throw new InvalidFieldsException(errors);
            }
            byte[] bytes = read.readAllBytes();
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            reject("UTF-8 text", "other bytes");
            throw new InvalidFieldsException(errors);
        }
    }

    private void readLines(String text) {
        if (outdir.isEmpty()) {
            reject("outdir is given too, since a .txt file names sources alone", "absent");
            return;
        }
        int number = 0;
        for (String line : (Iterable<String>) text.lines()::iterator) {
            number++;
            if (!line.isBlank()) {
                addSource(number, line.strip());
            }
        }
    }

    private void readTable(String text) {
        String header = text.lines().findFirst().orElse("");
        char delimiter = header.indexOf(';') >= 0 ? ';' : header.indexOf('\t') >= 0 ? '\t' : ',';
        try (Stream<CsvRecord> records = CsvReader.builder().fieldSeparator(delimiter).ofCsvRecord(text).stream()) {
            Optional<Map<String, Integer>> columns = Optional.empty();
            for (CsvRecord record : (Iterable<CsvRecord>) records::iterator) {
                if (columns.isEmpty()) {
                    columns = Optional.of(columns(record));
                    if (!errors.isEmpty()) {
                        return;
                    }
                } else {
                    readRow(columns.get(), record);
                }
            }
        } catch (CsvParseException e) {
            reject("a CSV file", String.valueOf(e.getMessage()));
        }
    }

    private Map<String, Integer> columns(CsvRecord header) {
        Map<String, Integer> columns = new java.util.HashMap<>();
        for (int i = 0; i < header.getFieldCount(); i++) {
            columns.putIfAbsent(header.getField(i).strip().toLowerCase(Locale.ROOT), i);
        }
        boolean pairs = columns.containsKey("inpath") && columns.containsKey("outpath");
        boolean sources = columns.containsKey("url") || columns.containsKey("path");
        if (!pairs && !sources) {
            reject("a header with inpath and outpath, or with url or path", String.join(", ", header.getFields()));
        } else if (!pairs && outdir.isEmpty()) {
            reject("outdir is given too where the file has no column outpath", "absent");
        }
        return columns;
    }

    private void readRow(Map<String, Integer> columns, CsvRecord record) {
        int number = Math.toIntExact(record.getStartingLineNumber());
        Optional<String> from = Stream.of("inpath", "url", "path")
                .filter(columns::containsKey)
                .findFirst()
                .flatMap(column -> field(record, columns.getOrDefault(column, -1)));
        if (from.isEmpty()) {
            reject("a source in line " + number, "blank");
        } else if (!columns.containsKey("inpath")) {
            addSource(number, from.get());
        } else {
            Optional<String> to = field(record, columns.getOrDefault("outpath", -1));
            if (to.isEmpty()) {
                reject("an outpath in line " + number, "blank");
            } else {
                add(parse(number, from.get()), parse(number, to.get()));
            }
        }
    }

    private static Optional<String> field(CsvRecord record, int column) {
        return column < 0
                        || column >= record.getFieldCount()
                        || record.getField(column).isBlank()
                ? Optional.empty()
                : Optional.of(record.getField(column).strip());
    }

    private void addSource(int number, String text) {
        Optional<Location> from = parse(number, text);
        if (from.isPresent() && from.get().fileName().isEmpty()) {
            reject("a location with a file name in line " + number, from.get().display());
        } else {
            add(from, from.flatMap(at -> outdir.map(folder -> folder.child(name(at)))));
        }
    }

    /** A URL's query is no part of a name. */
    private static String name(Location at) {
        String name = at.fileName();
        int query = at.scheme() == io.mediafn.location.Scheme.HTTP ? name.indexOf('?') : -1;
        return query < 0 ? name : name.substring(0, query);
    }

    private void add(Optional<Location> from, Optional<Location> to) {
        if (from.isPresent() && to.isPresent()) {
            in.add(from.get());
            out.add(to.get());
        }
    }

    private Optional<Location> parse(int number, String text) {
        try {
            return Optional.of(Location.of(text));
        } catch (IllegalLocationException e) {
            reject("in line " + number + ", a location that " + e.rule(), text);
            return Optional.empty();
        }
    }

    private void reject(String rule, String value) {
        errors.add(new FieldError(FIELD, rule, value));
    }
}
