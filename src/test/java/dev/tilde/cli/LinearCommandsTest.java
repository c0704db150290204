package dev.tilde.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tilde.data.Datasets;
import dev.tilde.design.DesignOptions;
import dev.tilde.formula.Formula;
import dev.tilde.json.Json;
import dev.tilde.linear.PenalizedRegression;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code fit} with weights, robust errors and families, {@code anova}, {@code diagnose}: what is typed, what comes back. */
class LinearCommandsTest {
    private static final String OZONE = "|airquality|Ozone ~ Wind + Temp";
    private static final String INTERACTION = "anova|airquality|Ozone ~ Wind * C(Month)";
    private static final String LEFT_OUT = "note: 37 of 153 rows left out (Ozone missing in 37)\n";

    @TempDir
    Path folder;

    private static Shell.Result run(String args) {
        return Shell.run("", args.split("\\|", -1));
    }

    private static Json json(String args) {
        Shell.Result result = run(args + "|-f|json");
        assertThat(result.err()).isEmpty();
        assertThat(result.exit()).isZero();
        return Json.parse(result.out());
    }

    record Case(String args, int exit, String out, String err) {
        @Override
        public String toString() {
            return args;
        }
    }

    private static Case wrong(String args, String err) {
        return new Case(args, 2, "", err);
    }

    private static Case wrong(String args, int exit, String err) {
        return new Case(args, exit, "", err);
    }

    private static Case right(String args, int exit, String out) {
        return new Case(args, exit, out, "...");
    }

    static Stream<Case> refused() {
        String fit = "fit" + OZONE;
        String anova = "anova" + OZONE;
        return Stream.of(
                wrong(
                        fit + "|--robust|hc9",
                        "error: --robust: no covariance is called hc9; there are classic, hc0, ...\n"),
                wrong(fit + "|--robust|cluster", "error: --robust cluster needs clusters: add --cluster COLUMN\n"),
                wrong(fit + "|--robust|hc3|--cluster|Month", "error: --cluster and --robust hc3 are two ways ...\n"),
                wrong(fit + "|--cluster|Month,Month", "error: --cluster: a column is named twice ...\n"),
                wrong(
                        fit + "|--cluster|Month,",
                        "error: --cluster wants COLUMN or COLUMN,COLUMN, and not \"Month,\"\n"),
                wrong(fit + "|--offset|,", "error: --offset wants COLUMN or COLUMN,COLUMN, and not \",\"\n"),
                wrong(fit + "|--cluster|Mont", 4, "error: the rows are to be clustered by Mont, but there is no ...\n"),
                wrong(fit + "|--weights|Da", 4, "error: the rows are to be weighted by Da, but there is no ...\n"),
                wrong(
                        fit + " + weights(Day)|--weights|Month",
                        "error: the formula has the weights [Day], the options have [Month]; ...\n"),
                wrong(
                        fit + "|--family|foo",
                        "error: --family: there is no family foo; there are Gamma, ..., negative binomial\n"),
                wrong(fit + "|--family|negative binomial(x)", "error: --family: theta ... is a number, not \"x\"\n"),
                wrong(fit + "|--family|negative binomial(-1)", "error: --family: theta ... above 0, got -1.0\n"),
                wrong(fit + "|--family|poisson|--link|foo", "error: --link: there is no link foo; there are ...\n"),
                wrong(fit + "|--family|poisson|--level|95", "error: --level: the level of intervals must lie ...\n"),
                wrong(fit + "|--link|log", "error: --link is for a generalised linear model; add --family\n"),
                wrong(
                        fit + "|--family|poisson|--robust|nw",
                        "error: --robust: the covariance Newey-West is for least squares; ...\n"),
                wrong(
                        fit + "|--family|poisson|--robust|hc0|--cluster|Month",
                        "error: --cluster and --robust hc0 are two ways ...\n"),
                wrong(anova + "|--family|poisson|--robust|hc3", """
                        error: --robust changes nothing in an analysis of deviance
                            fit --family NAME takes it; its summary tests terms with these errors.
                        """),
                wrong(fit + "|--family|binomial", 4, "error: the response of the binomial family must be ...\n"),
                wrong(
                        "fit|airquality|Ozone ~ sw(Wind, Temp)|--family|poisson",
                        "error: sw() and csw() are for least squares, not for --family\n..."),
                wrong("report" + OZONE + "|--family|x", "error: --family: there is no family x; ...\n"),
                wrong(anova + "|--type|4", """
                        error: --type is one of 1, 2, 3, and not "4"
                            The type of a column is given as COLUMN=TYPE.
                        """),
                wrong(anova + "|--type|1|--type|2", "error: --type is one of 1, 2, 3, and not \"1 2\"\n..."),
                wrong(anova + "|--type|3|--family|poisson", "error: --type 3 is for least squares; ...\n"),
                wrong(anova + "|--contrast|Month=Sum", "error: --contrast Month=Sum: the formula has no factor ...\n"),
                wrong("diagnose" + OZONE + "|--robust|x", "error: --robust: no covariance is called x; ...\n"));
    }

