package io.mediafn.storage.s3;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/**
 * The time of a signature: {@code 20261121T134838Z}.
 *
 * @param epochSecond of UTC
 */
record AmzDate(long epochSecond, String text) {
    static AmzDate at(long epochSecond) {
        LocalDateTime time = LocalDateTime.ofEpochSecond(epochSecond, 0, ZoneOffset.UTC);
        StringBuilder text = new StringBuilder(16);
        digits(text, time.getYear(), 4);
        digits(text, time.getMonthValue(), 2);
        digits(text, time.getDayOfMonth(), 2);
        text.append('T');
        digits(text, time.getHour(), 2);
        digits(text, time.getMinute(), 2);
        digits(text, time.getSecond(), 2);
        return new AmzDate(epochSecond, text.append('Z').toString());
    }

    private static void digits(StringBuilder to, int number, int width) {
        String digits = Integer.toString(number);
        to.repeat('0', Math.max(0, width - digits.length())).append(digits);
    }

    String day() {
        return text.substring(0, 8);
    }

    /**
     * Tells the time as the service sees it: a machine's clock may be wrong, and then the service says by how much.
     * Thread-safe.
     */
    static final class Source {
        private final Clock clock;
        private volatile long offsetSeconds;
        private volatile AmzDate last = AmzDate.at(0);

        Source(Clock clock) {
            this.clock = clock;
        }

        AmzDate now() {
            long second = Math.floorDiv(clock.millis(), 1000L) + offsetSeconds;
            AmzDate known = last;
            if (known.epochSecond() == second) {
                return known;
            }
            AmzDate fresh = AmzDate.at(second);
            last = fresh;
            return fresh;
        }

        /** From now on this source tells the service's time. */
        void adjustTo(Instant service) {
            offsetSeconds = service.getEpochSecond() - Math.floorDiv(clock.millis(), 1000L);
        }
    }
}
