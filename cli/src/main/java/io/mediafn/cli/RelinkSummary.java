package io.mediafn.cli;

import io.mediafn.batch.ItemError;
import io.mediafn.batch.Outcome;
import io.mediafn.json.Json;
import io.mediafn.operation.relink.Ending;
import io.mediafn.operation.relink.FieldResult;
import io.mediafn.operation.relink.LineResult;
import io.mediafn.operation.relink.RelinkRequest;
import io.mediafn.operation.relink.RelinkRequest.ByPrefix;
import io.mediafn.operation.relink.RelinkResult;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Tells a person, or a program, what was relinked, and how to undo it. */
final class RelinkSummary {
    /** What a shell takes as it is. */
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./:=@%+,-]+");

    private final Terminal terminal;
    private final ProgressLine progress;
    private final RelinkRequest request;
    private final boolean json;
    private final boolean quiet;
    private final Map<Outcome, Long> counts = new EnumMap<>(Outcome.class);
    private final long started = System.nanoTime();
    private long samples;

    RelinkSummary(Terminal terminal, ProgressLine progress, RelinkRequest request, boolean json, boolean quiet) {
        this.terminal = terminal;
        this.progress = progress;
        this.request = request;
        this.json = json;
        this.quiet = quiet;
    }

    void add(RelinkResult result) {
        counts.merge(result.outcome(), 1L, Long::sum);
        samples += result.outcome() == Outcome.NOT_ATTEMPTED ? 0 : result.samples();
        progress.step();
        if (json) {
            terminal.out().println(Json.write(result.toJson()));
        } else {
            switch (result) {
                case FieldResult field -> say(isMissed(field), fieldLine(field));
                case LineResult line -> {
                    boolean wrong = isMissed(line) && line.error().isPresent();
                    if (wrong || line.notRendered().isPresent()) {
                        say(true, lineText(line));
                    }
                }
            }
        }
        terminal.check();
    }

    private static boolean isMissed(RelinkResult result) {
        return result.outcome() == Outcome.FAILED || result.outcome() == Outcome.NOT_ATTEMPTED;
    }

    private void say(boolean isError, String line) {
        if (isError || !quiet) {
            progress.hide();
            (isError ? terminal.err() : terminal.out()).println("  " + Table.printable(line));
        }
    }

    private static String fieldLine(FieldResult field) {
        String what = switch (field.outcome()) {
            case DONE -> field.samples() + " relinked";
            case PLANNED -> field.samples() + " would be relinked";
            case SKIPPED -> "none under the prefix";
            case NOT_ATTEMPTED -> "not attempted (" + field.reason().orElse("") + ")";
            case FAILED -> "failed" + text(field.error());
        };
        return field.field() + "  " + what;
    }

    private static String lineText(LineResult line) {
        String what =
                line.notRendered().map(why -> "not rendered: " + why).orElseGet(() -> "failed" + text(line.error()));
        Map<String, Object> shown = line.toJson();
        return shown.get("inpath") + " -> " + shown.get("outpath") + "  " + what;
    }

    private static String text(Optional<ItemError> error) {
        return error.map(found -> ": " + found.kind() + " " + found.message()).orElse("");
    }

    private long count(Outcome outcome) {
        return counts.getOrDefault(outcome, 0L);
    }

    boolean anyMissed() {
        return count(Outcome.FAILED) + count(Outcome.NOT_ATTEMPTED) > 0;
    }

    /** The last lines: what it came to, and how to undo it. */
    void finish(Ending ending) {
        progress.hide();
        if (quiet) {
            return;
        }
        if (!json) {
            terminal.err().println(total());
        }
        if (ending.more().get("payloads") instanceof Integer payloads) {
            terminal.err()
                    .println("  " + Texts.count(payloads, "payload") + " in "
                            + Table.printable(String.valueOf(ending.more().get("payloads_location"))));
        }
        if (!request.dryRun()) {
            undo(ending).ifPresent(command -> terminal.err().println("  Undo: " + command));
        }
    }

    private String total() {
        boolean fields = request.way() instanceof ByPrefix;
        StringBuilder line = new StringBuilder("  ")
                .append(Texts.count(samples, "link"))
                .append(request.dryRun() ? " would be changed: " : " changed: ");
        List<String> parts = new ArrayList<>();
        for (Map.Entry<Outcome, Long> entry : counts.entrySet()) {
            parts.add(Texts.count(entry.getValue(), fields ? "field" : "line") + " "
                    + entry.getKey().text().replace('_', ' '));
        }
        line.append(parts.isEmpty() ? "the map is empty" : String.join(", ", parts));
        return line.append(String.format(Locale.ROOT, "; %.1f s", (System.nanoTime() - started) / 1e9))
                .toString();
    }

    private Optional<String> undo(Ending ending) {
        if (samples == 0) {
            return Optional.empty();
        }
        List<String> words = new ArrayList<>(List.of("mediafn", "relink", "--dataset", request.dataset()));
        if (ending.more().get("undo") instanceof Map<?, ?> swapped) {
            words.addAll(List.of(
                    "--from-prefix", String.valueOf(swapped.get("from_prefix")),
                    "--to-prefix", String.valueOf(swapped.get("to_prefix"))));
            if (!request.mediaFields().isEmpty()) {
                words.addAll(List.of("--media-fields", String.join(",", request.mediaFields())));
            }
            if (Boolean.TRUE.equals(swapped.get("resume"))) {
                words.add("--resume");
            }
        } else if (ending.more().get("undo_location") instanceof String location) {
            words.addAll(List.of("--map", location));
        } else {
            return Optional.empty();
        }
        if (request.force()) {
            words.add("--force");
        }
        return Optional.of(
                String.join(" ", words.stream().map(RelinkSummary::quoted).toList()));
    }

    private static String quoted(String word) {
        return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