    static Stream<Case> results() {
        return Stream.of(
                right("fit" + OZONE + "|--robust|HC3", 0, "...\n  Errors  HC3, for unequal spread\n..."),
                right("fit" + OZONE + "|--robust|nw", 0, "...\n  Errors  Newey-West...\n..."),
                right("fit" + OZONE + "|--cluster|Month", 0, "...\n  Errors  ...for rows of a cluster ...\n..."),
                right("fit" + OZONE + "|--weights|Day", 0, "Weighted linear regression   Ozone ~ Wind + Temp\n..."),
                right("fit" + OZONE + "|--level|0.8", 0, "...\n              Estimate       80% interval ..."),
                right("fit" + OZONE + "|--family|negative binomial", 0, """
                        Generalised linear model   Ozone ~ Wind + Temp
                        ...
                          Family  negative binomial, log link, theta 4.936 ...
                        ...
                        """),
                right(
                        "fit|airquality|Ozone ~ Wind * C(Month)|--contrast|C(Month)=Sum|-f|csv",
                        0,
                        "...\nC(Month)[S.5],...\n"),
                right("fit" + OZONE + "|--strict|-f|csv", 6, "term,estimate,...\n"),
                right("fit" + OZONE + "|--strict|--family|negative binomial|-f|csv", 0, "term,estimate,...\n"),
                right("fit|airquality|Ozone ~ sw(Wind, Temp)|--strict|-f|csv", 6, "model,term,estimate,...\n"),
                right(
                        "fit|airquality|Ozone ~ Wind + cluster(Month)|--family|poisson",
                        0,
                        "...\n  Errors  clustered HC1, for rows of a cluster ...\n..."),
                right(
                        "fit" + OZONE + "|--family|poisson|--cluster|Month",
                        0,
                        "...\n  Errors  clustered HC1, for rows of a cluster ...\n..."),
                right(
                        "fit" + OZONE + "|--family|poisson|--robust|hc3",
                        0,
                        "...\n  Errors  HC3, for unequal spread\n..."),
                new Case(
                        INTERACTION + "|--type|3",
                        0,
                        "Analysis of variance\n...treatment-coded: tests depend on the ...",
                        LEFT_OUT),
                right(
                        INTERACTION + "|--type|iii|--contrast|C(Month)=Sum",
                        0,
                        "...  Tests   type III: each term beside all others\n..."),
                right("anova|airquality|Ozone ~ Month|--type|1|--type|Month=factor|-f|csv", 0, "...\nMonth,4,...\n"),
                right("anova" + OZONE + "|--robust|hc3", 0, "...\n  Errors  HC3\n... Wald F ..."),
                new Case("anova" + OZONE + "|--family|poisson|--type|1", 0, """
                        Analysis of deviance   Ozone ~ Wind + Temp

                          Tests   type I: each term beside those before it
                          Family  poisson, log link

                                    df   Deviance   Residual df   Residual deviance        \u03c7\u00b2        p
                          \u2500...
                          no term                           115              2714.8
                          Wind       1    1164.52           114             1550.28   1164.52   <0.001
                          Temp       1     610.56           113             939.718    610.56   <0.001
                          \u2500...
                        """, LEFT_OUT),
                right(
                        "anova|airquality|Ozone ~ 1|--family|poisson",
                        0,
                        "...\n  Note    the formula has no term to test\n..."),
                new Case("diagnose" + OZONE, 0, """
                        Diagnosis   Ozone ~ Wind + Temp

                          Check   Shape ...
                                                Try: ...
                          Note    ...
                          OK      Collinearity ...
                          A small p says yes.
                        ...
                            RESET, f^2 and f^3          F 13.00  2, 111  <0.001
                        ...
                        """, LEFT_OUT),
                right("diagnose" + OZONE + "|--strict", 6, "Diagnosis ..."),
                right("diagnose" + OZONE + "|--strict|--family|poisson", 6, "Diagnosis ...\n  Check   Dispersion ..."),
                right("diagnose" + OZONE + "|--strict|--family|negative binomial", 0, "Diagnosis ...\n  OK  ..."),
                right("diagnose" + OZONE + "|-f|csv", 0, """
                        kind,name,about,statistic,df1,df2,p_value,text
                        check,shape,Shape,,,,,...
                        test,"RESET, f^2 and f^3",shape,...,2,111,...
                        """));
    }

