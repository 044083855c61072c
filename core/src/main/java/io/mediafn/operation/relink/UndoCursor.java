package io.mediafn.operation.relink;

import java.util.Optional;

/** Goes through an undo map beside the map that it undoes, whose order it has. For one thread. */
final class UndoCursor implements AutoCloseable {
    private final Optional<MapReader> undo;
    private Optional<MapEntry> at = Optional.empty();

    /** @param undo closed with this; absent where there is none, which then undoes nothing */
    UndoCursor(Optional<MapReader> undo) {
        this.undo = undo;
    }

    /** Whether an entry is undone by it. Entries are asked for in their order. */
    boolean has(MapEntry entry) {
        while (undo.isPresent() && index() < entry.index() && undo.get().hasNext()) {
            at = Optional.of(undo.get().next());
        }
        return at.filter(line -> line.undoes().orElse(-1) == entry.index()
                        && line.from().equals(entry.to())
                        && line.to().equals(entry.from()))
                .isPresent();
    }

    private int index() {
        return at.map(line -> line.undoes().orElse(-1)).orElse(-1);
    }

    @Override
    public void close() {
        undo.ifPresent(MapReader::close);
    }
}
