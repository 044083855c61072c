package io.mediafn.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class BatchRunnerTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 64})
    void hands_on_every_result_in_order(int inFlight) {
        List<Integer> results = new ArrayList<>();
        new BatchRunner(inFlight).run(numbers(1_000), BatchRunnerTest::slowSquare, results::add, () -> false);

        assertThat(results)
                .containsExactlyElementsOf(
                        IntStream.range(0, 1_000).mapToObj(i -> i * i).toList());
    }

    @Test
    void works_on_no_more_than_asked_and_takes_little_ahead() {
        AtomicInteger working = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        AtomicInteger taken = new AtomicInteger();
        AtomicInteger mostAhead = new AtomicInteger();
        List<Integer> results = new ArrayList<>();
        new BatchRunner(4)
                .run(
                        IntStream.range(0, 2_000)
                                .peek(i ->
                                        mostAhead.accumulateAndGet(taken.incrementAndGet() - results.size(), Math::max))
                                .iterator(),
                        i -> {
                            most.accumulateAndGet(working.incrementAndGet(), Math::max);
                            Thread.onSpinWait();
                            working.decrementAndGet();
                            return i;
                        },
                        results::add,
                        () -> false);

        assertThat(results).hasSize(2_000);
        assertThat(most.get()).isBetween(1, 4);
        assertThat(mostAhead.get()).isLessThanOrEqualTo(4 * 8 + 1);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void finishes_what_was_taken_when_told_to_stop(int inFlight) {
        AtomicInteger started = new AtomicInteger();
        List<Integer> results = new ArrayList<>();
        Iterator<Integer> numbers = numbers(1_000);
        new BatchRunner(inFlight)
                .run(
                        numbers,
                        i -> {
                            started.incrementAndGet();
                            return i;
                        },
                        results::add,
                        () -> results.size() >= 10);

        assertThat(results).hasSize(started.get()).hasSizeBetween(10, 10 + inFlight * 8);
        assertThat(numbers.next()).isEqualTo(results.size());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void a_defect_of_a_worker_is_thrown_as_it_is(int inFlight) {
        assertThatThrownBy(() -> new BatchRunner(inFlight)
                        .run(
                                numbers(100),
                                i -> {
                                    if (i == 50) {
                                        throw new UnsupportedOperationException("no 50");
                                    }
                                    return i;
                                },
                                i -> {},
                                () -> false))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessage("no 50");
    }

    @Test
    void a_deadline_is_over_when_its_time_is() throws InterruptedException {
        Deadline soon = Deadline.in(Duration.ofMillis(20));
        assertThat(Deadline.never().isOver()).isFalse();
        assertThat(Deadline.in(Duration.ofHours(1)).isOver()).isFalse();
        Thread.sleep(40);
        assertThat(soon.isOver()).isTrue();
        assertThat(Deadline.in(Duration.ofMillis(-5)).isOver()).isTrue();
    }

    private static Iterator<Integer> numbers(int count) {
        return IntStream.range(0, count).iterator();
    }

    private static Integer slowSquare(Integer number) {
        for (int i = 0; i < number * 7 % 50; i++) {
            Thread.onSpinWait();
        }
        return number * number;
    }
}
