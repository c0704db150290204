package dev.tilde.design;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import dev.tilde.data.Dataset;
import dev.tilde.formula.Conventions;
import dev.tilde.formula.Formula;
import dev.tilde.formula.FormulaException;
import dev.tilde.formula.FormulaException.Kind;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Functions that learn, on ten rows; expected numbers from R 4.2.2 and patsy 1.0.3. */
class TransformsTest {
    private static final double NA = Double.NaN;
    private static final Dataset TEN = Dataset.named("ten")
            .with("y", 1, 2, 3, 4, 5, 6, 7, 8, 9, 10)
            .with("x", 0.1, 0.3, 0.35, 0.9, 1.4, 2.2, 2.2, 3.0, 3.7, 5.5)
            .with("z", 2, 7, 1, 8, 2, 8, 1, 8, 2, 8)
            .with("m", 0.1, 0.3, NA, 0.9, 1.4, 2.2, 2.2, 3.0, 3.7, 5.5)
            .with("k", 3, 3, 3, 3, 3, 3, 3, 3, 3, 3)
            .with("b", 0, 1, 0, 1, 0, 1, 0, 1, 0, 1)
            .with("none", NA, NA, NA, NA, NA, NA, NA, NA, NA, NA)
            .with("inf", 1, 2, 3, 4, 5, 6, 7, 8, 9, Double.POSITIVE_INFINITY)
            .with("a", "u", "v", "u", "v", "u", "v", "u", "v", "u", "v");
    /** Below the range of x, above it, and the fifth row. */
    private static final Dataset NEW =
            Dataset.named("new").with("x", -1, 6, 1.4).with("z", 2, 2, 2);

    private static DesignSpec learn(String call, Conventions conventions) {
        return DesignSpec.learn(Formula.parse("y ~ 0 + " + call, conventions), TEN.source(), DesignOptions.DEFAULTS);
    }

    private static double[] values(String text) {
        return Stream.of(text.split(",")).mapToDouble(Double::parseDouble).toArray();
    }

    private static void same(double[] own, String wanted) {
        double[] want = values(wanted);
        assertThat(own).hasSameSizeAs(want);
        for (int j = 0; j < want.length; j++) {
            assertThat(own[j]).isCloseTo(want[j], within(1e-12 + 1e-12 * Math.abs(want[j])));
        }
    }

