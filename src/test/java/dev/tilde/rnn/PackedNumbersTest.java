package dev.tilde.rnn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tilde.data.DataException;
import dev.tilde.json.Json;
import dev.tilde.model.SavedField;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PackedNumbersTest {
    private static double[] values(String what, int n) {
        Random random = new Random(5);
        return switch (what) {
            case "floats" -> random.doubles(n).map(v -> (float) v).toArray();
            case "whole" -> random.doubles(n).map(v -> Math.rint(1e9 * v)).toArray();
            case "odd" ->
                random.doubles(n)
                        .map(v -> v < 0.2
                                ? Double.NaN
                                : v < 0.4
                                        ? -0.0
                                        : v < 0.6 ? Double.NEGATIVE_INFINITY : v < 0.8 ? Double.MIN_VALUE : 1e300)
                        .toArray();
            case "odd floats" ->
                random.doubles(n).map(v -> v < 0.5 ? Double.NaN : -0.0).toArray();
            default -> random.doubles(n).toArray();
        };
    }

    private static SavedField saved(Json json) {
        return new SavedField(Json.parse(json.compact()), "fit");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // what    | how many | most characters for each
                "doubles   | 0        | 0",
                "doubles   | 3        | 25",
                "doubles   | 1000     | 11",
                "odd       | 3        | 25",
                "odd       | 1000     | 4",
                "odd floats| 1000     | 2",
                "floats    | 1000     | 6",
                "whole     | 1000     | 7",
                "floats    | 600000   | 6",
            })
    void comeBackToTheLastBit(String what, int n, int most) {
        double[] values = values(what, n);
        Json json = PackedNumbers.json(values);
        assertThat(Arrays.equals(PackedNumbers.numbers(saved(json)), values)).isTrue();
        assertThat(json.compact().length()).isLessThanOrEqualTo(most * n + 40);
    }

    /** A text holds 524288 numbers. */
    @ParameterizedTest
    @CsvSource({"70, 40", "0, 0", "524288, 3", "524287, 1048577", "300000, 300000"})
    void listsOfAllLengths(int first, int last) {
        double[][] lists = {values("doubles", first), {}, {1}, values("floats", last), {}};
        int[] lengths = Arrays.stream(lists).mapToInt(l -> l.length).toArray();
        int[] more = lengths.clone();
        more[4] = 1;
        assertThat(PackedNumbers.lists(saved(PackedNumbers.lists(lists)))).isDeepEqualTo(lists);
        assertThat(PackedNumbers.parted(saved(PackedNumbers.joined(lists)), lengths))
                .isDeepEqualTo(lists);
        assertThat(PackedNumbers.parted(saved(PackedNumbers.lists(lists)), lengths))
                .isDeepEqualTo(lists);
        for (int[] other : new int[][] {{first}, {}, more, {first, 0, 1, last + 1}}) {
            assertThatThrownBy(() -> PackedNumbers.parted(saved(PackedNumbers.joined(lists)), other))
                    .isInstanceOf(DataException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"[\"x\"]", "[\"d*\"]", "[\"dAAAA\"]", "[\"f\"]", "[true]", "7"})
    void othersAreRefused(String json) {
        assertThatThrownBy(() -> PackedNumbers.numbers(new SavedField(Json.parse(json), "fit")))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("fit");
    }
}
