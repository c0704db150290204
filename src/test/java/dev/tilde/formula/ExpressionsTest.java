package dev.tilde.formula;

import static dev.tilde.formula.Expressions.call;
import static dev.tilde.formula.Expressions.compare;
import static dev.tilde.formula.Expressions.cross;
import static dev.tilde.formula.Expressions.dot;
import static dev.tilde.formula.Expressions.interaction;
import static dev.tilde.formula.Expressions.minus;
import static dev.tilde.formula.Expressions.name;
import static dev.tilde.formula.Expressions.nest;
import static dev.tilde.formula.Expressions.number;
import static dev.tilde.formula.Expressions.power;
import static dev.tilde.formula.Expressions.sum;
import static dev.tilde.formula.Expressions.text;
import static dev.tilde.formula.Expressions.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Trees made in Java are the formulas that would be parsed. */
class ExpressionsTest {
    static Stream<Arguments> trees() {
        return Stream.of(
                arguments(name("x"), "x"),
                arguments(sum(name("x"), name("odd name"), name("C")), "x + `odd name` + C"),
                arguments(sum(List.of()), "1"),
                arguments(sum(number(0), cross(name("a"), name("b"))), "0 + a*b"),
                arguments(cross(sum(name("a"), name("b")), name("c")), "(a + b)*c"),
                arguments(interaction(name("a"), cross(name("b"), name("c"))), "a:(b*c)"),
                arguments(minus(dot(), sum(name("a"), name("b"))), ". - (a + b)"),
                arguments(nest(name("a"), nest(name("b"), name("c"))), "a/(b/c)"),
                arguments(power(sum(name("a"), name("b")), 2), "(a + b)^2"),
                arguments(call("I", power(name("x"), 2)), "I(x^2)"),
                arguments(call("I", cross(number(-2), name("x"))), "I(-2*x)"),
                arguments(call("I", power(number(-2), 2)), "I((-2)^2)"),
                arguments(with(call("bs", name("x")), "df", number(4)), "bs(x, df=4)"),
                arguments(call("C", name("a"), call("Treatment", text("it's"))), "C(a, Treatment(\"it's\"))"),
                arguments(compare(name("x"), Node.Op.GREATER, sum(number(1), number(2))), "(x > 1 + 2)"));
    }

    @ParameterizedTest
    @MethodSource("trees")
    void equalTheParsedFormula(Node tree, String text) {
        Formula parsed = Formula.parse("log(y) ~ " + text);
        Formula made = Formula.of(call("log", name("y")), tree);
        assertThat(made).isEqualTo(parsed);
        assertThat(Formula.parse(made.toString())).isEqualTo(parsed);
    }

    @Test
    void holdTenThousandTerms() {
        List<Node> terms = java.util.stream.IntStream.range(0, 10_000)
                .mapToObj(i -> name("x" + i))
                .toList();
        assertThat(Formula.of(name("y"), sum(terms)).expand(List.of()).predictors())
                .hasSize(10_001);
    }

    @Test
    void refuseWhatIsNoFormula() {
        assertThatThrownBy(() -> number(Double.NaN)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> compare(name("x"), Node.Op.ADD, name("y")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Formula.of(null, call("no good", name("x")))).isInstanceOf(FormulaException.class);
    }
}