    static Stream<Arguments> r() {
        return Stream.of(
                Arguments.of("scale(x)", "-0.32620139190401", "-1.7118356230007", "2.3295975510313"),
                Arguments.of("scale(x, center = FALSE)", "0.5185086399996", "-0.37036331428543", "2.2221798857126"),
                Arguments.of("scale(x, center = 1)", "0.19913755527481", "-0.99568777637403", "2.4892194409351"),
                Arguments.of("scale(x, center = 1, scale = 2)", "0.2", "-1", "2.5"),
                Arguments.of("scale(x, scale = FALSE)", "-0.565", "-2.965", "4.035"),
                Arguments.of(
                        "bs(x, df = 4)",
                        "0.61978431567994, 0.32286964652721, 0.044319373840071, 0",
                        "-3.9757081168435, 0.53441221562457, -0.026849834584039, 0",
                        "-0.0011585659733808, 0.041545549553558, -0.50304467414145, 1.4626576905613"),
                Arguments.of(
                        "bs(x, df = 6, degree = 2, intercept = TRUE)",
                        "0, 0.071708683473389, 0.65395412218942, 0.27433719433719, 0, 0",
                        "14.735691987513, -15.572504131726, 1.8368121442125, 0, 0, 0",
                        "0, 0, 0, 0.025025025025025, -0.42968894820747, 1.4046639231824"),
                Arguments.of(
                        "bs(x)",
                        "0.41634278311233, 0.13201112635269, 0.013952395468171",
                        "-0.8854404816339, 0.14984377381497, -0.0084527257023828",
                        "0.028101661332114, -0.33159960371895, 1.3042917746279"),
                Arguments.of(
                        "bs(x, df = 2)",
                        "0.41634278311233, 0.13201112635269, 0.013952395468171",
                        "-0.8854404816339, 0.14984377381497, -0.0084527257023828",
                        "0.028101661332114, -0.33159960371895, 1.3042917746279"),
                Arguments.of(
                        "bs(x, knots = c(1, 2), Boundary.knots = c(0, 5))",
                        "0.054, 0.6876, 0.2544, 0.004, 0",
                        "-9.25, 2.35, -0.1, 0, 0",
                        "0, -0.016666666666667, 0.31527777777778, -1.6689814814815, 2.3703703703704"),
                Arguments.of(
                        "bs(z, df = 6)",
                        "0.51020408163265, 0.44897959183673, 0.040816326530612, 0, 0, 0",
                        "0.51020408163265, 0.44897959183673, 0.040816326530612, 0, 0, 0",
                        "0.51020408163265, 0.44897959183673, 0.040816326530612, 0, 0, 0"),
                Arguments.of(
                        "ns(x, 3)",
                        "-0.047059572025965, 0.62352205560014, -0.3604175247756",
                        "0.37245998336361, -0.89164662684015, 0.51918664347654",
                        "-0.35919966123227, 0.40535676476816, 0.95384289646411"),
                Arguments.of(
                        "ns(x, df = 2, intercept = TRUE)",
                        "0.52610225404595, -0.30692681963093",
                        "0.5735690811207, -0.90131932957954",
                        "0.43512416881935, 0.83232549110391"),
                Arguments.of(
                        "ns(x, knots = c(1, 2.5), Boundary.knots = c(0.3, 4))",
                        "0.026394790360757, 0.55115396725607, -0.36427548434355",
                        "0.34938607013333, -1.0481582104, 0.69877214026665",
                        "-1.5714285714286, 0.71428571428572, 1.8571428571429"),
                Arguments.of("ns(x)", "0.19302200804786", "-0.16332631450204", "0.87602295960184"),
                Arguments.of(
                        "poly(x, 2)",
                        "-0.10873379730134, -0.18814565321594",
                        "-0.57061187433355, 1.1028395779468",
                        "0.77653251701042, 0.95885813522527"),
                Arguments.of(
                        "poly(x, 4)",
                        "-0.10873379730134, -0.18814565321594, 0.42375217968489, -0.20031567389226",
                        "-0.57061187433355, 1.1028395779468, -2.9751949614721, 8.565461702615",
                        "0.77653251701042, 0.95885813522527, 1.2558078602584, 3.2649288912908"),
                Arguments.of("poly(x, 2, raw = TRUE)", "1.4, 1.96", "-1, 1", "6, 36"),
                Arguments.of(
                        "poly(x, z, degree = 2)",
                        "-0.10873379730134, -0.18814565321594, -0.27260213976692, 0.029641065809327, -0.30703554940376",
                        "-0.57061187433355, 1.1028395779468, -0.27260213976692, 0.15555001791974, -0.30703554940376",
                        "0.77653251701042, 0.95885813522527, -0.27260213976692, -0.21168442573563, -0.30703554940376"),
                Arguments.of(
                        "poly(x, z, degree = 2, raw = TRUE)",
                        "1.4, 1.96, 2, 2.8, 4",
                        "-1, 1, 2, -2, 4",
                        "6, 36, 2, 12, 4"));
    }

    @ParameterizedTest
    @MethodSource("r")
    void agreesWithR(String call, String fifth, String below, String above) {
        DesignSpec spec = learn(call, Conventions.R);
        same(spec.predictors(TEN.source()).matrix().row(4), fifth);
        same(spec.predictors(NEW.source()).matrix().row(0), below);
        same(spec.predictors(NEW.source()).matrix().row(1), above);
        same(spec.predictors(NEW.source()).matrix().row(2), fifth);
    }

