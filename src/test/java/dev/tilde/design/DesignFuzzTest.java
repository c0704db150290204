package dev.tilde.design;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tilde.data.Dataset;
import dev.tilde.data.Schema;
import dev.tilde.formula.Conventions;
import dev.tilde.formula.Formula;
import dev.tilde.formula.FormulaException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Any formula on a table of all kinds gives a design or a {@link FormulaException} that points into the formula. */
class DesignFuzzTest {
    private static final Dataset DATA = Dataset.named("kinds")
            .with("y", 1, 2, 3, 4, 5, Double.NaN)
            .with("x", 0.5, -1, 0, 2, 2.5, 3)
            .with(Schema.Column.of("n", Schema.Kind.INTEGER), new double[] {1, 2, 3, 1, 2, 3})
            .with("a", "u", "v", "w", "u", "v", null)
            .with("b", "p", "p", "q", "q", "p", "q")
            .with("flag", true, false, true, true, false, true)
            .with(Schema.Column.of("t", Schema.Kind.DATE), new double[] {0, 1, 2, 0, 1, 2})
            .with("o n", 1, 2, 3, 4, 5, 6);

    private static final String[] ATOMS = {
        "x",
        "n",
        "a",
        "b",
        "flag",
        "t",
        "`o n`",
        "y",
        "1",
        "0",
        "2",
        "TRUE",
        "'u'",
        "'v - u'",
        "c(1, 2)",
        "c('u', 'v')",
        "1:3",
        "\"p\"",
        "zz",
        ".",
        "[1, 2]",
        "['u', 'v', 'w']",
        "Treatment",
        "Treatment('v')",
        "-1",
        "NA",
        "1e308",
        "0.1"
    };
    private static final String[] OPERATORS = {
        "+", "+", "+", "-", "*", ":", "/", "^", "**", "%in%", "%%", "%/%", "<", ">=", "==", "!=", "&", "|", ","
    };
    private static final String[] FUNCTIONS = {
        "I",
        "C",
        "log",
        "cbind",
        "factor",
        "abs",
        "round",
        "Q",
        "foo",
        "",
        "np.exp",
        "contrast",
        "full",
        "pool",
        "interaction",
        "addNA",
        "is.na",
        "mean",
        "as.numeric",
        "relevel",
        "ordered",
        "cut",
        "quantile",
        "pmax",
        "c",
        "levels"
    };
    private static final String[] KEYWORDS = {
        "", "", "", "levels=", "base=", "contrast=", "reference=", "labels=", "exclude=", "x=", "how.many=", "probs="
    };

    private static String expression(Random random, int depth) {
        StringBuilder text = new StringBuilder();
        for (int n = 1 + random.nextInt(3); n > 0; n--) {
            if (!text.isEmpty()) {
                text.append(' ')
                        .append(OPERATORS[random.nextInt(OPERATORS.length)])
                        .append(' ');
            }
            if (depth > 0 && random.nextInt(3) == 0) {
                text.append(FUNCTIONS[random.nextInt(FUNCTIONS.length)])
                        .append('(')
                        .append(KEYWORDS[random.nextInt(KEYWORDS.length)])
                        .append(expression(random, depth - 1))
                        .append(
                                random.nextInt(3) == 0
                                        ? ", " + KEYWORDS[2 + random.nextInt(10)] + expression(random, 0)
                                        : "")
                        .append(')');
            } else {
                text.append(random.nextInt(8) == 0 ? "!" : "").append(ATOMS[random.nextInt(ATOMS.length)]);
            }
        }
        return text.toString();
    }

    @Test
    void givesADesignOrAComplaint() {
        long end = System.nanoTime() + (long) (1e9 * Double.parseDouble(System.getProperty("tilde.fuzz.seconds", "3")));
        Random random = new Random(Long.getLong("tilde.fuzz.seed", 13));
        int built = 0;
        do {
            for (int i = 0; i < 100; i++) {
                String text = (random.nextInt(4) == 0 ? expression(random, 1) : "y") + " ~ " + expression(random, 3);
                for (Conventions c : List.of(Conventions.TILDE, Conventions.PATSY, Conventions.R)) {
                    built += check(text, c) ? 1 : 0;
                }
            }
        } while (System.nanoTime() < end);
        assertThat(built).isGreaterThan(50);
    }

    private static boolean check(String text, Conventions c) {
        try {
            DesignSpec spec = DesignSpec.learn(Formula.parse(text, c), DATA.source(), DesignOptions.DEFAULTS);
            DesignMatrices m = spec.matrices(DATA.source());
            assertThat(m.predictors().rows()).as(text).isEqualTo((int)
                    spec.rows().used());
            assertThat(m.predictors().matrix().columns())
                    .as(text)
                    .isEqualTo(spec.predictors().columns().size());
            m.response().ifPresent(DesignMatrix::matrix);
            return true;
        } catch (FormulaException e) {
            assertThat(e.span().end()).as(text).isLessThanOrEqualTo(text.length());
            assertThat(e.problem()).as(text).isNotBlank();
            return false;
        } catch (RuntimeException | AssertionError e) {
            throw new AssertionError(c.name() + " fails on: " + text, e);
        }
    }
}
