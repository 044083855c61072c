package io.mediafn.media.video.mp4;

import static io.mediafn.media.video.mp4.Mp4.box;
import static io.mediafn.media.video.mp4.Mp4.full;
import static io.mediafn.media.video.mp4.Mp4.ints;
import static io.mediafn.media.video.mp4.Mp4.join;
import static io.mediafn.media.video.mp4.Mp4.mvhd;
import static io.mediafn.media.video.mp4.Mp4.video;
import static org.assertj.core.api.Assertions.assertThat;

import io.mediafn.media.Build;
import io.mediafn.media.Probing;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What cameras write beside the tracks. */
class UserDataTest {
    private static final long SECONDS_TO_1970 = 2_082_844_800L;

    private static Map<String, Object> details(byte[]... boxes) {
        return Probing.probe("a.mp4", Mp4.file(video().done(), join(boxes))).details();
    }

    private static byte[] text(String type, String text) {
        return box(type, new Build().be16(text.length(), 0x15c7).text(text).done());
    }

    private static byte[] value(int key, String text) {
        byte[] box = box("....", box("data", ints(1, 0), text.getBytes(StandardCharsets.UTF_8)));
        box[4] = 0;
        box[5] = 0;
        box[6] = 0;
        box[7] = (byte) key;
        return box;
    }

    private static byte[] keyed(String... keysAndValues) {
        Build keys = new Build().be32(keysAndValues.length / 2);
        Build values = new Build();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            keys.bytes(box("mdta", Build.of(keysAndValues[i]).done()));
            values.bytes(value(i / 2 + 1, keysAndValues[i + 1]));
        }
        return box(
                "meta",
                full("hdlr", 0, 0, ints(0), Build.of("mdta").zeros(13).done()),
                full("keys", 0, 0, keys.done()),
                box("ilst", values.done()));
    }

    @Test
    void a_place_is_read_from_user_data() {
        assertThat(details(box("udta", text("\u00a9xyz", "+37.7858-122.4064+012.500/"))))
                .extractingByKey("gps")
                .isEqualTo(Map.of("latitude", 37.7858, "longitude", -122.4064, "altitude_m", 12.5));
        assertThat(details(box("udta", text("\u00a9xyz", "-00.5000+001.2500/"))))
                .extractingByKey("gps")
                .isEqualTo(Map.of("latitude", -0.5, "longitude", 1.25));
    }

    @Test
    void what_is_no_place_is_not_taken_for_one() {
        for (String text : new String[] {"+00.0000+000.0000/", "+91.0000+001.0000/", "somewhere", "", "+1"}) {
            assertThat(details(box("udta", text("\u00a9xyz", text)))).doesNotContainKey("gps");
        }
    }

    @Test
    void apple_s_keys_are_read() {
        byte[] meta = keyed(
                "com.apple.quicktime.location.ISO6709",
                "+48.8583+002.2945+033.000/",
                "com.apple.quicktime.make",
                "Apple",
                "com.apple.quicktime.model",
                "iPhone 15",
                "com.apple.quicktime.creationdate",
                "2024-05-06T09:08:07+0200");

        for (byte[] box : new byte[][] {meta, box("udta", meta)}) {
            assertThat(details(box))
                    .containsEntry("camera", Map.of("make", "Apple", "model", "iPhone 15"))
                    .containsEntry("captured_at", "2024-05-06T07:08:07Z")
                    .containsKey("gps");
        }
    }

    @Test
    void the_time_of_the_movie_is_utc_and_only_told_if_it_can_be() {
        assertThat(created(SECONDS_TO_1970 + 1_714_979_289)).containsEntry("captured_at", "2024-05-06T07:08:09Z");
        assertThat(created(1_714_979_289)).containsEntry("captured_at", "2024-05-06T07:08:09Z");
        assertThat(created(0)).doesNotContainKey("captured_at");
        assertThat(created(SECONDS_TO_1970)).doesNotContainKey("captured_at");
        assertThat(created(5)).doesNotContainKey("captured_at");
    }

    private static Map<String, Object> created(long time) {
        byte[] moov = box(
                "moov", mvhd(1000, time, new long[] {0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x4000_0000}), video().done());
        return Probing.probe("a.mp4", join(Mp4.ftyp(), moov)).details();
    }

    @Test
    void a_time_in_words_gives_way_to_that_of_the_movie() {
        assertThat(details(keyed("com.apple.quicktime.creationdate", "yesterday")))
                .doesNotContainKey("captured_at");
    }
}
