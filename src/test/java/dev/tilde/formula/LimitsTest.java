package dev.tilde.formula;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tilde.formula.FormulaException.Kind;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Text from a stranger costs no more than it should: never a stack overflow, never minutes. */
class LimitsTest {
    private static final List<Conventions> ALL = List.of(Conventions.TILDE, Conventions.PATSY, Conventions.R);

    static Stream<String> deep() {
        String signs = "-".repeat(199);
        return Stream.of(
                "(".repeat(50_000) + "x" + ")".repeat(50_000),
                "I(".repeat(50_000) + "x" + ")".repeat(50_000),
                "{".repeat(50_000) + "x" + "}".repeat(50_000),
                "[".repeat(50_000) + "x" + "]".repeat(50_000),
                "(".repeat(50_000),
                "-".repeat(50_000) + "x",
                "+".repeat(50_000) + "x",
                "!".repeat(50_000) + "x",
                "x" + "^2".repeat(50_000),
                "x" + "**2".repeat(50_000),
                "x" + "**-2".repeat(50_000),
                // Each stays below the limit, all together do not.
                (signs + "(").repeat(190) + "x" + ")".repeat(190),
                ("!".repeat(190) + "x > (").repeat(190) + "x" + ")".repeat(190),
                "a" + ("^" + signs + "a").repeat(190),
                ("a^".repeat(190) + "(").repeat(190) + "a" + ")".repeat(190),
                ("f(x, " + "-!".repeat(90)).repeat(190) + "a" + ")".repeat(190));
    }

    @ParameterizedTest
    @MethodSource("deep")
    void refusesDeepNesting(String text) {
        for (Conventions c : ALL) {
            FormulaException e = catchThrowableOfType(FormulaException.class, () -> Formula.parse("~ " + text, c));
            assertThat(e).as(c.name()).isNotNull();
            assertThat(e.getMessage().length()).isLessThan(2000);
            assertThat(e.span().end()).isLessThanOrEqualTo(text.length() + 2);
        }
    }

    /** In patsy's reading a sign takes the product behind it, so this nests although no bracket says so. */
    @Test
    void refusesSignsThatNestInPatsysReading() {
        String text = "~ " + "-a * ".repeat(50_000) + "b";
        assertThatThrownBy(() -> Formula.parse(text, Conventions.PATSY))
                .isInstanceOfSatisfying(
                        FormulaException.class, e -> assertThat(e.kind()).isEqualTo(Kind.LIMIT));
    }