    @ParameterizedTest
    @MethodSource({"refused", "results"})
    void answers(Case c) {
        Shell.Result result = run(c.args);
        assertThat(result.err()).as("standard error").matches(TranscriptTest.pattern(c.err));
        assertThat(result.out()).as("standard output").matches(TranscriptTest.pattern(c.out));
        assertThat(result.exit()).as("exit code").isEqualTo(c.exit);
    }

    /** Standard errors of the coefficients Intercept, Wind, Temp. */
    static Stream<Object[]> errors() {
        return Stream.of(new Object[][] {
            // statsmodels 0.13.5, get_robustcov_results
            {"--robust|hc0", 21.518694070878027, 0.8617792244239408, 0.1956071506538999},
            {"--robust|hc3", 22.448615935352247, 0.9068382960288213, 0.20340382453625755},
            {"--cluster|Month", 21.748420720814067, 1.165508964105836, 0.23298451124728997},
            {"--robust|nw", 21.459381971788293, 0.8863727458906207, 0.20463284946255988},
            // R 4.2.2, lm(weights = Day); glm and MASS::glm.nb, whose errors are those of the step before the last
            {"--weights|Day", 23.678658971267538, 0.687967594147197, 0.251055049755088},
            {"--family|poisson", 0.19264283108981542, 0.00516382630423663, 0.00200359716726572},
            {"--family|negative binomial", 0.5325499317809085, 0.01493257160344234, 0.00564117653259596},
        });
    }

    @ParameterizedTest
    @MethodSource("errors")
    void errorsAreThoseOfOtherTools(String flags, double intercept, double wind, double temp) {
        List<Json> lines = json("fit" + OZONE + "|" + flags).get("coefficients").items();
        double[] expected = {intercept, wind, temp};
        for (int j = 0; j < expected.length; j++) {
            near(lines.get(j).get("std_error").number(), expected[j], flags.startsWith("--family") ? 1e-8 : 1e-9);
        }
    }

    private static void near(double actual, double expected, double relative) {
        assertThat(actual).isCloseTo(expected, within(relative * Math.abs(expected)));
    }

    /** What is added with coefficient 1 is missing from its own coefficient. */
    @Test
    void anOffsetTakesItsShare() {
        double plain = estimate("fit" + OZONE, 2);
        assertThat(estimate("fit" + OZONE + "|--offset|Temp", 2)).isCloseTo(plain - 1, within(1e-12));
        assertThat(estimate("fit|airquality|Ozone ~ Wind + Temp|--offset|Temp|--family|gaussian", 2))
                .isCloseTo(plain - 1, within(1e-10));
    }

