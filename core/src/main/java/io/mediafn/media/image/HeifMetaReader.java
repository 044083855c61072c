package io.mediafn.media.image;

import io.mediafn.media.image.HeifItem.Extent;
import io.mediafn.media.read.MediaException;
import io.mediafn.media.read.MediaException.Reason;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads a box {@code meta} as strictly as libavif: Pillow opens no AVIF that libavif refuses. What only libavif minds is
 * noted, and the rest is read.
 */
final class HeifMetaReader {
    /** A grid has at most 256 x 256 tiles. */
    private static final int MAX_ITEMS = 70_000;

    private static final int MAX_PROPERTIES = 4_096;
    private static final int MAX_ASSOCIATIONS = 1_000_000;
    private static final int MAX_TEXT = 64;

    private final Map<Long, HeifItem> items = new LinkedHashMap<>();
    private final List<HeifProperty> properties = new ArrayList<>();
    private long primary;
    private int associations;
    private @Nullable BoxReader itemData;
    private @Nullable String flaw;

    private HeifMetaReader() {}

    /** @throws MediaException for a box that contradicts itself */
    static HeifMeta read(BoxReader meta) {
        HeifMetaReader reader = new HeifMetaReader();
        reader.load(meta);
        return new HeifMeta(reader.items, reader.primary, reader.itemData, reader.flaw);
    }

    private void load(BoxReader meta) {
        meta.wantVersion(0);
        Set<String> seen = new HashSet<>();
        do {
            BoxReader box = meta.box(); // there must be one
            boolean unique = isUnique(box.type());
            if (seen.isEmpty() != box.is("hdlr") || (unique && !seen.add(box.type()))) {
                throw meta.corrupt("its box " + BoxReader.printable(box.type()) + " is at the wrong place");
            }
            readPart(box);
        } while (meta.hasMore());
    }

    private static boolean isUnique(String type) {
        return switch (type) {
            case "hdlr", "iloc", "pitm", "idat", "iprp", "iinf", "iref" -> true;
            default -> false;
        };
    }

    private void readPart(BoxReader box) {
        switch (box.type()) {
            case "hdlr" -> {
                if (!readHandler(box).equals("pict")) {
                    throw box.corrupt("not of pictures");
                }
            }
            case "iloc" -> readLocations(box);
            case "pitm" -> primary = box.id(box.version() != 0);
            case "idat" -> {
                if (!box.hasMore()) {
                    throw box.corrupt("it is empty");
                }
                itemData = box;
            }
            case "iprp" -> readProperties(box);
            case "iinf" -> readInfos(box);
            case "iref" -> readReferences(box);
            default -> {}
        }
    }

    /** What the boxes around a {@code hdlr} are for. */
    static String readHandler(BoxReader box) {
        box.wantVersion(0);
        if (box.u32() != 0) {
            throw box.corrupt("not as it should start");
        }
        String handler = box.fourCharacters();
        box.skip(12);
        box.text(0);
        return handler;
    }

    private void readLocations(BoxReader box) {
        int version = box.version();
        int sizes = box.u8();
        int moreSizes = box.u8();
        int offsetSize = sizes >> 4;
        int lengthSize = sizes & 15;
        int baseSize = moreSizes >> 4;
        int indexSize = version == 0 ? 0 : moreSizes & 15;
        if (version > 2
                || !isFieldSize(offsetSize)
                || !isFieldSize(lengthSize)
                || !isFieldSize(baseSize)
                || !isFieldSize(indexSize)) {
            throw box.corrupt("numbers of a size that does not exist");
        }
        long count = box.id(version == 2);
        for (long i = 0; i < count; i++) {
            HeifItem item = item(box, box.id(version == 2));
            if (item.located) {
                throw box.corrupt("two places for one item");
            }
            if (version > 0) {
                int method = box.u16();
                if (method > 1) {
                    throw new MediaException(
                            Reason.UNSUPPORTED, "an item in another item (iloc method " + method + ")");
                }
                item.inIdat = method == 1;
            }
            box.skip(2);
            readExtents(box, item, box.number(baseSize), indexSize, offsetSize, lengthSize);
        }
    }

    private static boolean isFieldSize(int size) {
        return size == 0 || size == 4 || size == 8;
    }

    private static void readExtents(
            BoxReader box, HeifItem item, long base, int indexSize, int offsetSize, int lengthSize) {
        int extents = box.u16();
        for (int i = 0; i < extents; i++) {
            box.skip(indexSize);
            long offset = box.number(offsetSize);
            long length = box.number(lengthSize);
            if (base < 0 || offset < 0 || length < 0 || base + offset + length < 0 || item.size + length < 0) {
                throw box.corrupt("an item that no file can hold");
            }
            item.add(new Extent(base + offset, length));
            if (offsetSize + lengthSize + indexSize == 0) {
                return; // all the same and without length: nothing more to learn from 65,535 of them
            }
        }
    }