    static Stream<Arguments> patsy() {
        return Stream.of(
                Arguments.of("center(x)", "-0.565", "-2.965", "4.035"),
                Arguments.of("standardize(x)", "-0.34384645811129", "-1.8044331828318", "2.4556114309364"),
                Arguments.of("scale(x, False, True, 1)", "0.80828663480638", "-0.57734759629027", "3.4640855777416"),
                Arguments.of(
                        "standardize(x, center=False)", "0.85200892275364", "-0.60857780196688", "3.6514668118013"),
                Arguments.of("bs(x, df=4)", "0.61978431567994, 0.32286964652721, 0.044319373840071, 0", "", ""),
                Arguments.of(
                        "bs(x, df=5, degree=1, include_intercept=True)",
                        "0, 0.3047619047619, 0.6952380952381, 0, 0",
                        "",
                        ""),
                Arguments.of("bs(x, df=4, degree=0, include_intercept=True)", "0, 1, 0, 0", "", ""),
                Arguments.of(
                        "bs(z, df=6)",
                        "0.51020408163265, 0.44897959183673, 0.040816326530612, 0, 0, 0",
                        "0.51020408163265, 0.44897959183673, 0.040816326530612, 0, 0, 0",
                        "0.51020408163265, 0.44897959183673, 0.040816326530612, 0, 0, 0"),
                Arguments.of(
                        "cr(x, df=4)",
                        "-0.3629521686354, 1.063231541604, 0.32114862745891, -0.021428000427509",
                        "3.0330353842075, -2.1369336413411, 0.11316753066857, -0.0092692735349208",
                        "-0.10194415850014, 0.23503098600966, -0.35397794302598, 1.2208911155165"),
                Arguments.of(
                        "cr(x, df=3, constraints='center')",
                        "0.96031841643711, 0.15869440885084, -0.071360680147637",
                        "-3.2671256273693, -1.6709047698232, -0.5576299842711",
                        "0.23659036913535, -0.35151636811235, 1.2216477165627"),
                Arguments.of(
                        "cr(x, df=3, lower_bound=1, upper_bound=4)",
                        "0.6875, 0.38392857142857, -0.071428571428571",
                        "2.5833333333333, -1.9642857142857, 0.38095238095238",
                        "0.29166666666667, -2.0535714285714, 2.7619047619048"),
                Arguments.of(
                        "cr(x, df=3, knots=[1])",
                        "-0.32245084590764, 1.2980521262003, 0.024398719707362",
                        "2.3240740740741, -1.3444444444444, 0.02037037037037",
                        "0.23148148148148, -0.38888888888889, 1.1574074074074"),
                Arguments.of("cc(x, df=1)", "0.45164609053498", "0.51337448559671", "0.74794238683128"),
                Arguments.of(
                        "cc(x, df=2)",
                        "2.7887697888031e-17, 1",
                        "0.9749441516247, 0.22461238939526",
                        "0.63613820939422, 0.38805046224456"),
                Arguments.of(
                        "cc(x, df=3)",
                        "-0.49426932629962, 1.1411180396877, 0.35315128661193",
                        "1.5678400229054, -1.0464243537212, 0.47858433081586",
                        "0.17407663718255, 0.85002794048925, -0.024104577671802"),
                Arguments.of(
                        "cc(x, df=3, constraints='center')",
                        "-0.11445727437277, 0.81060040400157, -0.19964446924898",
                        "-2.1045126071057, -1.2188961692424, -0.60712478755884",
                        "1.4455087259183, 0.25277876064387, 0.087935934346754"),
                Arguments.of(
                        "cc(x, knots=[2.2], lower_bound=0, upper_bound=6)",
                        "0.376501724571, 0.68576662235265",
                        "0.89400264594365, 0.26166822136546",
                        "1, 0"),
                Arguments.of(
                        "te(cr(x, 3), cc(x, 3))",
                        "-1.1725409966321e-17, 2.7070417125564e-17, 8.3777070421487e-18, -0.49426932629962, 1.1411180396877, 0.35315128661193, -3.7178129161504e-18, 8.5833029910325e-18, 2.6563461353155e-18",
                        "3.054161298181, -2.0384406035809, 0.93228500340554, -1.536953868608, 1.0258099902802, -0.46915630928947, 0.050632593332309, -0.033793740420536, 0.01545563669979",
                        "0.025417172807993, 0.12411376623953, -0.0035195430361249, -0.054705134574254, -0.26712885559465, 0.0075750783490183, 0.20336459894881, 0.99304302984438, -0.028160112984695"),
                Arguments.of(
                        "te(cr(x, df=3, constraints='center'), z, constraints='center')",
                        "-0.52703425606677, -1.7732140378089",
                        "0.30677772695573, 5.9297806115493",
                        "-1.4913846140466, 0.92107037317268"),
                Arguments.of(
                        "center(bs(x, df=4))",
                        "0.33663951173377, 0.10164904371347, -0.087221563183221, -0.1172052987977",
                        "",
                        ""),
                Arguments.of("standardize(center(x))", "-0.34384645811129", "-1.8044331828318", "2.4556114309364"),
                Arguments.of("te(x)", "1.4", "-1", "6"));
    }