    @Test
    void readsUpToTheDeepestLimit() {
        Limits most = new Limits(1_000_000, 250, 64, 1000, 1000);
        for (Conventions c : ALL) {
            for (String text : List.of(
                    "(".repeat(250) + "x" + ")".repeat(250),
                    "I(".repeat(250) + "x" + ")".repeat(250),
                    "I(".repeat(125) + "-".repeat(125) + "x" + ")".repeat(125),
                    "I(x" + "**2".repeat(249) + ")")) {
                Formula f = Formula.parse("~ " + text, c, most);
                assertThat(f.expand(List.of()).predictors()).isNotEmpty();
                assertThat(Formula.parse(f.toString(), c, most)).isEqualTo(f);
            }
        }
        assertThatThrownBy(() -> new Limits(1, 251, 1, 1, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Limits(0, 1, 1, 1, 1)).isInstanceOf(IllegalArgumentException.class);
    }

    private static String sum(int terms, String suffix) {
        return IntStream.range(0, terms).mapToObj(i -> "x" + i + suffix).collect(Collectors.joining(" + "));
    }

    @Test
    void readsLongSumsInLinearTime() {
        for (Conventions c : ALL) {
            Assertions.assertTimeoutPreemptively(Duration.ofSeconds(30), () -> {
                assertThat(Formula.parse("y ~ " + sum(10_000, ""), c)
                                .expand(List.of())
                                .predictors())
                        .hasSize(10_001);
                assertThat(Formula.parse("y ~ " + sum(99_000, ""), c)
                                .expand(List.of())
                                .predictors())
                        .hasSize(99_001);
                assertThat(Formula.parse("y ~ z + " + sum(30_000, ":z"), c)
                                .expand(List.of())
                                .predictors())
                        .hasSize(30_002);
                String minus = sum(10_000, "").replace("+", "-");
                assertThat(Formula.parse("y ~ " + minus, c).expand(List.of()).predictors())
                        .hasSize(2);
            });
        }
    }

    /** Names that count have hashes that count; their products must not share theirs. */
    @Test
    void multipliesNumberedNamesQuickly() {
        Assertions.assertTimeoutPreemptively(
                Duration.ofSeconds(20),
                () -> assertThat(Formula.parse("y ~ (" + sum(300, "") + ")^2")
                                .expand(List.of())
                                .predictors())
                        .hasSize(1 + 300 + 300 * 299 / 2));
    }

    static Stream<String> large() {
        String hundred = "(" + sum(300, "") + ")";
        return Stream.of(
                sum(100_001, ""),
                "(" + sum(80, "") + ")^3",
                "(" + sum(17, "") + ")**64",
                "(a + b)^65",
                "(a + b)**2147483648",
                "(a + b)**99999999999999999999999999",
                "(a + b)**1e300",
                String.join(" * ", IntStream.range(0, 20).mapToObj(i -> "x" + i).toList()),
                String.join(
                        ":", IntStream.range(0, 20_000).mapToObj(i -> "x" + i).toList()),
                String.join(" - ", java.util.Collections.nCopies(400, hundred + ":" + hundred)),
                "x" + " ".repeat(1_000_001));
    }

    @ParameterizedTest
    @MethodSource("large")
    void refusesWhatGrowsTooLarge(String text) {
        for (Conventions c : ALL) {
            String own = c.equals(Conventions.PATSY) ? text.replace("^", "**") : text;
            Assertions.assertTimeoutPreemptively(Duration.ofSeconds(30), () -> {
                FormulaException e = catchThrowableOfType(
                        FormulaException.class,
                        () -> Formula.parse("y ~ " + own, c).expand(List.of()));
                assertThat(e).as(c.name()).isNotNull();
                assertThat(e.kind()).isIn(Kind.LIMIT, Kind.INVALID_POWER);
                assertThat(e.getMessage().length()).isLessThan(2000);
                assertThat(e.span().end()).isLessThanOrEqualTo(e.source().length());
            });
        }
    }

    @Test
    void namesTheLengthOfATextThatIsTooLong() {
        Limits short10 = new Limits(10, 100, 10, 10, 10);
        assertThatThrownBy(() -> Formula.parse("y ~ x + a + b", Conventions.TILDE, short10))
                .isInstanceOf(FormulaException.class)
                .hasMessageContaining("13 characters, more than 10");
    }

    @Test
    void keepsMessagesShortWhenTheyQuoteTheFormula() {
        String big = sum(5_000, "");
        for (String text :
                List.of("~ (" + big + ") > 2", "~ -(" + big + ")", "(" + big + ") * b ~ x", "~ 2:(" + big + ")")) {
            assertThatThrownBy(() -> Formula.parse(text).expand(List.of()))
                    .isInstanceOfSatisfying(
                            FormulaException.class,
                            e -> assertThat(e.getMessage().length()).isLessThan(4000));
        }
    }

    @Test
    void refusesNumbersThatNoDoubleHolds() {
        assertThatThrownBy(() -> Formula.parse("y ~ I(x * 1e400)"))
                .isInstanceOfSatisfying(FormulaException.class, e -> {
                    assertThat(e.kind()).isEqualTo(Kind.INVALID_LITERAL);
                    assertThat(e.span().of(e.source())).isEqualTo("1e400");
                });
        assertThat(Formula.parse("y ~ I(x * 1e-400)")).hasToString("y ~ I(x * 0)");
    }
}