    private static double estimate(String args, int at) {
        return json(args).get("coefficients").items().get(at).get("estimate").number();
    }

    @Test
    void jsonHoldsEveryNumberOfAFamily() {
        Json json = json("fit" + OZONE + "|--family|poisson");
        assertThat(((Json.Obj) json).fields().keySet())
                .containsExactly(
                        "schema",
                        "formula",
                        "convention",
                        "family",
                        "link",
                        "level",
                        "rows",
                        "glance",
                        "terms",
                        "coefficients",
                        "aliased",
                        "notes",
                        "findings",
                        "provenance");
        // R 4.2.2, glm
        Object[][] glance = {
            {"null_deviance", 2714.796307969745},
            {"df_null", 115.0},
            {"deviance", 939.718285654920},
            {"df_residual", 113.0},
            {"log_lik", -775.231652940884},
            {"aic", 1556.463305881768},
            {"bic", 1564.724076455087},
        };
        for (Object[] g : glance) {
            near(json.get("glance").get((String) g[0]).number(), (double) g[1], 1e-10);
        }
        assertThat(json.get("glance").get("theta")).isEqualTo(Json.none());
        assertThat(json.get("coefficients").items().get(1).get("df")).isEqualTo(Json.none());
        assertThat(json.get("findings").items().get(0).get("severity").text("")).isEqualTo("check");
        near(
                json("fit" + OZONE + "|--family|negative binomial")
                        .get("glance")
                        .get("theta")
                        .number(),
                4.936171123686549,
                1e-6);
    }

    /** Terms with their F: statsmodels 0.13.5, anova_lm(typ), III with C(Month, Sum); R 4.2.2, anova for I. */
    static Stream<Object[]> tests() {
        return Stream.of(new Object[][] {
            {
                INTERACTION + "|--type|1",
                "Wind 84.73363611676524, C(Month) 5.32981530187498, Wind:C(Month) 5.52740681178170"
            },
            {INTERACTION, "Wind 50.96992158133774, C(Month) 5.329815301875005, Wind:C(Month) 5.527406811781704"},
            {
                INTERACTION + "|--type|3|--contrast|C(Month)=Sum",
                "Intercept 98.84281759949339, Wind 34.61515090074777, C(Month) 8.040985707680562,"
                        + " Wind:C(Month) 5.527406811781769"
            },
            {"anova" + OZONE + "|--robust|hc3", "Wind 11.352782367998646, Temp 81.846819811007"},
            // R 4.2.2, anova(glm(...), test = "Chisq")
            {"anova" + OZONE + "|--family|poisson|--type|1", " NaN, Wind 1164.518476876, Temp 610.559545438"},
        });
    }

    @ParameterizedTest
    @MethodSource("tests")
    void testsAreThoseOfOtherTools(String args, String lines) {
        Json json = json(args);
        List<String> csv = run(args + "|-f|csv").out().lines().toList();
        String[] expected = lines.split(", ?");
        int statistic = Arrays.asList(csv.get(0).split(",")).indexOf("statistic");
        for (int i = 0; i < expected.length; i++) {
            int at = expected[i].lastIndexOf(' ');
            double value = Double.parseDouble(expected[i].substring(at + 1));
            Json line = json.get("terms").items().get(i);
            assertThat(line.get("term").text("")).isEqualTo(expected[i].substring(0, at));
            if (Double.isNaN(value)) {
                assertThat(line.get("statistic")).isEqualTo(Json.none());
            } else {
                near(line.get("statistic").number(), value, 1e-9);
                near(Double.parseDouble(csv.get(i + 1).split(",")[statistic]), value, 1e-9);
            }
        }
    }