    private void readProperties(BoxReader box) {
        BoxReader container = box.box();
        if (!container.is("ipco")) {
            throw box.corrupt("no properties at its start");
        }
        while (container.hasMore()) {
            if (properties.size() == MAX_PROPERTIES) {
                throw container.corrupt("more than " + MAX_PROPERTIES + " properties");
            }
            properties.add(HeifProperty.of(container.box()));
        }
        Set<Long> versions = new HashSet<>();
        while (box.hasMore()) {
            BoxReader associated = box.box();
            if (!associated.is("ipma")) {
                throw box.corrupt("something else among its associations");
            }
            long version = associated.versionAndFlags();
            readAssociations(associated, version >> 24 > 0, (version & 1) != 0);
            if (!versions.add(version)) {
                flaw = "two lists of associations of one kind";
            }
        }
    }

    private void readAssociations(BoxReader box, boolean wideId, boolean wideIndex) {
        long count = box.u32();
        long previous = 0;
        for (long i = 0; i < count; i++) {
            long id = box.id(wideId);
            HeifItem item = item(box, id);
            if (id <= previous || item.associated) {
                throw box.corrupt("items out of order");
            }
            previous = id;
            item.associated = true;
            for (int left = box.u8(); left > 0; left--) {
                int value = wideIndex ? box.u16() : box.u8();
                int essential = wideIndex ? 0x8000 : 0x80;
                associate(box, item, value & (essential - 1), (value & essential) != 0);
            }
        }
    }

    private void associate(BoxReader box, HeifItem item, int number, boolean essential) {
        if (number == 0) {
            flaw = essential ? "an essential property that is none" : flaw;
            return;
        }
        if (number > properties.size() || ++associations > MAX_ASSOCIATIONS) {
            throw box.corrupt("property " + number + " of " + properties.size());
        }
        HeifProperty property = properties.get(number - 1);
        if (!property.isKnown()) {
            item.hasUnknownEssential |= essential;
            return;
        }
        if (essential ? property.is("a1lx") : property.mustBeEssential()) {
            flaw = "a property " + property.type() + " that is " + (essential ? "" : "not ") + "essential";
        }
        item.properties.add(property);
    }

    private void readInfos(BoxReader box) {
        int version = box.version();
        if (version > 1) {
            flaw = "a list of items of version " + version;
        }
        long count = box.id(version > 0);
        for (long i = 0; i < count; i++) {
            BoxReader info = box.box();
            if (!info.is("infe")) {
                throw box.corrupt("something else among its items");
            }
            readInfo(info);
        }
    }

    private void readInfo(BoxReader info) {
        int version = info.version();
        if (version != 2 && version != 3) {
            throw info.corrupt("version " + version);
        }
        long id = info.id(version == 3);
        info.skip(2);
        String type = info.fourCharacters();
        info.text(0);
        String contentType = type.equals("mime") ? info.text(MAX_TEXT) : "";
        HeifItem item = item(info, id);
        item.type = type;
        item.contentType = contentType;
    }

    private void readReferences(BoxReader box) {
        int version = box.version();
        if (version > 1) {
            return;
        }
        boolean wide = version == 1;
        while (box.hasMore()) {
            // libavif looks for the next reference where this one's list ends, whatever the length of its box.
            String type = box.enter();
            HeifItem item = item(box, box.id(wide));
            if (type.equals("dimg")) {
                if (item.isDerived) {
                    throw box.corrupt("an item that is derived twice");
                }
                item.isDerived = true;
            }
            int count = box.u16();
            for (int i = 0; i < count; i++) {
                refer(box, type, item, box.id(wide), i);
            }
        }
    }

    private void refer(BoxReader box, String type, HeifItem from, long to, int index) {
        if (to == 0) {
            throw box.corrupt("item 0");
        }
        switch (type) {
            case "thmb" -> from.thumbnailOf = to;
            case "auxl" -> from.auxiliaryOf = to;
            case "cdsc" -> from.describes = to;
            case "dimg" -> {
                HeifItem input = item(box, to);
                if (input.inputOf != 0) {
                    flaw = "an image that is the input of two others";
                    return;
                }
                input.inputOf = from.id;
                input.inputIndex = index;
            }
            default -> {}
        }
    }

    /** The item of an id, which may be spoken of before it is described. */
    private HeifItem item(BoxReader box, long id) {
        if (id == 0) {
            throw box.corrupt("item 0");
        }
        HeifItem item = items.get(id);
        if (item == null) {
            if (items.size() == MAX_ITEMS) {
                throw box.corrupt("more than " + MAX_ITEMS + " items");
            }
            item = new HeifItem(id);
            items.put(id, item);
        }
        return item;
    }
}