    @ParameterizedTest
    @MethodSource("patsy")
    void agreesWithPatsy(String call, String fifth, String below, String above) {
        DesignSpec spec = learn(call, Conventions.PATSY);
        same(spec.predictors(TEN.source()).matrix().row(4), fifth);
        if (!below.isEmpty()) {
            same(spec.predictors(NEW.source()).matrix().row(0), below);
            same(spec.predictors(NEW.source()).matrix().row(1), above);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "center(x)                | center(x)                                          | -0.565",
                "scale(x)                 | scale(x)                                           | -0.32620139190401",
                "scale(x, center=FALSE)   | scale(x, center=FALSE)                             | 0.5185086399996",
                "scale(x, scale=FALSE)    | scale(x, scale=FALSE)                              | -0.565",
                "standardize(x)           | standardize(x)                                     | -0.34384645811129",
                "standardize(x, ddof=1)   | standardize(x, ddof=1)                             | -0.32620139190401",
                "poly(x, 2)               | poly(x, 2)[1]; poly(x, 2)[2]                       | -0.10873379730134, -0.18814565321594",
                "poly(x, z, degree=1)     | poly(x, z, degree=1)[1.0]; poly(x, z, degree=1)[0.1] | -0.10873379730134, -0.27260213976692",
                "bs(x)                    | bs(x)[1]; bs(x)[2]; bs(x)[3]                       | 0.41634278311233, 0.13201112635269, 0.013952395468171",
                "bs(m, df=3)              | bs(m, df=3)[1]; bs(m, df=3)[2]; bs(m, df=3)[3]     | 0.41634278311233, 0.13201112635269, 0.013952395468171",
                "ns(x)                    | ns(x)                                              | 0.19302200804786",
                "cr(x, df=2)              | cr(x, df=2)[1]; cr(x, df=2)[2]                     | 0.75925925925926, 0.24074074074074",
                "center(cbind(x, z))      | center(cbind(x, z))x; center(cbind(x, z))z         | -0.565, -2.7"
            })
    void hasTildesDefaultsAndNames(String call, String columns, String fifth) {
        DesignSpec spec = learn(call, Conventions.TILDE);
        assertThat(String.join("; ", spec.predictors().columns())).isEqualTo(columns);
        same(spec.predictors(TEN.source()).matrix().row(4), fifth);
    }

    @ParameterizedTest
    @CsvSource({
        "bs(x outside=\"taylor\"), -0.8854404816339",
        "bs(x outside=\"clip\"), 0",
        "bs(x outside=\"na\"), NaN",
        "bs(x outside=\"linear\"), -0.61111111111111",
        "ns(x outside=\"linear\"), -0.16332631450204",
        "ns(x outside=\"clip\"), 0",
        "cr(x df=3 outside=\"linear\"), 1.9480056980",
        "cr(x df=3 outside=\"clip\"), 1"
    })
    void goesOnBeyondTheKnotsOnRequest(String call, double first) {
        DesignMatrix m = learn(call.replace("x ", "x, ").replace("3 ", "3, "), Conventions.TILDE)
                .predictors(NEW.source());
        if (Double.isNaN(first)) {
            assertThat(m.matrix().get(0, 0)).isNaN();
        } else {
            assertThat(m.matrix().get(0, 0)).isCloseTo(first, within(1e-7));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "cut(x, 3)                                   | (0.0946,1.9];(1.9,3.7];(3.7,5.51] | 1 1 1 1 1 2 2 2 2 3",
                "cut(x, 3, right=FALSE)                      | [0.0946,1.9);[1.9,3.7);[3.7,5.51) | 1 1 1 1 1 2 2 2 3 3",
                "cut(x, 3, include.lowest=TRUE)              | [0.0946,1.9];(1.9,3.7];(3.7,5.51] | 1 1 1 1 1 2 2 2 2 3",
                "cut(x, 5)                                   | (0.0946,1.18];(1.18,2.26];(2.26,3.34];(3.34,4.42];(4.42,5.51] | 1 1 1 1 2 2 2 3 4 5",
                "cut(x, c(0, 6, 1))                          | (0,1];(1,6]   | 1 1 1 1 2 2 2 2 2 2",
                "cut(x, c(0.1, 2, 5.5))                      | (0.1,2];(2,5.5] | 0 1 1 1 1 2 2 2 2 2",
                "cut(x, c(0.1, 2, 5.5), right=FALSE)         | [0.1,2);[2,5.5) | 1 1 1 1 1 2 2 2 2 0",
                "cut(x, [0.1, 2, 5.5], include.lowest=TRUE)  | [0.1,2];(2,5.5] | 1 1 1 1 1 2 2 2 2 2",
                "cut(x, c(-Inf, 1, Inf))                     | (-Inf,1];(1, Inf] | 1 1 1 1 2 2 2 2 2 2",
                "cut(x, 3, dig.lab=1)                        | (0.09,2];(2,4];(4,6] | 1 1 1 1 1 2 2 2 2 3",
                "cut(x, 2, labels=c(\"lo\", \"hi\"))         | lo;hi | 1 1 1 1 1 1 1 2 2 2"
            })
    void cuts(String call, String levels, String codes) {
        DesignMatrices built = learn(call, Conventions.TILDE).matrices(TEN.source());
        FactorInfo.Categorical info =
                (FactorInfo.Categorical) built.spec().factors().get(1);
        assertThat(info.levels()).containsExactly(levels.split(";"));
        StringBuilder own = new StringBuilder();
        List<Long> kept =
                java.util.Arrays.stream(built.predictors().keptRows()).boxed().toList();
        for (long i = 0; i < 10; i++) {
            int level = 0;
            if (kept.contains(i)) {
                double[] row = built.predictors().matrix().row(kept.indexOf(i));
                while (row[level++] != 1) {}
            }
            own.append(i == 0 ? "" : " ").append(level);
        }
        assertThat(own).hasToString(codes);
    }

