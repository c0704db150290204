package dev.tilde.design;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.tilde.data.DataException;
import dev.tilde.data.Source;
import dev.tilde.formula.Conventions;
import dev.tilde.formula.Formula;
import dev.tilde.formula.FormulaException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Functions that read the neighbours of a row. */
class RowCallsTest {
    private static final double NA = Double.NaN;

    /** Two groups, the rows of g = b not in order of t. */
    private static final Source DATA = Fixtures.csv("""
            y,x,g,t,k,flag,day,half
            1,1,a,1,u,true,2020-01-01,p
            2,4,a,2,v,false,2020-01-02,q
            3,9,b,3,u,true,2020-01-05,p
            4,16,a,3,u,false,2020-01-03,p
            5,25,b,1,w,true,2020-01-03,q
            6,36,b,2,v,true,2020-01-04,q
            """);

    private static final DesignOptions PASS = DesignOptions.DEFAULTS.with(NaAction.PASS);
    private static final DesignOptions GROUPED = PASS.groups("g").order("t");

    private static double[] column(String call, DesignOptions options) {
        return column(call, DATA, options, 0);
    }

    private static double[] column(String call, Source source, DesignOptions options, int j) {
        DesignSpec spec = DesignSpec.learn(Formula.parse("y ~ 0 + " + call), source, options);
        return spec.predictors(source).matrix().column(j);
    }

    private static DesignSpec learn(String formula, DesignOptions options) {
        return DesignSpec.learn(Formula.parse(formula), DATA, options);
    }

    @Test
    void withoutOrderAndGroupsRowsStandAsTheyAre() {
        assertThat(column("lag(x)", PASS)).containsExactly(NA, 1, 4, 9, 16, 25);
        assertThat(column("lag(x, 2)", PASS)).containsExactly(NA, NA, 1, 4, 9, 16);
        assertThat(column("lag(x, 0)", PASS)).containsExactly(1, 4, 9, 16, 25, 36);
        assertThat(column("lag(x, 9)", PASS)).containsOnly(NA);
        assertThat(column("lead(x, n=2)", PASS)).containsExactly(9, 16, 25, 36, NA, NA);
        assertThat(column("lag(x=x, 2)", PASS)).containsExactly(NA, NA, 1, 4, 9, 16);
        assertThat(column("lag(n=2, x)", PASS)).containsExactly(NA, NA, 1, 4, 9, 16);
        assertThat(column("diff(2, x=x)", PASS)).containsExactly(NA, NA, 8, 12, 16, 20);
        assertThat(column("rolling(max, 2, x=x)", PASS)).containsExactly(NA, 4, 9, 16, 25, 36);
        assertThat(column("diff(x)", PASS)).containsExactly(NA, 3, 5, 7, 9, 11);
        assertThat(column("diff(x, lag=2)", PASS)).containsExactly(NA, NA, 8, 12, 16, 20);
        assertThat(column("diff(x, 1, 2)", PASS)).containsExactly(NA, NA, 2, 2, 2, 2);
        assertThat(column("diff(diff(x), 2)", PASS)).containsExactly(NA, NA, NA, 4, 4, 4);
    }

    @Test
    void groupsAndOrderComeFromOptionsFormulaOrCall() {
        double[] expected = {NA, 1, 36, 4, NA, 25};
        assertThat(column("lag(x)", GROUPED)).containsExactly(expected);
        assertThat(column("lag(x) + groups(g) + order(t)", PASS)).containsExactly(expected);
        assertThat(column("lag(x, by=g, order=t)", PASS)).containsExactly(expected);
        assertThat(column("lag(x, by=c(g), order=day)", PASS)).containsExactly(expected);
        assertThat(column("lag(x, by=[g, half], order=t)", PASS)).containsExactly(NA, NA, NA, 1, NA, 25);
        assertThat(column(
                        "lag(x, order=day)",
                        DesignOptions.DEFAULTS.with(NaAction.PASS).groups("g")))
                .containsExactly(expected);
        assertThat(column("lag(x, by=g)", PASS)).containsExactly(NA, 1, NA, 4, 9, 25);
        assertThat(column("lag(x, order=[half, y])", PASS)).containsExactly(NA, 16, 1, 9, 4, 25);
        assertThat(column("lag(x) | g", PASS)).containsExactly(NA, 1, NA, 4, 9, 25);
        assertThat(column("lag(x) | g", PASS.order("t"))).containsExactly(expected);
        assertThat(column("lag(x) | g:half", PASS.order("t"))).containsExactly(NA, NA, NA, 1, NA, 25);
        assertThat(column("lag(x) | x", PASS.groups("x"))).containsExactly(NA, NA, NA, NA, NA, NA);
        assertThatThrownBy(() -> column("lag(x) | k", GROUPED))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the formula has the groups [k], the options have [g]");
        assertThatThrownBy(() -> column("lag(x) + groups(k)", GROUPED))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the formula has the groups [k], the options have [g]");
        assertThatThrownBy(() -> column("lag(x)", PASS.groups("gg")))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("the options name gg for the groups, but there is no such column");
    }

