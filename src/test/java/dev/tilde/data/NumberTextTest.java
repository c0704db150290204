package dev.tilde.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NumberTextTest {
    private final NumberText reader = new NumberText('.');

    @Test
    void everyBitIsThatOfTheJdk() {
        SplittableRandom random = new SplittableRandom(11);
        for (int i = 0; i < 200_000; i++) {
            double v = i % 3 == 0
                    ? Double.longBitsToDouble(random.nextLong())
                    : (random.nextDouble() - 0.5) * Math.pow(10, random.nextInt(30) - 12);
            if (!Double.isFinite(v)) {
                continue;
            }
            String text = i % 2 == 0 ? Double.toString(v) : String.format(Locale.ROOT, "%." + i % 20 + "f", v);
            assertThat(reader.read(text)).as(text).isNotEqualTo(NumberText.Form.NONE);
            assertThat(reader.value).as(text).isEqualTo(Double.parseDouble(text));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0,INTEGER",
        "-5,INTEGER",
        "+7,INTEGER",
        "00,LEADING_ZEROS",
        "-01,LEADING_ZEROS",
        "0.0,DECIMAL",
        "1e3,DECIMAL",
        "1E-3,DECIMAL",
        ".5,DECIMAL",
        "5.,DECIMAL",
        "-Inf,DECIMAL",
        "Infinity,DECIMAL",
        "9007199254740992,INTEGER",
        "9007199254740993,TOO_LARGE",
        "12345678901234567890123,TOO_LARGE",
        "0000000000000000000000001,LEADING_ZEROS"
    })
    void forms(String text, NumberText.Form form) {
        assertThat(reader.read(text)).isEqualTo(form);
        if (!text.endsWith("Inf")) {
            assertThat(reader.value).isEqualTo(Double.parseDouble(text));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "-", ".", "e5", "1e", "1e+", "1.2.3", "1 2", "--1", "1d", "0x1", "1,5", "infinite", "١"})
    void noNumbers(String text) {
        assertThat(reader.read(text)).isEqualTo(NumberText.Form.NONE);
    }

    @Test
    void anotherDecimalMark() {
        NumberText comma = new NumberText(',');
        assertThat(comma.read("-1,25e2")).isEqualTo(NumberText.Form.DECIMAL);
        assertThat(comma.value).isEqualTo(-125);
        assertThat(comma.read("0,123456789012345678901")).isEqualTo(NumberText.Form.DECIMAL);
        assertThat(comma.value).isEqualTo(0.12345678901234568);
        assertThat(comma.read("1.5")).isEqualTo(NumberText.Form.NONE);
    }
}
