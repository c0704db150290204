package dev.tilde.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tilde.linalg.Matrix;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ChecksTest {
    private record Case(String data, String response, String columns, String numbers) {
        double[] expected() {
            return Stream.of(numbers.split("[;\\s]+"))
                    .mapToDouble(Double::parseDouble)
                    .toArray();
        }

        Residuals fit() {
            return PlainFits.of(data, response, columns);
        }
    }

    // R 4.2.2, car 3.1.1, lmtest 0.9.40, separated by semicolons:
    // resettest(m, power = 2:3) statistic, df1, df2, p; bptest(m) statistic, df, p;
    // dwtest(m, alternative = "two.sided", exact = FALSE) statistic, p; bgtest(m, order = 2, fill = 0) statistic, p;
    // skewness and kurtosis from mean(e^k), Jarque-Bera; shapiro.test(resid(m)) W, p;
    // which.max(abs(rstudent(m))), its value, Bonferroni p; kappa of the model matrix with columns of unit length
    private static final List<Case> CASES = List.of(
            new Case("cars", "dist", "speed", """
                    1.5553975421867 2 46 0.22200355452672; 3.2148799271747 1 0.072971545054078; 1.6762253234351 0.18726833908994; 2.7845728267795 0.24850646606796
                    0.88505193917033 3.8929436722256 8.1887836289259; 0.94509055285889 0.021524575909293; 49 3.1849928400754 0.12853302722239; 6.0493447044028"""),
            new Case("mtcars", "mpg", "wt hp cyl=6 cyl=8", """
                    4.0372161343957 2 25 0.030240929211193; 6.1707219371303 4 0.18675627027572; 1.7899485337416 0.34636061782348; 0.43839873435109 0.80316157813549
                    0.56905344929888 3.3199680900319 1.8635558550326; 0.95228383104921 0.16729286446487; 20 2.5867382184242 0.5004370579431; 14.501335163221"""),
            new Case("swiss", "Fertility", "Agriculture Examination Education Catholic Infant.Mortality", """
                    0.49860435458367 2 39 0.61119669170411; 5.8510873683413 5 0.32097953507003; 1.4535364662272 0.023849835134277; 2.6511844150847 0.26564559517242
                    -0.076623240156002 2.7639377299499 0.15511934651053; 0.98892386673892 0.93175823141044; 37 2.4452267884935 0.89177101041649; 27.003079291068"""),
            new Case("longley", "Employed", "GNP.deflator GNP Unemployed Armed.Forces Population Year", """
                    2.2727103129088 2 7 0.17354375114917; 2.5096632076436 6 0.86738463485696; 2.5594876892815 0.99258985676421; 2.8762444708136 0.23737307120372
                    0.41998380088739 2.4337334489184 0.68413558593676; 0.94860179770931 0.46786639975357; 10 2.1694481824162 0.98994736959381; 43275.04358718"""),
            new Case("stackloss", "stack.loss", "0 Air.Flow Water.Temp", """
                    50.001010940708 2 17 7.5713306780391e-08; 0.75643298594386 1 0.38444712096952; 0.17987686751891 6.7916175473905e-06; 12.700676469555 0.0017461564255371
                    1.2926819580373 3.4044599482844 5.9917326247681; 0.80242160615386 0.00071459931592488; 1 2.6715202067418 0.32684198575955; 20.772081956175"""),
            new Case("stackloss", "stack.loss", "Air.Flow Water.Temp Acid.Conc.", """
                    1.1728648400634 2 15 0.33631027659843; 4.8903677439754 3 0.18000324351489; 1.4851310343413 0.08083222715871; 0.66022222617561 0.7188438560338
                    -0.19283352460129 3.1074051557401 0.14024057278017; 0.97398570770689 0.81864591459709; 21 -3.330493319328 0.088998841286566; 50.090494136829"""));

    @Test
    void agreesWithR() {
        for (Case c : CASES) {
            Residuals r = c.fit();
            Checks.FTest reset = Checks.reset(r);
            Checks.ChiSquaredTest bp = Spread.breuschPagan(r);
            Checks.DurbinWatson dw = Checks.durbinWatson(r);
            Checks.ChiSquaredTest bg = Checks.breuschGodfrey(r, 2);
            Checks.Tails tails = Checks.tails(r);
            ShapiroWilk sw = ShapiroWilk.of(r.raw());
            Checks.Outlier outlier = Checks.outlier(r);
            double[] actual = {
                reset.statistic(),
                reset.df1(),
                reset.df2(),
                reset.p(),
                bp.statistic(),
                bp.df(),
                bp.p(),
                dw.d(),
                dw.p(),
                bg.statistic(),
                bg.p(),
                tails.skewness(),
                tails.kurtosis(),
                tails.jarqueBera(),
                sw.w(),
                sw.p(),
                outlier.row() + 1,
                outlier.t(),
                outlier.p(),
                Collinearity.conditionNumber(r)
            };
            // longley is so collinear that R's own numbers have fewer digits
            close(c.data(), actual, c.data().equals("longley") ? 1e-7 : 1e-9, c.expected());
        }
    }

    @Test
    void agreesOnAirquality() {
        Residuals r = Airquality.FIT;
        // as above, bgtest(m, order = 4, fill = 0), outlierTest(m)
        Checks.FTest reset = Checks.reset(r);
        close(
                "reset",
                new double[] {reset.statistic(), reset.df1(), reset.df2(), reset.p()},
                1e-11,
                18.8002171583572,
                2,
                101,
                1.1458229630005e-07);
        Checks.ChiSquaredTest bp = Spread.breuschPagan(r);
        close("spread", new double[] {bp.statistic(), bp.df(), bp.p()}, 1e-11, 8.46213066786596, 7, 0.29361077079142);
        Checks.DurbinWatson dw = Checks.durbinWatson(r);
        close("order", new double[] {dw.d(), dw.p()}, 1e-11, 2.10917457737643, 0.89469440704551);
        close("order", new double[] {dw.mean(), dw.sd()}, 1e-6, 2.0843382, 0.1876331);
        Checks.ChiSquaredTest bg = Checks.breuschGodfrey(r, 4);
        close("lags", new double[] {bg.statistic(), bg.df(), bg.p()}, 1e-11, 6.47164290579799, 4, 0.16658590178363);
        Checks.Tails tails = Checks.tails(r);
        close(
                "tails",
                new double[] {tails.skewness(), tails.kurtosis(), tails.jarqueBera()},
                1e-7,
                1.3451734,
                6.4823885,
                89.563103);
        ShapiroWilk sw = ShapiroWilk.of(r.raw());
        close("normal", new double[] {sw.w(), sw.p()}, 1e-9, 0.922344435846665, 7.1082068127785e-06);
        Checks.Outlier outlier = Checks.outlier(r);
        assertThat(Airquality.ROWS[outlier.row()] + 1).isEqualTo(117);
        close("outlier", new double[] {outlier.t(), outlier.p()}, 1e-8, 5.26551578570953, 8.65054561611e-05);
        assertThat(Collinearity.conditionNumber(r)).isCloseTo(40.2441588990025, within(1e-10));
        // residualPlots(m)
        close(
                "curvature",
                IntStream.rangeClosed(1, 3)
                        .mapToDouble(j -> Checks.curvature(r, j).t())
                        .toArray(),
                1e-10,
                -0.92853827167695,
                5.34901575235258,
                3.28115481739595);
        close(
                "curvature",
                IntStream.rangeClosed(1, 3)
                        .mapToDouble(j -> Checks.curvature(r, j).p())
                        .toArray(),
                1e-10,
                0.35532056803398,
                5.4445784919001e-07,
                1.4156917593305e-03);
        close(
                "tukey",
                new double[] {Checks.tukey(r).t(), Checks.tukey(r).p()},
                1e-10,
                5.9475475393125,
                2.7218972899364e-09);
        // summary(update(m, . ~ . + I(Wind^2)))$r.squared - summary(m)$r.squared
        assertThat(Checks.curvature(r, 2).gain()).isCloseTo(0.0795494636566995, within(1e-12));
        // e <- resid(m)[order(fitted(m))]; sd(e[75:111]) / sd(e[1:37]), and the same without row 117
        assertThat(Checks.spreadRatio(r, -1)).isCloseTo(1.77722213727872, within(1e-11));
        assertThat(Checks.spreadRatio(r, outlier.row())).isCloseTo(1.47241717397155, within(1e-11));
    }

    @Test
    void inflationAgreesWithR() {
        // car::vif
        close(
                "airquality",
                gvif(Airquality.FIT, List.of(List.of(1), List.of(2), List.of(3), List.of(4, 5, 6, 7))),
                1e-11,
                1.19212990430442,
                1.41268954038348,
                2.70084245902386,
                2.25465673885484);
        close(
                "mtcars",
                gvif(fit("mtcars"), List.of(List.of(1), List.of(2), List.of(3, 4))),
                1e-11,
                2.5808765173164,
                3.4960142661076,
                5.1058113696627);
        close(
                "swiss",
                gvif(fit("swiss"), singles(5)),
                1e-11,
                2.2841293775973,
                3.6754195755443,
                2.774942781127,
                1.9371603802631,
                1.107542225557);
        close(
                "longley",
                gvif(fit("longley"), singles(6)),
                1e-10,
                135.53243827999,
                1788.5134827179,
                33.61889059605,
                3.5889301934453,
                399.15102231259,
                758.98059740679);
        List<Collinearity.Inflation> air = Collinearity.inflation(
                Airquality.FIT, List.of(List.of(1), List.of(2), List.of(3), List.of(4, 5, 6, 7)));
        assertThat(air.get(2).scaled()).isCloseTo(1.643424, within(1e-6));
        assertThat(air.get(3).scaled()).isCloseTo(1.106968, within(1e-6));
        assertThat(air.get(1).partner()).isEqualTo(2);
        assertThat(Collinearity.inflation(fit("cars"), singles(1))).isEmpty();
    }

    @Test
    void shapiroWilkAgreesWithR() {
        // R 4.2.2, i <- 1:n: shapiro.test of sin(i^2), ((i*37) %% 101)^3 / 1e4, -log(((i*7919) %% 10007 + 0.5) / 10008)
        double[][] cases = {
            {3, 1, 0.9333818313506, 0.50141177874375},
            {3, 2, 0.84056860539182, 0.2155428790904},
            {3, 3, 0.98894809219269, 0.79884852114722},
            {4, 1, 0.96931453542977, 0.83723401120514},
            {4, 2, 0.83036486433774, 0.16875547301768},
            {4, 3, 0.95177113303618, 0.7271939495536},
            {5, 1, 0.97808546518889, 0.92412662191131},
            {5, 2, 0.87257143731512, 0.2769926755601},
            {5, 3, 0.9264522461552, 0.57238524923412},
            {6, 1, 0.96538624449742, 0.86013154837622},
            {6, 2, 0.81109599234524, 0.073786885344145},
            {6, 3, 0.87623406827621, 0.25220522300695},
            {7, 1, 0.91800065411762, 0.45402157133088},
            {7, 2, 0.84859890042556, 0.11932230192059},
            {7, 3, 0.88356322597866, 0.24274036021519},
            {11, 1, 0.88520985558209, 0.12109635435666},
            {11, 2, 0.82638458082502, 0.020926112282511},
            {11, 3, 0.87241476501405, 0.083257220157427},
            {12, 1, 0.88071028190979, 0.089502567760554},
            {12, 2, 0.80513855275935, 0.010724342094059},
            {12, 3, 0.88097561039814, 0.090206270514784},
            {13, 1, 0.86829198999632, 0.049627560582816},
            {13, 2, 0.84456309201225, 0.024248604380603},
            {13, 3, 0.91298415496419, 0.20144143687168},
            {50, 1, 0.87988823632424, 0.00011102030033547},
            {50, 2, 0.82188476530801, 2.910395449608e-06},
            {50, 3, 0.8578476730201, 2.5410281716344e-05},
            {500, 1, 0.89730279622195, 8.3189379117631e-18},
            {500, 2, 0.82230387463723, 4.0521620709748e-23},
            {500, 3, 0.83165174861711, 1.4602794129523e-22},
            {5000, 1, 0.89547624093149, 5.8732454290616e-50},
            {5000, 2, 0.82243609373449, 2.3141978961643e-59},
            {5000, 3, 0.82162510630181, 1.9050306297313e-59}
        };
        for (double[] c : cases) {
            double[] x = IntStream.rangeClosed(1, (int) c[0])
                    .mapToDouble(i -> switch ((int) c[1]) {
                        case 1 -> Math.sin((double) i * i);
                        case 2 -> Math.pow(i * 37 % 101, 3) / 1e4;
                        default -> -Math.log((i * 7919 % 10007 + 0.5) / 10008);
                    })
                    .toArray();
            ShapiroWilk actual = ShapiroWilk.of(x);
            close("n " + c[0] + " series " + c[1], new double[] {actual.w(), actual.p()}, 2e-9, c[2], c[3]);
        }
        assertThat(List.of(
                        ShapiroWilk.of(new double[2]), ShapiroWilk.of(new double[9]), ShapiroWilk.of(new double[5001])))
                .containsOnly(ShapiroWilk.NONE);
        assertThat(ShapiroWilk.of(new double[] {1, 2, Double.NaN, 4})).isEqualTo(ShapiroWilk.NONE);
    }

    @Test
    void tinyAndDegenerateFitsHaveNoTests() {
        Matrix saturated = Matrix.of(2, 2, new double[] {1, 1, 0, 1});
        Matrix line = Matrix.of(6, 2, new double[] {1, 1, 1, 1, 1, 1, 0, 1, 2, 3, 4, 5});
        List<Residuals> fits = List.of(
                Residuals.of(saturated, new double[] {3, 5}, true),
                Residuals.of(line, new double[] {1, 3, 5, 7, 9, 11}, true),
                Residuals.of(Matrix.of(1, 1, new double[] {1}), new double[] {3}, true),
                Residuals.of(Matrix.zeros(1, 0), new double[] {0}, false));
        for (Residuals r : fits) {
            assertThat(new double[] {
                        Checks.reset(r).p(),
                        Spread.breuschPagan(r).p(),
                        Checks.spreadRatio(r, -1),
                        Checks.durbinWatson(r).p(),
                        Checks.breuschGodfrey(r, 1).p(),
                        Checks.tails(r).p(),
                        Checks.outlier(r).p()
                    })
                    .containsOnly(Double.NaN);
        }
        assertThat(Checks.curvature(fits.get(1), 1)).isEqualTo(Checks.Added.NONE);
    }

    @Test
    void powersTheModelHoldsAlreadyAreNotAdded() {
        // Two groups: squares and cubes of two fitted values are in the model. y ~ g, R: resettest gives NaN or noise.
        Residuals groups = Residuals.of(
                Matrix.of(6, 2, new double[] {1, 1, 1, 1, 1, 1, 0, 0, 0, 1, 1, 1}),
                new double[] {1, 2, 4, 3, 8, 6},
                true);
        assertThat(Checks.reset(groups)).isEqualTo(Checks.FTest.NONE);
        assertThat(Checks.curvature(groups, 1)).isEqualTo(Checks.Added.NONE);
        // Three groups leave room for f^2 only, and that is the model again.
        Residuals three = Residuals.of(
                Matrix.of(6, 2, new double[] {1, 1, 1, 1, 1, 1, 0, 0, 1, 1, 2, 2}),
                new double[] {1, 2, 4, 3, 8, 6},
                true);
        assertThat(Checks.reset(three).df1()).isEqualTo(1);
        assertThat(Checks.reset(three).statistic())
                .isCloseTo(Math.pow(Checks.curvature(three, 1).t(), 2), within(1e-10));
    }

    @Test
    void theOrderOfRowsMattersOnlyToTestsOfOrder() {
        Residuals r = Airquality.FIT;
        int n = r.n();
        Matrix x = Matrix.zeros(n, r.p());
        double[] y = new double[n];
        for (int i = 0; i < n; i++) {
            y[i] = r.y()[n - 1 - i];
            for (int j = 0; j < r.p(); j++) {
                x.set(i, j, r.x().get(n - 1 - i, j));
            }
        }
        Residuals back = Residuals.of(x, y, true);
        assertThat(Checks.reset(back).statistic()).isCloseTo(Checks.reset(r).statistic(), within(1e-9));
        assertThat(Checks.durbinWatson(back).d())
                .isCloseTo(Checks.durbinWatson(r).d(), within(1e-9));
        assertThat(Checks.spreadRatio(back, -1)).isCloseTo(Checks.spreadRatio(r, -1), within(1e-9));
        assertThat(Checks.breuschGodfrey(back, 2).statistic())
                .isNotCloseTo(Checks.breuschGodfrey(r, 2).statistic(), within(1e-9));
    }

    private static Residuals fit(String data) {
        return CASES.stream()
                .filter(c -> c.data().equals(data))
                .findFirst()
                .orElseThrow()
                .fit();
    }

    private static List<List<Integer>> singles(int last) {
        return IntStream.rangeClosed(1, last).mapToObj(List::of).toList();
    }

    private static double[] gvif(Residuals r, List<List<Integer>> groups) {
        return Collinearity.inflation(r, groups).stream()
                .mapToDouble(Collinearity.Inflation::gvif)
                .toArray();
    }

    private static void close(String what, double[] actual, double relative, double... expected) {
        assertThat(actual).hasSameSizeAs(expected);
        for (int i = 0; i < expected.length; i++) {
            assertThat(actual[i])
                    .as("%s, number %d of %s", what, i, Arrays.toString(actual))
                    .isCloseTo(expected[i], within(relative * Math.abs(expected[i])));
        }
    }
}
