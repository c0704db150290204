package dev.tilde.design;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tilde.data.Source;
import dev.tilde.formula.Conventions;
import dev.tilde.formula.Formula;
import dev.tilde.formula.FormulaException;
import dev.tilde.report.Renderers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a policy of coding does to columns, and what new levels become. */
class CodingPolicyTest {
    private static final Source DATA = Fixtures.csv("""
            y,x,a,b
            1,2,u,p
            2,4,v,p
            3,6,w,q
            4,1,u,q
            5,3,v,p
            6,3,w,p
            7,1,u,p
            8,0,v,q
            """);
    private static final Source FRESH = Fixtures.csv("x,a,b\n1,z,p\n2,v,p\n");

    private static DesignSpec learn(String formula, DesignOptions options) {
        return DesignSpec.learn(Formula.parse(formula), DATA, options);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            REDUCED            | y ~ a         | Intercept a[T.v] a[T.w]
            REDUCED            | y ~ 0 + a     | a[u] a[v] a[w]
            FULL               | y ~ a         | Intercept a[u] a[v] a[w]
            FULL               | y ~ b + b:x   | Intercept b[p] b[q] b[p]:x b[q]:x
            FULL               | y ~ C(a, Sum) | Intercept C(a, Sum)[u] C(a, Sum)[v] C(a, Sum)[w]
            DROP_FIRST         | y ~ 0 + a     | a[T.v] a[T.w]
            DROP_FIRST         | y ~ a:b       | Intercept a[T.v]:b[T.q] a[T.w]:b[T.q]
            DROP_LAST          | y ~ a + b     | Intercept a[T.u] a[T.v] b[T.p]
            DROP_LAST          | y ~ C(a, Sum) | Intercept C(a, Sum)[S.u] C(a, Sum)[S.v]
            IMPLICIT_INTERCEPT | y ~ a + x     | a[T.v] a[T.w] x
            IMPLICIT_INTERCEPT | y ~ 0 + a     | a[T.v] a[T.w]
            IMPLICIT_INTERCEPT | y ~ a:b       | b[T.q] a[T.v]:b[p] a[T.w]:b[p] a[T.v]:b[q] a[T.w]:b[q]
            REDUCED            | y ~ full(a)   | Intercept full(a)[u] full(a)[v] full(a)[w]
            REDUCED            | y ~ full(a):x | Intercept full(a)[u]:x full(a)[v]:x full(a)[w]:x
            """)
    void namesItsColumns(CodingPolicy policy, String formula, String columns) {
        DesignSpec spec = learn(formula, DesignOptions.DEFAULTS.with(policy));
        assertThat(String.join(" ", spec.predictors().columns())).isEqualTo(columns);
        assertThat(spec.response().columns()).containsExactly("y");
        assertThat(spec.predictors(DATA).columns())
                .hasSize(spec.predictors().columns().size());
    }

    @Test
    void implicitInterceptLacksOnlyTheConstant() {
        for (String formula : new String[] {"y ~ a*b + a:x", "y ~ a:b", "y ~ 0 + a:x + b"}) {
            DesignMatrix with =
                    learn(formula.replace("0 + ", ""), DesignOptions.DEFAULTS).predictors(DATA);
            DesignMatrix without = learn(formula, DesignOptions.DEFAULTS.with(CodingPolicy.IMPLICIT_INTERCEPT))
                    .predictors(DATA);
            assertThat(without.columns())
                    .isEqualTo(with.columns().subList(1, with.columns().size()));
        }
    }

    @Test
    void descriptionTellsThePolicy() {
        String words = Renderers.TEXT.render(
                learn("y ~ a", DesignOptions.DEFAULTS.with(CodingPolicy.FULL)).describe());
        assertThat(words).contains("one indicator for each level everywhere").contains("in full");
        assertThat(Renderers.TEXT.render(
                        learn("y ~ full(a)", DesignOptions.DEFAULTS).describe()))
                .contains("in full")
                .doesNotContain("no constant");
    }

    @Test
    void onlyTildeHasFull() {
        assertThatThrownBy(() ->
                        DesignSpec.learn(Formula.parse("y ~ full(a)", Conventions.R), DATA, DesignOptions.DEFAULTS))
                .isInstanceOf(FormulaException.class)
                .hasMessageContaining("no function named \"full\"");
    }

    @Test
    void levelsThatOnlyNewRowsHave() {
        assertThatThrownBy(() -> learn("y ~ a", DesignOptions.DEFAULTS).predictors(FRESH))
                .hasMessageContaining("a has the level \"z\" in row 1");
        assertThat(row("y ~ a", Unseen.NA)).containsExactly(1, Double.NaN, Double.NaN);
        assertThat(row("y ~ a", Unseen.REFERENCE)).containsExactly(1, 0, 0);
        assertThat(row("y ~ 0 + a", Unseen.REFERENCE)).containsExactly(1, 0, 0);
        assertThat(row("y ~ C(a, Treatment(\"w\"))", Unseen.REFERENCE)).containsExactly(1, 0, 0);
        assertThat(row("y ~ 0 + C(a, Treatment(\"w\"))", Unseen.REFERENCE)).containsExactly(0, 0, 1);
        assertThatThrownBy(() -> row("y ~ a", Unseen.OTHER)).hasMessageContaining("None of them is for rare ones");
    }

    private static double[] row(String formula, Unseen unseen) {
        return learn(formula, DesignOptions.DEFAULTS.unseen(unseen))
                .predictors(FRESH)
                .matrix()
                .row(0);
    }
}