    @Test
    void readsOneLetterTruthAsR() {
        same(
                learn("scale(x, T, F)", Conventions.R)
                        .predictors(TEN.source())
                        .matrix()
                        .row(4),
                "-0.565");
        assertThat(catchThrowableOfType(FormulaException.class, () -> learn("scale(x, T, F)", Conventions.TILDE))
                        .kind())
                .isEqualTo(Kind.UNKNOWN_VARIABLE);
    }

    @Test
    void remembersBreaks() {
        DesignSpec spec = learn("cut(x, 2)", Conventions.R);
        assertThat(spec.predictors(NEW.subset(2).source()).matrix().row(0)).containsExactly(1, 0);
        assertThat(spec.predictors(NEW.subset(0).source()).matrix().row(0)).containsOnly(NA);
    }

    @ParameterizedTest
    @CsvSource({"center(m)", "scale(m)", "standardize(m)", "bs(m df=4)", "te(m bs(z df=4) constraints='center')"})
    void aMissingValueMakesAllMissingInPatsy(String call) {
        DesignMatrices built = learn(call.replace(" ", ", "), Conventions.PATSY).matrices(TEN.source());
        assertThat(built.predictors().rows()).isZero();
    }

    /** Bounds and knots that are given are not learned from what is missing. */
    @ParameterizedTest
    @CsvSource({
        "bs(m df=3 lower_bound=0 upper_bound=6), 9",
        "bs(m knots=[1] lower_bound=0 upper_bound=6), 9",
        "bs(m knots=[1] lower_bound=0), 0"
    })
    void aMissingValueIsOneRowWherePatsyLearnsNothing(String call, int rows) {
        DesignMatrices built = learn(call.replace(" ", ", "), Conventions.PATSY).matrices(TEN.source());
        assertThat(built.predictors().rows()).isEqualTo(rows);
    }

