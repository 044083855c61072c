package io.mediafn.cli;

import io.mediafn.location.Location;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;

/** Reads locations that are piped into a command, one a line, taken as they are. Belongs to one thread. */
final class LocationLines {
    /** What stands for the lines among the arguments. */
    static final String ARGUMENT = "-";

    /** So many are read before anything is done with them, and no more are held. */
    private static final int CHUNK = 10_000;

    private final BufferedReader lines;
    private long number;

    LocationLines(InputStream in) {
        // A name that is no UTF-8 must not be taken for another one.
        this.lines = new BufferedReader(new InputStreamReader(
                in,
                StandardCharsets.UTF_8
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT)));
    }

    /** Whether the arguments say that locations are piped; then there is no other argument. */
    static boolean areMeantBy(List<String> arguments) {
        if (arguments.contains(ARGUMENT) && arguments.size() > 1) {
            throw new UsageException("- reads the locations from stdin, so it goes with no other LOCATION");
        }
        return arguments.contains(ARGUMENT);
    }

    /**
     * Them all, in chunks that are each read when asked for. A line that is no location is a {@link UsageException} that
     * names it, instead of its chunk.
     */
    Iterator<List<Location>> chunks() {
        return Stream.generate(this::chunk).takeWhile(chunk -> !chunk.isEmpty()).iterator();
    }

    private List<Location> chunk() {
        List<Location> chunk = new ArrayList<>();
        try {
            String line = lines.readLine();
            while (line != null) {
                number++;
                if (!line.isBlank()) {
                    chunk.add(location(line));
                }
                line = chunk.size() < CHUNK ? lines.readLine() : null;
            }
        } catch (CharacterCodingException e) {
            throw new UsageException("stdin: behind line " + number + " is something that is not UTF-8");
        } catch (IOException e) {
            throw new UsageException("stdin can't be read behind line " + number + ": " + e.getMessage());
        }
        return chunk;
    }

    private Location location(String line) {
        try {
            return Locations.of(line);
        } catch (IllegalArgumentException e) {
            throw new UsageException("stdin, line " + number + ": " + e.getMessage());
        }
    }
}
