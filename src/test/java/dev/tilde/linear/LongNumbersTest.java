package dev.tilde.linear;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Numbers in the order in which pairs are first met, whatever holds them. */
class LongNumbersTest {
    @ParameterizedTest
    @CsvSource({
        // a table that grows in either direction
        "4, 5",
        "1, 3000",
        "3000, 1",
        "60, 1000",
        // more than a table holds, from the start or on the way
        "100000, 100000",
        "2147483647, 2147483647",
        "700, 700",
    })
    void numbersPairsAsTheyAreMet(int firsts, int seconds) {
        Random random = new Random(1);
        LongNumbers numbers = new LongNumbers();
        Map<List<Integer>, Integer> expected = new HashMap<>();
        for (int i = 0; i < 20_000; i++) {
            // Small numbers first, as codes are given in order of appearance.
            int first = random.nextInt((int) Math.min(firsts, 1L + i * (long) firsts / 10_000));
            int second = random.nextInt((int) Math.min(seconds, 1L + i * (long) seconds / 10_000));
            Integer next = expected.size();
            Integer old = expected.putIfAbsent(List.of(first, second), next);
            assertThat(numbers.of(first, second)).isEqualTo(old == null ? next : old);
        }
    }
}
