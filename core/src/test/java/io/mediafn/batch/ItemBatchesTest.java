package io.mediafn.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mediafn.location.Location;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class ItemBatchesTest {
    @Test
    void a_batch_is_of_one_bucket_and_no_larger_than_it_may_be() {
        Iterator<ItemBatch<Location>> batches = new ItemBatches<>(
                Stream.of("mem://a/1", "mem://b/2", "mem://a/3", "gs://a/4", "mem://a/5", "gcs://a/6")
                        .map(Location::of)
                        .iterator(),
                at -> at,
                at -> 2);

        List<String> found = new ArrayList<>();
        batches.forEachRemaining(batch -> found.add(batch.positions() + " " + batch.items()));
        assertThat(found)
                .containsExactly(
                        "[0, 2] [mem://a/1, mem://a/3]",
                        "[3, 5] [gs://a/4, gcs://a/6]",
                        "[1] [mem://b/2]",
                        "[4] [mem://a/5]");
        assertThatThrownBy(batches::next).isInstanceOf(NoSuchElementException.class);
    }

    @Test
    void an_item_does_not_wait_for_ever_for_others_of_its_bucket() {
        Iterator<Location> items = IntStream.range(0, 50_000)
                .mapToObj(i -> Location.of(i == 3 ? "mem://rare/3" : "mem://common/" + i))
                .iterator();
        Iterator<ItemBatch<Location>> batches = new ItemBatches<>(items, at -> at, at -> 1000);

        long taken = 0;
        ItemBatch<Location> batch = batches.next();
        while (!batch.positions().contains(3L)) {
            taken += batch.items().size();
            batch = batches.next();
        }
        assertThat(taken).isLessThanOrEqualTo(10_000);
    }

    @Test
    void items_are_taken_when_they_are_asked_for() {
        Iterator<Integer> endless = Stream.iterate(0, i -> i + 1).iterator();
        Iterator<ItemBatch<Integer>> batches = new ItemBatches<>(endless, i -> Location.of("mem://b/" + i), at -> 3);

        assertThat(batches.next().items()).containsExactly(0, 1, 2);
        assertThat(endless.next()).isEqualTo(3);
    }

    @Test
    void results_are_handed_on_in_the_order_of_their_positions() {
        List<String> results = new ArrayList<>();
        InOrder<String> inOrder = new InOrder<>(results::add);

        inOrder.add(new ItemBatch<>(List.of(1L, 4L), List.of("b", "e")));
        assertThat(results).isEmpty();
        inOrder.add(new ItemBatch<>(List.of(0L, 2L), List.of("a", "c")));
        assertThat(results).containsExactly("a", "b", "c");
        inOrder.add(new ItemBatch<>(List.of(3L), List.of("d")));
        assertThat(results).containsExactly("a", "b", "c", "d", "e");
    }
}
