package io.mediafn.media.deep;

import io.mediafn.media.read.Details;
import io.mediafn.media.read.MediaException;
import io.mediafn.media.read.Problem;
import io.mediafn.media.video.FrameIndex;
import io.mediafn.media.video.FrameIndexer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The exact number of frames of a video, and its key frames with the numbers and times that CVAT's manifest of a video
 * wants.
 */
public final class Frames implements WholeReader {
    /** A record with more would not fit into anybody's database document. */
    private static final int MOST_LISTED = 20_000;

    private static final String FIELD = "key_frames";

    private final FrameIndexer indexer;

    public Frames(FrameIndexer indexer) {
        this.indexer = indexer;
    }

    @Override
    public void accept(byte[] bytes, int offset, int length) {
        indexer.accept(bytes, offset, length);
    }

    @Override
    public Details finish(List<Problem> problems) {
        FrameIndex index;
        try {
            index = indexer.finish();
        } catch (MediaException e) {
            problems.add(new Problem(FIELD, String.valueOf(e.getMessage())));
            return new Details();
        }
        index.incomplete().ifPresent(why -> problems.add(new Problem(FIELD, why)));
        if (index.keyFrames().size() > MOST_LISTED) {
            problems.add(new Problem(
                    FIELD,
                    "the first " + MOST_LISTED + " of " + index.keyFrames().size() + " key frames are listed"));
        }
        List<Map<String, Object>> keyFrames =
                index.keyFrames().stream().limit(MOST_LISTED).map(Frames::json).toList();
        return new Details()
                .put("frames_in_file", index.frames())
                .put("variable_frame_rate", index.variableFrameRate())
                .put("key_frame_count", index.keyFrames().size())
                .put(
                        "time_base",
                        index.timeBase().numerator() + "/" + index.timeBase().denominator())
                .putJson(FIELD, keyFrames);
    }

    private static Map<String, Object> json(FrameIndex.KeyFrame frame) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("number", frame.number());
        json.put("pts", frame.pts());
        return json;
    }

    @Override
    public void close() {
        // Holds nothing but memory.
    }
}