    /** The left calls, with keywords and places mixed, are the right ones. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "r     | bs(x = x, 5)                | bs(x, df = 5)",
                "r     | bs(df = 5, x, c(1, 2))      | bs(x, df = 5, knots = c(1, 2))",
                "r     | bs(x, 4, NULL, 2)           | bs(x, df = 4, degree = 2)",
                "r     | bs(x, NULL, c(1, 2))        | bs(x, knots = c(1, 2))",
                "r     | ns(x = x, 3)                | ns(x, df = 3)",
                "r     | cut(labels = FALSE, x, 3)   | cut(x, 3, FALSE)",
                "r     | scale(center = FALSE, x, 3) | scale(x, FALSE, 3)",
                "r     | poly(x = x, 2)              | poly(x, 2)",
                "r     | poly(degree = 2, x = x, z)  | poly(x, z, degree = 2)",
                "r     | log(2, x = z)               | log(z, 2)",
                "r     | log(base = 2, z)            | log(z, 2)",
                "r     | round(digits = 1, x)        | round(x, 1)",
                "r     | ifelse(x > 1, no = 0, 1)    | ifelse(x > 1, 1, 0)",
                "r     | ifelse(yes = 1, x > 1, 0)   | ifelse(x > 1, 1, 0)",
                "tilde | bs(x, 4, include_intercept=True) | bs(x, df=4, intercept=True)",
                "tilde | scale(x=x, rescale=False)   | scale(x, scale=False)",
                "patsy | bs(x, 4, None, 2)           | bs(x, df=4, degree=2)",
                "patsy | cr(x, 3, None, None, None, 'center') | cr(x, df=3, constraints='center')"
            })
    void matchesKeywordsAndPlaces(String conventions, String mixed, String plain) {
        Conventions c = Map.of("r", Conventions.R, "tilde", Conventions.TILDE, "patsy", Conventions.PATSY)
                .get(conventions);
        DesignMatrix own = learn(mixed, c).matrices(TEN.source()).predictors();
        DesignMatrix same = learn(plain, c).matrices(TEN.source()).predictors();
        assertThat(own.matrix().columns()).isEqualTo(same.matrix().columns());
        for (int i = 0; i < same.rows(); i++) {
            assertThat(own.matrix().row(i)).containsExactly(same.matrix().row(i));
        }
    }

    @Test
    void constantsCannotBeRescaled() {
        assertThat(learn("standardize(k)", Conventions.PATSY)
                        .matrices(TEN.source())
                        .predictors()
                        .rows())
                .isZero();
        assertThat(learn("scale(k)", Conventions.R)
                        .matrices(TEN.source())
                        .predictors()
                        .rows())
                .isZero();
        same(
                learn("center(k)", Conventions.TILDE)
                        .predictors(TEN.source())
                        .matrix()
                        .row(4),
                "0");
    }

    static Stream<Arguments> errors() {
        Conventions tilde = Conventions.TILDE;
        Conventions patsy = Conventions.PATSY;
        Conventions r = Conventions.R;
        return Stream.of(
                Arguments.of(tilde, "scale(k)", Kind.BAD_ARGUMENT, "k", "k is constant and cannot be rescaled"),
                Arguments.of(tilde, "center(a)", Kind.TYPE, "a", "a is text, a number is needed here"),
                Arguments.of(tilde, "center()", Kind.BAD_ARGUMENT, "center()", "center takes 1 argument, not 0"),
                Arguments.of(
                        tilde,
                        "scale(x, 1, 2, 3, 4)",
                        Kind.BAD_ARGUMENT,
                        "scale(x, 1, 2, 3, 4)",
                        "scale takes 1 to 4 arguments, not 5"),
                Arguments.of(tilde, "scale(x, centre=1)", Kind.BAD_ARGUMENT, "1", "scale has no argument \"centre\""),
                Arguments.of(
                        tilde, "scale(x, center=\"no\")", Kind.BAD_ARGUMENT, "\"no\"", "center must be TRUE or FALSE"),
                Arguments.of(
                        tilde,
                        "poly(x, 9)",
                        Kind.BAD_ARGUMENT,
                        "x",
                        "x has 9 different values, too few for a polynomial of degree 9"),
                Arguments.of(
                        tilde,
                        "poly(b, 2)",
                        Kind.BAD_ARGUMENT,
                        "b",
                        "b has 2 different values, too few for a polynomial of degree 2"),
                Arguments.of(
                        tilde,
                        "poly(x, 2, 3)",
                        Kind.BAD_ARGUMENT,
                        "poly(x, 2, 3)",
                        "poly takes one degree; its other arguments are variables"),
                Arguments.of(
                        tilde,
                        "poly(x, z, 2)",
                        Kind.BAD_ARGUMENT,
                        "poly(x, z, 2)",
                        "after several variables the degree is named, as in degree=2"),
                Arguments.of(
                        tilde,
                        "poly(x, z, degree=1000)",
                        Kind.BAD_ARGUMENT,
                        "1000",
                        "poly would have more than 100000 columns"),
                Arguments.of(
                        tilde,
                        "poly(x, 1.5)",
                        Kind.BAD_ARGUMENT,
                        "1.5",
                        "degree must be a whole number from 1 to 100000, not 1.5"),
                Arguments.of(r, "poly(m, 2)", Kind.MISSING_DATA, "m", "m is missing in 1 row, which R's poly refuses"),
                Arguments.of(tilde, "poly(none, 2)", Kind.EMPTY_DATA, "none", "none has no value to learn from"),
                Arguments.of(tilde, "bs(x, df=2)", Kind.BAD_ARGUMENT, "2", "df must be at least 3 here, not 2"),
                Arguments.of(
                        tilde,
                        "bs(x, df=5, knots=[1])",
                        Kind.BAD_ARGUMENT,
                        "5",
                        "df = 5 asks for 2 inner knots, and 1 are given; name one of the two"),
                Arguments.of(
                        tilde,
                        "bs(x, knots=[7])",
                        Kind.BAD_ARGUMENT,
                        "[7]",
                        "the knot 7 lies outside the boundaries 0.1 to 5.5"),
                Arguments.of(
                        tilde,
                        "bs(x, upper_bound=5)",
                        Kind.OUT_OF_BOUNDS,
                        "x",
                        "x is 5.5, outside the knots 0.1 to 5, in row 10"),
                Arguments.of(
                        tilde,
                        "bs(x, Boundary.knots=c(1, 2, 3))",
                        Kind.BAD_ARGUMENT,
                        "c(1, 2, 3)",
                        "Boundary.knots are two numbers, instead of any other bound"),
                Arguments.of(
                        tilde,
                        "bs(x, outside=\"up\")",
                        Kind.BAD_ARGUMENT,
                        "\"up\"",
                        "outside is one of error, linear, clip, na, taylor, not \"up\""),
                Arguments.of(tilde, "bs(inf)", Kind.TYPE, "inf", "inf is infinite in some row"),
                Arguments.of(
                        tilde,
                        "bs(k)",
                        Kind.BAD_ARGUMENT,
                        "k",
                        "k has no two values with room for a spline between them"),
                Arguments.of(patsy, "bs(x)", Kind.BAD_ARGUMENT, "bs(x)", "df or knots must be given"),
                Arguments.of(patsy, "ns(x, 3)", Kind.UNKNOWN_FUNCTION, "ns", "patsy has no function named \"ns\""),
                Arguments.of(r, "center(x)", Kind.UNKNOWN_FUNCTION, "center", "R has no function named \"center\""),
                Arguments.of(tilde, "cr(x)", Kind.BAD_ARGUMENT, "cr(x)", "df or knots must be given"),
                Arguments.of(
                        tilde,
                        "cr(x, df=5, lower_bound=2, upper_bound=2.5)",
                        Kind.BAD_ARGUMENT,
                        "x",
                        "x has 1 different value between the bounds, too few for 3 inner knots"),
                Arguments.of(
                        tilde,
                        "te(x, constraints=\"center\")",
                        Kind.BAD_ARGUMENT,
                        "te(x, constraints=\"center\")",
                        "te has one column here, and centering leaves none"),
                Arguments.of(
                        tilde,
                        "te(poly(x, 80, raw=TRUE), poly(x, 80, raw=TRUE), poly(x, 80, raw=TRUE))",
                        Kind.BAD_ARGUMENT,
                        "te(poly(x, 80, raw=TRUE), poly(x, 80, raw=TRUE), poly(x, 80, raw=TRUE))",
                        "te would have more than 100000 columns"),
                Arguments.of(
                        patsy,
                        "cr(m, df=3)",
                        Kind.MISSING_DATA,
                        "m",
                        "m is missing in 1 row, which patsy's cr refuses"),
                Arguments.of(
                        tilde,
                        "cr(x, df=3, constraints=\"sum\")",
                        Kind.BAD_ARGUMENT,
                        "\"sum\"",
                        "constraints is one of center, not \"sum\""),
                Arguments.of(tilde, "te(a)", Kind.TYPE, "a", "a is text, a number is needed here"),
                Arguments.of(
                        tilde,
                        "log(poly(x, 2))",
                        Kind.TYPE,
                        "poly(x, 2)",
                        "this has several columns, one is needed here"),
                Arguments.of(tilde, "cut(x)", Kind.BAD_ARGUMENT, "cut(x)", "cut needs its breaks, a number or a list"),
                Arguments.of(
                        tilde,
                        "cut(x, 1)",
                        Kind.BAD_ARGUMENT,
                        "1",
                        "breaks must be a whole number from 2 to 100000, not 1"),
                Arguments.of(tilde, "cut(x, c(1, 1))", Kind.BAD_ARGUMENT, "c(1, 1)", "the breaks have a value twice"),
                Arguments.of(
                        tilde,
                        "cut(x, 3, labels=[\"l\", \"h\"])",
                        Kind.BAD_ARGUMENT,
                        "[\"l\", \"h\"]",
                        "there are 3 intervals, and 2 labels"),
                Arguments.of(tilde, "bs(x, 5, df=4)", Kind.BAD_ARGUMENT, "5", "df is given by name and by place"),
                Arguments.of(patsy, "cr(x, 4, df=3)", Kind.BAD_ARGUMENT, "4", "df is given by name and by place"),
                Arguments.of(
                        patsy,
                        "scale(x, False, center=True)",
                        Kind.BAD_ARGUMENT,
                        "False",
                        "center is given by name and by place"),
                Arguments.of(
                        patsy,
                        "C(a, Treatment(1, reference=0))",
                        Kind.BAD_ARGUMENT,
                        "0",
                        "reference is given by name and by place"),
                Arguments.of(
                        patsy,
                        "C(a, Treatment, contrast=Sum)",
                        Kind.BAD_ARGUMENT,
                        "Treatment",
                        "contrast is given by name and by place"),
                Arguments.of(patsy, "scale(x, center=None)", Kind.BAD_ARGUMENT, "None", "center must be TRUE or FALSE"),
                Arguments.of(
                        patsy,
                        "bs(x, knots=2)",
                        Kind.BAD_ARGUMENT,
                        "2",
                        "patsy wants a list of knots, as in knots=[2]"),
                Arguments.of(
                        r,
                        "log(x, 2, base=3)",
                        Kind.BAD_ARGUMENT,
                        "log(x, 2, base=3)",
                        "log takes 1 to 2 arguments, not 3"),
                Arguments.of(r, "poly(z, x=x, degree=2)", Kind.BAD_ARGUMENT, "x", "x comes first"),
                Arguments.of(tilde, "cut(x, c(1, z))", Kind.UNKNOWN_FUNCTION, "c", "a list of values is no column"));
    }

    @ParameterizedTest
    @MethodSource("errors")
    void refuses(Conventions conventions, String call, Kind kind, String blamed, String problem) {
        FormulaException e = catchThrowableOfType(FormulaException.class, () -> learn(call, conventions));
        assertThat(e).as(call).isNotNull();
        assertThat(e.problem()).isEqualTo(problem);
        assertThat(e.kind()).isEqualTo(kind);
        assertThat(e.span().of(e.source())).isEqualTo(blamed);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "center(inf)",
                "poly(inf, 2)",
                "bs(inf)",
                "ns(inf)",
                "cr(inf, df=3)",
                "cut(inf, 3)",
                "te(inf, bs(x), constraints=\"center\")"
            })
    void refusesInfinity(String call) {
        FormulaException e = catchThrowableOfType(FormulaException.class, () -> learn(call, Conventions.TILDE));
        assertThat(e.problem()).isEqualTo("inf is infinite in some row");
    }

    @Test
    void chooses() {
        double[] twice = learn("ifelse(x > 1, 2*x, -1)", Conventions.TILDE)
                .predictors(TEN.source())
                .matrix()
                .column(0);
        assertThat(twice).containsExactly(-1, -1, -1, -1, 2.8, 4.4, 4.4, 6, 7.4, 11);
        double[] missing = learn("ifelse(m > 1, scale(m, center=0, scale=2), 0)", Conventions.R)
                .predictors(TEN.source())
                .matrix()
                .column(0);
        assertThat(missing).containsExactly(0, 0, NA, 0, 0.7, 1.1, 1.1, 1.5, 1.85, 2.75);
        assertThat(learn("ifelse(x > 1, \"hi\", \"lo\")", Conventions.TILDE)
                        .predictors()
                        .columns())
                .containsExactly("ifelse(x > 1, \"hi\", \"lo\")[hi]", "ifelse(x > 1, \"hi\", \"lo\")[lo]");
        assertThat(catchThrowableOfType(FormulaException.class, () -> learn("ifelse(x > 1, 2)", Conventions.R))
                        .problem())
                .isEqualTo("ifelse takes a condition and two values");
    }

    @Test
    void cutGivesNumbersOnRequest() {
        assertThat(learn("cut(x, 3, labels=FALSE)", Conventions.R)
                        .predictors(TEN.source())
                        .matrix()
                        .column(0))
                .containsExactly(1, 1, 1, 1, 1, 2, 2, 2, 2, 3);
    }

    @Test
    void namesTheNewRowBeyondTheKnots() {
        DesignSpec spec = learn("bs(x, df=4)", Conventions.TILDE);
        FormulaException e = catchThrowableOfType(FormulaException.class, () -> spec.predictors(NEW.source()));
        assertThat(e.kind()).isEqualTo(Kind.OUT_OF_BOUNDS);
        assertThat(e.problem()).isEqualTo("x is -1, outside the knots 0.1 to 5.5, in row 1");
        assertThat(e.help()).hasValueSatisfying(h -> assertThat(h).contains("outside=\"linear\""));
    }
}