    @Test
    void severalLagsAreColumnsNamedByTheLag() {
        assertThat(learn("y ~ lag(x, 0:2)", PASS).predictors().columns())
                .containsExactly("Intercept", "lag(x, 0:2)[0]", "lag(x, 0:2)[1]", "lag(x, 0:2)[2]");
        assertThat(learn("y ~ 0 + lead(x, [1, 3])", PASS).predictors().columns())
                .containsExactly("lead(x, [1, 3])[1]", "lead(x, [1, 3])[3]");
        assertThat(learn("y ~ 0 + lag(poly(x, 2), 1:2)", PASS).predictors().columns())
                .containsExactly(
                        "lag(poly(x, 2), 1:2)[1][1]",
                        "lag(poly(x, 2), 1:2)[1][2]",
                        "lag(poly(x, 2), 1:2)[2][1]",
                        "lag(poly(x, 2), 1:2)[2][2]");
        assertThat(column("lag(x, 1:2)", DATA, GROUPED, 1)).containsExactly(NA, NA, 25, 1, NA, NA);
    }

    @Test
    void rowsWithoutNeighboursAreDroppedAndCounted() {
        DesignSpec spec = learn("y ~ lag(x)", DesignOptions.DEFAULTS.groups("g").order("t"));
        assertThat(spec.matrices(DATA).predictors().keptRows()).containsExactly(1, 2, 3, 5);
        assertThat(spec.rows().missing()).containsEntry("lag(x)", 2L);
        assertThat(spec.rows().used()).isEqualTo(4);
    }

    @Test
    void nestsInAndAroundWhatLearns() {
        assertThat(column("center(lag(x))", PASS)).containsExactly(NA, -10, -7, -2, 5, 14);
        assertThat(column("lag(center(x))", PASS)[1]).isEqualTo(1 - 91 / 6.0, within(1e-15));
        assertThat(column("lag(lag(x) - x)", PASS)).containsExactly(NA, NA, -3, -5, -7, -9);
        assertThat(column("I(lag(x) > 5)", PASS.with(NaAction.PASS))).hasSize(6);
        assertThat(column("lag(scale(lag(center(x))))", PASS)[2]).isEqualTo(-10 / 9.6695, within(1e-4));
        assertThat(column("lag(rolling(mean, x, 2))", PASS)).containsExactly(NA, NA, 2.5, 6.5, 12.5, 20.5);
    }

    @Test
    void levelsShiftWithTheirCoding() {
        DesignSpec spec = learn("y ~ lag(k)", DesignOptions.DEFAULTS);
        assertThat(spec.predictors().columns()).containsExactly("Intercept", "lag(k)[T.v]", "lag(k)[T.w]");
        assertThat(spec.predictors(DATA).matrix().column(1)).containsExactly(NA, 0, 1, 0, 0, 0);
        assertThat(column("lag(C(t), 1)", PASS)).containsExactly(column("C(lag(t, 1))", PASS));
        assertThat(learn("y ~ lag(C(k, Sum))", DesignOptions.DEFAULTS)
                        .predictors()
                        .columns())
                .containsExactly("Intercept", "lag(C(k, Sum))[S.u]", "lag(C(k, Sum))[S.v]");
        assertThat(learn("y ~ lag(flag)", DesignOptions.DEFAULTS).predictors().columns())
                .containsExactly("Intercept", "lag(flag)[T.True]");
        assertThatThrownBy(() -> column("lag(k, 1:2)", PASS)).hasMessageContaining("k is a factor, whose lags");
        assertThatThrownBy(() -> column("diff(k)", PASS)).hasMessageContaining("k is text, a number is needed");
    }

    /** R 4.2.2: apply(embed(x, w), 1, f). */
    @ParameterizedTest
    @CsvSource({
        "mean, 3, 4.666666666666667, 9.666666666666666, 16.666666666666668, 25.666666666666668",
        "sum, 3, 14, 29, 50, 77",
        "sd, 3, 4.041451884327381, 6.027713773341708, 8.0208062770106423, 10.016652800877813",
        "var, 3, 16.333333333333332, 36.333333333333336, 64.333333333333329, 100.33333333333333",
        "min, 3, 1, 4, 9, 16",
        "max, 3, 9, 16, 25, 36",
        "median, 3, 4, 9, 16, 25",
        "median, 2, 6.5, 12.5, 20.5, 30.5",
    })
    void rollsOverTheRowAndThoseBefore(String statistic, int width, double a, double b, double c, double d) {
        double[] x = column("rolling(" + statistic + ", x, " + width + ")", PASS);
        assertThat(x[0]).isNaN();
        assertThat(x[2]).isEqualTo(width == 3 ? a : 6.5, within(1e-14));
        assertThat(x[3]).isEqualTo(b, within(1e-14 * b));
        assertThat(x[4]).isEqualTo(c, within(1e-14 * c));
        assertThat(x[5]).isEqualTo(d, within(1e-14 * d));
    }