    @Test
    void diagnosisAsJson() {
        Json json = json("diagnose" + OZONE);
        assertThat(((Json.Obj) json).fields().keySet())
                .containsExactly("schema", "formula", "rows", "findings", "tests", "provenance");
        Json reset = json.get("tests").items().get(0);
        assertThat(reset.get("test").text("")).isEqualTo("RESET, f^2 and f^3");
        assertThat(reset.get("question").text("")).isEqualTo("shape");
        assertThat(reset.get("df").compact()).isEqualTo("[2,111]");
        assertThat(json.get("findings").items().get(0).get("rule").text("")).isEqualTo("shape");
        assertThat(json("diagnose" + OZONE + "|--family|poisson").get("tests").items())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"fit", "anova", "diagnose"})
    void isListedInTheHelp(String command) {
        assertThat(run("--help").out()).contains("\n  " + command + " ", "6 findings to check with --strict");
        assertThat(run(command + "|--help").out())
                .contains("--weights=", "--offset=", "--robust=", "--cluster=", "--contrast=", "--family=", "--link=");
    }

    /** bash itself completes: the script is sourced, its function asked. */
    @Test
    void bashCompletesCommandsAndOptions() throws IOException, InterruptedException {
        String[][] typed = {
            {"tilde an", "anova"},
            {"tilde diag", "diagnose"},
            {"tilde fit --fam", "--family"},
            {"tilde anova --rob", "--robust"},
            {"tilde diagnose --str", "--strict"},
        };
        Path script = Files.writeString(
                folder.resolve("completion"), run("completion").out());
        for (String[] t : typed) {
            String ask = "source " + script + "; COMP_WORDS=(" + t[0] + "); COMP_CWORD=$((${#COMP_WORDS[@]} - 1));"
                    + " _complete_tilde; echo \"${COMPREPLY[@]}\"";
            Process bash = new ProcessBuilder("bash", "-c", ask).start();
            assertThat(new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip())
                    .as(t[0])
                    .isEqualTo(t[1]);
            assertThat(bash.waitFor()).isZero();
        }
    }

    /** R 4.2.2: {@code predict(lm(Ozone ~ Wind + Temp, airquality), airquality[1, ], interval =, level = 0.9)}. */
    @ParameterizedTest
    @CsvSource({
        "mean, 22.475788858, 36.8204660102",
        "row, -7.29998263407, 66.5962375023",
        ", -7.29998263407, 66.5962375023"
    })
    void intervalsHoldMeansOrRows(String kind, double low, double high) {
        String file = folder.resolve("ozone.json").toString();
        run("fit" + OZONE + "|--save|" + file);
        String asked = kind == null ? "" : "|--kind|" + kind;
        Json columns = Json.parse(run("predict|" + file + "|airquality|--interval|0.9|-f|json" + asked)
                        .out())
                .get("predictions");
        assertThat(columns.get(".lower").items().get(0).number()).isCloseTo(low, within(1e-8));
        assertThat(columns.get(".upper").items().get(0).number()).isCloseTo(high, within(1e-8));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "--kind|row; error: --kind says what intervals hold, and none are asked for",
                "--kind|row|--interval|0.9; error: a generalised linear model has intervals of the mean, not of new rows",
            })
    void kindsThatThereAreNot(String args, String problem) {
        String file = folder.resolve("counts.json").toString();
        run("fit" + OZONE + "|--family|poisson|--save|" + file);
        Shell.Result result = run("predict|" + file + "|airquality|" + args);
        assertThat(result.exit()).isEqualTo(2);
        assertThat(result.err()).startsWith(problem);
    }

    @Test
    void penalisedModelsHaveNoIntervals() {
        Path file = folder.resolve("lasso.json");
        PenalizedRegression.LASSO
                .lambdas(1)
                .fit(
                        Formula.parse("Ozone ~ Wind + Temp"),
                        Datasets.find("airquality").source(),
                        DesignOptions.DEFAULTS)
                .save(file);
        Shell.Result result = run("predict|" + file + "|airquality|--interval|0.9");
        assertThat(result.exit()).isEqualTo(2);
        assertThat(result.err()).startsWith("error: a penalised regression has no standard errors, so no intervals");
        assertThat(run("predict|" + file + "|airquality").exit()).isZero();
    }

    /** R 4.2.2: {@code predict(lm(cbind(mpg, disp) ~ wt + hp, mtcars), mtcars[1, ])}; intervals of each lm by itself. */
    @ParameterizedTest
    @CsvSource({"mpg + disp ~ wt + hp, tilde", "'cbind(mpg, disp) ~ wt + hp', R"})
    void severalResponsesAreFittedSavedAndPredicted(String formula, String convention) {
        String file = folder.resolve("two.json").toString();
        String fit = "fit|mtcars|" + formula + "|--convention|" + convention;
        assertThat(run(fit + "|--save|" + file).out()).contains("Linear regression of 2 responses", "mpg", "disp");
        Json json = json(fit);
        assertThat(json.get("responses").items()).hasSize(2);
        assertThat(json.get("responses").items().get(1).get("response").text(""))
                .isEqualTo("disp");
        assertThat(json.get("residual_covariance").items()).hasSize(2);
        assertThat(run(fit + "|-f|csv").out().lines().toList())
                .hasSize(7)
                .first()
                .isEqualTo("response,term,estimate,std_error,statistic,df,p_value,conf_low,conf_high");
        Json plain =
                Json.parse(run("predict|" + file + "|mtcars|-f|json").out()).get("predictions");
        assertThat(plain.get("mpg").items().get(0).number()).isCloseTo(23.5723294033092, within(1e-9));
        assertThat(plain.get("disp").items().get(0).number()).isCloseTo(157.545909462634, within(1e-9));
        Json rows = Json.parse(run("predict|" + file + "|mtcars|--interval|0.9|-f|json")
                        .out())
                .get("predictions");
        assertThat(rows.get("disp.lower").items().get(0).number()).isCloseTo(75.3343380814868, within(1e-9));
        Json means = Json.parse(run("predict|" + file + "|mtcars|--interval|0.9|--kind|mean|-f|json")
                        .out())
                .get("predictions");
        assertThat(means.get("disp.lower").items().get(0).number()).isCloseTo(140.617592323701, within(1e-9));
    }

    @Test
    void commandsForOneResponseSayWhatFitsSeveral() {
        Shell.Result result = run("anova|mtcars|mpg + disp ~ wt");
        assertThat(result.exit()).isEqualTo(3);
        assertThat(result.err()).contains("least squares has one response here; this has 2", "in a shell tilde fit");
    }

    /** What stands under a report makes the same report again. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Ozone ~ Wind + Temp|--robust|hc3|--level|0.9",
                "Ozone ~ Wind + C(Month)|--weights|Day|--na-action|exclude|--contrast|C(Month)=Sum",
                "Ozone ~ Wind|--family|poisson|--offset|Temp,Day|--cluster|Month",
                "Ozone ~ Wind|--family|Gamma|--link|log|--coding|full|--robust|hc0",
                "Ozone ~ Wind + Month|--type|Month=factor|--levels|Month=9,8,7,6,5|--na|NA,190.0|--sep|comma|--encoding|UTF-8",
            })
    void theCommandUnderAReportMakesItAgain(String args) throws IOException {
        Path data = folder.resolve("my air.csv");
        Files.writeString(
                data,
                run("matrix|airquality|0 + Ozone + Wind + Temp + Month + Day|--na-action|pass|-f|csv")
                        .out());
        Path first = folder.resolve("first.md");
        run("report|" + data + "|" + args + "|-o|" + first);
        String page = Files.readString(first);
        String command = page.lines()
                .filter(l -> l.startsWith("tilde report "))
                .findFirst()
                .orElseThrow();
        assertThat(command).startsWith("tilde report '" + data + "' 'Ozone ~ Wind");
        Path second = folder.resolve("second.md");
        String typed = command.substring("tilde ".length()).replace("report.html", second.toString());
        List<String> words = java.util.regex.Pattern.compile("'([^']*)'|\\S+")
                .matcher(typed)
                .results()
                .map(m -> m.group(1) == null ? m.group() : m.group(1))
                .toList();
        run(String.join("|", words));
        assertThat(Files.readString(second)).isEqualTo(page);
    }
}
