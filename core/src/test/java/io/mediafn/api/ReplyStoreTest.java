package io.mediafn.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mediafn.location.Location;
import io.mediafn.location.Scheme;
import io.mediafn.storage.Stores;
import io.mediafn.storage.memory.MemoryStores;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

final class ReplyStoreTest {
    private final Stores stores =
            Stores.builder().add(Scheme.MEM, MemoryStores::open).build();
    private final ReplyStore replies = new ReplyStore(stores, Location.of("mem://jobs/"));
    private final AtomicInteger runs = new AtomicInteger();

    private static ApiRequest request(String body) {
        return new ApiRequest("POST", "/copy", Map.of(), body.getBytes(UTF_8));
    }

    private Supplier<ApiReply> run(String reply) {
        return () -> {
            runs.incrementAndGet();
            return ApiReply.of(200, Map.of("reply", reply));
        };
    }

    @Test
    void a_reply_is_given_again_and_nothing_is_done_twice() {
        ApiReply first = replies.once("k", request("a"), run("1"));

        assertThat(replies.once("k", request("a"), run("2"))).isEqualTo(first);
        assertThat(runs).hasValue(1);
        assertThatThrownBy(() -> replies.once("k", request("b"), run("3"))).isInstanceOf(ProblemException.class);
        assertThat(runs).hasValue(1);
    }

    @Test
    void two_at_once_get_the_reply_that_was_kept() {
        ApiReply late = replies.once("k", request("a"), () -> {
            ApiReply early = replies.once("k", request("a"), run("early"));
            assertThat(early.body()).contains("early");
            return run("late").get();
        });

        assertThat(late.body()).contains("early");
    }

    /** To say that the key was used would be to say that nothing was done. */
    @Test
    void what_was_done_is_told_although_another_request_took_the_key_meanwhile() {
        ApiReply late = replies.once("k", request("a"), () -> {
            ApiReply early = replies.once("k", request("b"), run("early"));
            assertThat(early.body()).contains("early");
            return run("late").get();
        });

        assertThat(late.body()).contains("late");
        assertThat(replies.once("k", request("b"), run("again")).body()).contains("early");
    }

    /** As when the platform ends the process: whoever asks again is not locked out. */
    @Test
    void a_request_that_ended_in_the_middle_is_done_again() {
        assertThatThrownBy(() -> replies.once("k", request("a"), () -> {
                    throw new OutOfMemoryError("for a test");
                }))
                .isInstanceOf(OutOfMemoryError.class);

        assertThat(replies.once("k", request("a"), run("done")).body()).contains("done");
        assertThat(runs).hasValue(1);
    }
}