    @Test
    void missingValuesStayWhereTheyAreSeen() {
        Source gap = Fixtures.csv("y,x\n1,1\n2,\n3,3\n4,4\n5,5\n");
        assertThat(column("lag(x)", gap, PASS, 0)).containsExactly(NA, 1, NA, 3, 4);
        assertThat(column("diff(x)", gap, PASS, 0)).containsExactly(NA, NA, NA, 1, 1);
        assertThat(column("rolling(sum, x, 2)", gap, PASS, 0)).containsExactly(NA, NA, NA, 7, 9);
    }

    @Test
    void newRowsKnowTheirOwnHistoryOnly() {
        DesignSpec spec = learn("y ~ 0 + lag(x)", GROUPED);
        Source other = Fixtures.csv("x,g,t\n7,z,2\n8,z,1\n9,a,1\n");
        assertThat(spec.predictors(other).matrix().column(0)).containsExactly(8, NA, NA);
        Source noOrder = Fixtures.csv("x,g\n7,z\n");
        assertThatThrownBy(() -> spec.predictors(noOrder))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("the options name t for the order, but there is no such column; columns: x, g");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "lag(x, 1:3); 3; 0",
                "diff(diff(x, 12)); 13; 0",
                "diff(x, 2, 3); 6; 0",
                "lead(x, 0:2) + x; 0; 2",
                "lead(lag(x, 2), 2); 0; 0",
                "center(lag(rolling(mean, x, 7)) - lead(x)); 7; 1",
                "x + log(x); 0; 0",
            })
    void declaresHowFarItReaches(String right, int before, int after) {
        DesignSpec spec = learn("y ~ " + right, PASS);
        assertThat(spec.rowsBefore()).isEqualTo(before);
        assertThat(spec.rowsAfter()).isEqualTo(after);
    }

    @Test
    void tiesAndMissingPlacesAreErrorsOfTheData() {
        assertThatThrownBy(() -> column("lag(x)", PASS.groups("g").order("half")))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("rows 1 and 4 are at the same place: g = a, half = p");
        assertThatThrownBy(() -> column("lag(x, order=t)", PASS)).hasMessageContaining("rows 1 and 5");
        Source gap = Fixtures.csv("y,x,g,t\n1,1,a,1\n2,2,,2\n3,3,a,\n");
        assertThatThrownBy(() -> column("lag(x, by=g)", gap, PASS, 0))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("the group g is missing in row 2");
        assertThatThrownBy(() -> column("lag(x, order=t)", gap, PASS, 0))
                .hasMessageContaining("the order t is missing in row 3");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "lag(x, -1); a negative lag looks the other way",
                "lag(x, -1); Write lead(x, 1).",
                "lead(x, [1, -2]); Write lag(x, 2).",
                "lag(x, 1, n=2); n is given twice",
                "lag(x, 1, x=y); lag takes 0 to 1 arguments",
                "diff(x, 1, lag=2); lag is given twice",
                "rolling(mean, x, 2, width=3); width is given twice",
                "lag(x, 1, 2); lag takes 0 to 2 arguments",
                "lag(x, 1.5); different whole numbers",
                "lag(x, [1, 1]); different whole numbers",
                "lag(); lag takes a column",
                "lag(x, m=1); lag has no argument",
                "diff(x, 0); must be 1 or more",
                "rolling(mode, x, 3); takes the name of a statistic first",
                "rolling(mean, x); needs a width",
                "rolling(sd, x, 1); width must be 2 or more",
                "lag(x, by=lag(g)); cannot depend on the neighbours",
                "lag(zz); no column named",
            })
    void refusesWithAReason(String call, String message) {
        assertThatThrownBy(() -> column(call, PASS))
                .isInstanceOf(FormulaException.class)
                .hasMessageContaining(message);
    }

    @Test
    void otherEnginesDoSomethingElse() {
        assertThatThrownBy(() -> DesignSpec.learn(Formula.parse("y ~ lag(x)", Conventions.R), DATA, PASS))
                .isInstanceOf(FormulaException.class)
                .hasMessageContaining("R's lag does not align");
        assertThatThrownBy(() -> DesignSpec.learn(Formula.parse("y ~ lead(x)", Conventions.PATSY), DATA, PASS))
                .hasMessageContaining("patsy has no function named \"lead\"");
    }
}
