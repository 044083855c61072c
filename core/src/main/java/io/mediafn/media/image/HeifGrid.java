package io.mediafn.media.image;

import io.mediafn.media.read.MediaException;
import io.mediafn.media.read.MediaException.Reason;
import io.mediafn.media.read.Pieces;
import io.mediafn.media.read.Window;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** An image that is made of tiles (ISO/IEC 23008-12, 6.6.2.3). */
final class HeifGrid {
    private static final int WIDE = 1;

    private final List<HeifItem> tiles;
    private final boolean complete;

    private HeifGrid(List<HeifItem> tiles, boolean complete) {
        this.tiles = tiles;
        this.complete = complete;
    }

    /** @throws MediaException if it has no tile */
    static HeifGrid of(HeifMeta meta, HeifItem grid, Window window) {
        List<HeifItem> tiles = meta.inputsOf(grid);
        if (tiles.isEmpty()) {
            throw new MediaException(Reason.CORRUPT, "broken HEIF: an image that is made of no tiles");
        }
        boolean complete = true;
        for (int i = 0; i < tiles.size(); i++) {
            complete &= tiles.get(i).inputIndex == i;
        }
        return new HeifGrid(tiles, complete && isSound(meta, grid, tiles.size(), window));
    }

    /** Checks the number of tiles, which stands in the item's data, if these were read already. */
    private static boolean isSound(HeifMeta meta, HeifItem grid, int tiles, Window window) {
        if (!meta.isWithin(grid, window.size())) {
            return false;
        }
        Optional<Pieces> fetched = meta.fetched(grid, window);
        if (fetched.isEmpty()) {
            return true;
        }
        Pieces data = fetched.get();
        boolean wide = data.contains(1, 1) && (data.u8(1) & WIDE) != 0;
        if (data.length() != (wide ? 12 : 8) || data.u8(0) != 0) {
            return false;
        }
        long width = wide ? data.u32be(4) : data.u16be(4);
        long height = wide ? data.u32be(8) : data.u16be(6);
        return width > 0 && height > 0 && tiles == (data.u8(2) + 1) * (data.u8(3) + 1);
    }

    /** Whether every tile is there, in its own place. */
    boolean isComplete() {
        return complete;
    }

    List<HeifItem> tiles() {
        return tiles;
    }

    HeifItem firstTile() {
        return tiles.get(0);
    }

    /** Whether each tile has an alpha channel of its own. */
    boolean hasAlphaPerTile(HeifMeta meta) {
        Set<Long> withAlpha = new HashSet<>();
        for (HeifItem item : meta.items()) {
            if (item.auxiliaryOf != 0 && item.isAlphaType()) {
                withAlpha.add(item.auxiliaryOf);
            }
        }
        return tiles.stream().allMatch(tile -> withAlpha.contains(tile.id));
    }
}
