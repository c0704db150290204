package dev.tilde.rnn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class WorkersTest {
    /** Who is told of a failure may begin anew at once: no piece still runs, and long ones were told to stop. */
    @Test
    void nothingGoesOnBehindAFailure() {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch stop = new CountDownLatch(1);
        AtomicBoolean ended = new AtomicBoolean();
        List<Callable<Integer>> work = List.of(
                () -> {
                    begun.await();
                    throw new IllegalArgumentException("no");
                },
                () -> {
                    begun.countDown();
                    stop.await();
                    Thread.sleep(20);
                    ended.set(true);
                    return 1;
                });
        try (Workers workers = new Workers(2)) {
            assertThatThrownBy(() -> workers.all(work, stop::countDown))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("no");
            assertThat(ended).isTrue();
        }
    }
}
