package io.mediafn.media.image;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The tracks of an image sequence, as its box {@code moov} describes them, accepted and refused as libavif does. */
final class HeifTracks {
    private static final int VISUAL_SAMPLE_ENTRY = 78;
    private static final int MAX_TRACKS = 64;
    private static final int MAX_ENTRIES = 64;

    private static final long FOREVER_32 = 0xffffffffL;

    /** One track; 0 for an id that it does not state. */
    static final class Track {
        long id;
        String handler = "";
        long width;
        long height;
        long duration;
        long auxiliaryOf;

        @Nullable
        HeifMeta meta;

        @Nullable
        HeifSamples samples;
        /** Those of its first sample entry in AV1; null if there is none. */
        @Nullable
        List<HeifProperty> properties;

        @Nullable
        HeifProperty property(String type) {
            if (properties != null) {
                for (HeifProperty property : properties) {
                    if (property.is(type)) {
                        return property;
                    }
                }
            }
            return null;
        }

        /** Whether it says so; to be a picture's it need not. */
        boolean showsPictures() {
            return handler.equals("pict") || handler.equals("vide") || handler.equals("auxv");
        }

        /** Whether it may be the alpha channel of another: old writers do not say it, but none says otherwise. */
        boolean mayBeAlpha() {
            HeifProperty kind = property("auxi");
            return kind == null || kind.isAlpha();
        }

        boolean isPicture() {
            return id != 0 && samples != null && samples.chunks() > 0 && properties != null;
        }
    }

    private final List<Track> tracks = new ArrayList<>();

    private HeifTracks() {}

    static HeifTracks read(BoxReader moov) {
        HeifTracks result = new HeifTracks();
        while (moov.hasMore()) {
            BoxReader box = moov.box();
            if (box.is("trak")) {
                if (result.tracks.size() == MAX_TRACKS) {
                    throw moov.corrupt("more than " + MAX_TRACKS + " tracks");
                }
                Track track = readTrack(box);
                if (track.showsPictures() && (track.width == 0 || track.height == 0)) {
                    throw box.corrupt("a size of nothing");
                }
                result.tracks.add(track);
            }
        }
        if (result.tracks.isEmpty()) {
            throw moov.corrupt("no track");
        }
        return result;
    }

    private static Track readTrack(BoxReader trak) {
        Track track = new Track();
        Set<String> seen = new HashSet<>();
        boolean repeats = false;
        while (trak.hasMore()) {
            BoxReader box = trak.box();
            boolean once = box.is("tkhd") || box.is("edts");
            if (once && !seen.add(box.type())) {
                throw trak.corrupt("two boxes " + box.type());
            }
            switch (box.type()) {
                case "tkhd" -> readHeader(box, track);
                case "meta" -> track.meta = HeifMetaReader.read(box);
                case "mdia" -> readMedia(box, track);
                case "tref" -> readReferences(box, track);
                case "edts" -> repeats = readEdits(box);
                default -> {}
            }
        }
        if (!seen.contains("tkhd") || (repeats && track.duration == 0)) {
            throw trak.corrupt("no header");
        }
        return track;
    }

    private static void readHeader(BoxReader box, Track track) {
        boolean wide = wide(box);
        box.skip(wide ? 16 : 8);
        track.id = box.u32();
        box.skip(4);
        track.duration = wide ? box.u64() : box.u32();
        if (track.duration == FOREVER_32) {
            track.duration = Long.MAX_VALUE;
        }
        box.skip(52);
        track.width = box.u32() >> 16;
        track.height = box.u32() >> 16;
    }

    private static boolean wide(BoxReader box) {
        int version = box.version();
        if (version > 1) {
            throw box.corrupt("version " + version);
        }
        return version == 1;
    }

    private static void readMedia(BoxReader mdia, Track track) {
        while (mdia.hasMore()) {
            BoxReader box = mdia.box();
            if (box.is("mdhd")) {
                box.skip(wide(box) ? 28 : 16);
            } else if (box.is("hdlr")) {
                track.handler = HeifMetaReader.readHandler(box);
            } else if (box.is("minf")) {
                while (box.hasMore()) {
                    BoxReader inner = box.box();
                    if (inner.is("stbl")) {
                        readSamples(inner, track);
                    }
                }
            }
        }
    }

    private static void readSamples(BoxReader stbl, Track track) {
        if (track.samples != null) {
            throw stbl.corrupt("there are two");
        }
        HeifSamples samples = new HeifSamples();
        track.samples = samples;
        while (stbl.hasMore()) {
            BoxReader box = stbl.box();
            if (box.is("stsd")) {
                readDescriptions(box, track);
            } else {
                samples.read(box);
            }
        }
    }

    private static void readDescriptions(BoxReader box, Track track) {
        wide(box);
        long count = box.u32();
        if (count > MAX_ENTRIES) {
            throw box.corrupt(count + " sample entries");
        }
        for (long i = 0; i < count; i++) {
            BoxReader entry = box.box();
            if (!entry.is("av01")) {
                continue;
            }
            entry.skip(VISUAL_SAMPLE_ENTRY);
            List<HeifProperty> properties = new ArrayList<>();
            while (entry.hasMore()) {
                HeifProperty property = HeifProperty.ofTrack(entry.box());
                if (properties.size() < MAX_ENTRIES) {
                    properties.add(property);
                }
            }
            if (track.properties == null) {
                track.properties = properties;
            }
        }
    }

    private static void readReferences(BoxReader tref, Track track) {
        while (tref.hasMore()) {
            BoxReader box = tref.box();
            if (box.is("auxl")) {
                track.auxiliaryOf = box.u32();
            } else if (box.is("prem")) {
                box.u32();
            }
        }
    }

    /** Whether the edit list repeats the track. */
    private static boolean readEdits(BoxReader edts) {
        boolean repeats = false;
        boolean seen = false;
        while (edts.hasMore()) {
            BoxReader box = edts.box();
            if (box.is("elst")) {
                if (seen) {
                    throw edts.corrupt("two lists");
                }
                seen = true;
                repeats = readEditList(box);
            }
        }
        if (!seen) {
            throw edts.corrupt("no list");
        }
        return repeats;
    }

    private static boolean readEditList(BoxReader box) {
        long versionAndFlags = box.versionAndFlags();
        if ((versionAndFlags & 1) == 0) {
            return false;
        }
        long version = versionAndFlags >> 24;
        if (box.u32() != 1 || version > 1 || box.number(version == 1 ? 8 : 4) == 0) {
            throw box.corrupt("not one edit that repeats");
        }
        return true;
    }

    /** The first one that has a size, else the first. */
    Track first() {
        for (Track track : tracks) {
            if (track.width > 0 && track.height > 0) {
                return track;
            }
        }
        return tracks.get(0);
    }

    /** The one that is shown: the first of pictures that belongs to no other. */
    @Nullable
    Track main() {
        for (Track track : tracks) {
            if (track.isPicture() && track.auxiliaryOf == 0) {
                return track;
            }
        }
        return null;
    }

    /** The one that belongs to it and is its alpha channel. */
    @Nullable
    Track alphaOf(Track main) {
        for (Track track : tracks) {
            if (track.isPicture() && track.auxiliaryOf == main.id && track.mayBeAlpha()) {
                return track;
            }
        }
        return null;
    }
}
