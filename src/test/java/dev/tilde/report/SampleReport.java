package dev.tilde.report;

import dev.tilde.report.Document.Piece;
import dev.tilde.report.Document.Role;
import dev.tilde.report.Findings.Finding;
import dev.tilde.report.Findings.Severity;
import dev.tilde.report.Grid.Cell;
import dev.tilde.report.Grid.Column;
import dev.tilde.report.Grid.Kind;
import dev.tilde.report.Grid.Row;
import java.util.ArrayList;
import java.util.List;

/** Documents written by hand, with the numbers R 4.2.2 gives for airquality, 111 complete rows. */
final class SampleReport {
    private record Estimate(
            String name, String unit, double value, double error, double low, double high, double t, double p) {}

    private static final List<Estimate> TERMS = List.of(
            new Estimate(
                    "Intercept", "", -74.23481317, 26.10184059, -126.0016577, -22.46796862, -2.844045151, 5.37354e-3),
            new Estimate(
                    "SolarR", "per langley", 0.05222049, 0.02366696, 0.005282659, 0.09915833, 2.206472, 0.02957179),
            new Estimate("Wind", "per mph", -3.10872012, 0.66008636, -4.417845735, -1.79959451, -4.709566, 7.77766e-6),
            new Estimate("Temp", "per °F", 1.87511085, 0.34072694, 1.199359337, 2.55086237, 5.503266, 2.74075e-7));

    private static final List<Estimate> MONTHS = List.of(
            new Estimate("6", "(9 rows)", -14.75895254, 9.1226867, -32.85164998, 3.33374489, -1.617830, 0.1087578),
            new Estimate("7", "(26 rows)", -8.74861383, 7.82906072, -24.27570924, 6.77848158, -1.117454, 0.2664001),
            new Estimate("8", "(23 rows)", -4.19653513, 8.14692841, -20.35404613, 11.96097586, -0.515106, 0.6075824),
            new Estimate("9", "(29 rows)", -15.96728145, 6.65560683, -29.16710784, -2.76745507, -2.399072, 0.01823435));

    private static final double[][] STANDARDISED = {
        {0.14304672, 0.0144707, 0.27162274},
        {-0.33237003, -0.4723357, -0.19240435},
        {0.53701663, 0.3434868, 0.73054641},
        {-0.12161533, -0.2707011, 0.02747041},
        {-0.1118528, -0.3103698, 0.08666426},
        {-0.05134611, -0.2490391, 0.14634683},
        {-0.21176216, -0.3868216, -0.0367027}
    };

    private SampleReport() {}

    static List<Piece> formula() {
        return List.of(
                new Piece("Ozone", Role.RESPONSE),
                new Piece(" ~ ", Role.OPERATOR),
                new Piece("SolarR", Role.VARIABLE),
                new Piece(" + ", Role.OPERATOR),
                new Piece("Wind", Role.VARIABLE),
                new Piece(" + ", Role.OPERATOR),
                new Piece("Temp", Role.VARIABLE),
                new Piece(" + ", Role.OPERATOR),
                new Piece("C(", Role.FUNCTION),
                new Piece("Month", Role.VARIABLE),
                new Piece(")", Role.FUNCTION));
    }

    /** The summary a console shows. */
    static Document summary() {
        Findings findings = new Findings(
                "",
                List.of(
                        Finding.of(Severity.CHECK, "Shape", "Straight lines miss a curve.", "RESET p < 0.001", ""),
                        Finding.of(
                                Severity.CHECK,
                                "Row 117",
                                "Far above its prediction.",
                                "Studentized 5.27, Cook 0.28",
                                ""),
                        Finding.of(
                                Severity.CHECK, "Normality", "Residuals lean right.", "Skewness 1.35, p < 0.001", ""),
                        Finding.of(Severity.OK, "Spread", "", "Breusch-Pagan p = 0.294", ""),
                        Finding.of(Severity.OK, "Independence", "", "Durbin-Watson 2.11, p = 0.895", ""),
                        Finding.of(
                                Severity.OK,
                                "Collinearity",
                                "",
                                "Largest GVIF^(1/2df) 1.64; condition number 40",
                                "")));
        return new Document(
                "",
                "Linear regression",
                formula(),
                Text.NONE,
                List.of(Section.untitled(
                        "summary",
                        new Block.Definitions(List.of(
                                Block.Entry.of("Rows", "111 of 153; 42 left out (Ozone missing in 37, SolarR in 7)"),
                                Block.Entry.of("Fit", "R² 0.637, adjusted 0.612; typical error 20.7 on 103 df"),
                                Block.Entry.of("Test", "F(7, 103) = 25.81, p < 0.001 against the mean alone"))),
                        coefficients(false),
                        findings,
                        new Block.Definitions(List.of(
                                new Block.Entry("More", Text.of("").code("fit.report().save(\"report.html\")")))))));
    }

    /** The report a file holds. */
    static Document report() {
        return new Document(
                "Linear regression report",
                "Ozone explained by sun, wind, heat and month",
                formula(),
                Text.of("Ordinary least squares · airquality.csv · 111 of 153 rows · 23 November 2026"),
                List.of(
                        Section.untitled("tiles", tiles()),
                        Section.of(
                                "findings",
                                "Findings",
                                "Worst first. Each one says what was seen, what it rests on, and what to try.",
                                findings()),
                        Section.of(
                                "coefficients",
                                "Coefficients",
                                "Change in Ozone (ppb) for one unit of each predictor, the others held fixed."
                                        + " Filled dots have an interval that excludes zero.",
                                coefficients(true)),
                        Section.of(
                                "terms",
                                "Terms",
                                "What each whole term adds. Month is tested as one term with four degrees of freedom,"
                                        + " whichever level is the reference.",
                                terms()),
                        Section.of(
                                "effects",
                                "Effects",
                                "What the model says about each predictor.",
                                new Block.Beside(2, List.of(SampleResiduals.months()))),
                        Section.of(
                                "diagnostics",
                                "Diagnostics",
                                "The title of each plot is its conclusion; the line below says what you would want to"
                                        + " see. Hover over a point for its row.",
                                new Block.Beside(2, List.of(SampleResiduals.fitted(), SampleResiduals.quantiles()))),
                        Section.of("data", "Data", "The 111 rows used, and what was missing in all 153.", data()),
                        Section.of("reproduce", "Reproduce", "", reproduce(), code()),
                        Section.of("glossary", "Glossary", "", glossary())));
    }

    private static Block tiles() {
        return new Block.Tiles(List.of(
                new Block.Tile("Rows used", "111", "of 153", "42 left out for missing values"),
                new Block.Tile("Variation explained", "63.7%", "", "R² 0.637, adjusted 0.612"),
                new Block.Tile("Typical error", "±20.7", "ppb", "residual SE on 103 df"),
                new Block.Tile("Error on new rows", "±22.3", "ppb", "10-fold CV, R² 0.545"),
                new Block.Tile("Against no predictors", "p < 0.001", "", "F(7, 103) = 25.81")));
    }

    private static Findings findings() {
        return new Findings(
                "The directions of Wind and Temp can be trusted; the shape and the prediction intervals not yet.",
                List.of(
                        new Finding(
                                Severity.CHECK,
                                "Straight lines do not fit the shape of Wind and Temp",
                                Text.of(
                                        "Ozone drops fast as wind picks up from calm and then levels off. The model draws"
                                                + " straight lines, so it is too low at both ends and too high in the middle."),
                                Text.of("RESET F(2, 101) = 18.80, p < 0.001 · ").link("residual plot", "diagnostics"),
                                Text.NONE
                                        .code("log(Ozone) ~ SolarR + Wind + Temp + C(Month)")
                                        .plain(" (Box–Cox best power 0.25, 95% interval 0.12 to 0.39).")),
                        Finding.of(
                                Severity.CHECK,
                                "SolarR rests on one row",
                                "Row 117 is 92.7 ppb above its prediction, a studentized residual of 5.27.",
                                "Outlier test, Bonferroni p < 0.001 · Cook’s distance 0.28",
                                "check row 117 in the source before drawing a conclusion about SolarR."),
                        Finding.of(
                                Severity.OK,
                                "Predictors are not redundant",
                                "Largest GVIF^(1/(2·df)) is 1.64.",
                                "",
                                ""),
                        Finding.of(
                                Severity.NOTE,
                                "42 of 153 rows were left out",
                                "A row is used only when every variable in the formula is present.",
                                "Ozone missing in 37, SolarR in 7",
                                ""),
                        Finding.of(
                                Severity.OK,
                                "Errors are independent over time",
                                "Durbin–Watson 2.11, p = 0.895.",
                                "",
                                ""),
                        Finding.of(Severity.OK, "The design has full rank", "8 columns, rank 8.", "", "")));
    }

    private static Grid coefficients(boolean full) {
        List<Column> columns = new ArrayList<>(List.of(
                Column.left(full ? "Term" : ""),
                Column.right("Estimate").tone(Grid.Tone.STRONG),
                Column.interval("95% interval").tone(Grid.Tone.QUIET),
                Column.right(full ? "Std. error" : "Std. err"),
                Column.right(full ? "t\n(103 df)" : "t"),
                Column.right("p")));
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < TERMS.size(); i++) {
            rows.add(row(Kind.PLAIN, TERMS.get(i), full, i - 1));
        }
        rows.add(Row.of(
                Kind.TERM,
                Cell.of("C(Month), from 5"),
                Cell.of("as one term: F(4, 103) = 2.20", 2.19584).spanning(4),
                Cell.of("0.075", 0.0745923)));
        for (int i = 0; i < MONTHS.size(); i++) {
            rows.add(row(Kind.LEVEL, MONTHS.get(i), full, i + 3));
        }
        if (full) {
            columns.add(Column.left("Standardised effect, SD units"));
        }
        return new Grid(full ? "Response: Ozone (ppb). Intervals are 95%." : "", columns, rows);
    }

    private static Row row(Kind kind, Estimate e, boolean full, int standardised) {
        List<Cell> cells = new ArrayList<>(List.of(
                full ? Cell.of(e.name()).note(e.unit()) : Cell.of(e.name()),
                Cell.of(Numbers.estimate(e.value(), e.error()), e.value()),
                Cell.of(Numbers.interval(e.low(), e.high(), e.error())),
                Cell.of(Numbers.error(e.error()), e.error()),
                Cell.of(Numbers.fixed(e.t(), 2), e.t()),
                Cell.of(Numbers.p(e.p()), e.p()).hover("p = " + Numbers.significant(e.p(), 3))));
        if (full && standardised >= 0) {
            double[] s = STANDARDISED[standardised];
            cells.add(Cell.of(new Grid.Mark.Forest(s[0], s[1], s[2])));
        }
        return new Row(kind, cells);
    }

    private static Grid terms() {
        Object[][] rows = {
            {"SolarR", 1, 2090.7, 4.8685, 0.02957, 0.0451},
            {"Wind", 1, 9524.7, 22.18, 7.778e-6, 0.1772},
            {"Temp", 1, 13005.6, 30.2859, 2.741e-7, 0.227225},
            {"C(Month)", 4, 3771.8, 2.19584, 0.0745923, 0.0786}
        };
        List<Row> all = new ArrayList<>();
        for (Object[] r : rows) {
            all.add(Row.of(
                    Kind.PLAIN,
                    Cell.of((String) r[0]),
                    Cell.of(r[1].toString(), (Integer) r[1]),
                    Cell.of(Numbers.count(Math.round((Double) r[2])), (Double) r[2]),
                    Cell.of(Numbers.fixed((Double) r[3], 2), (Double) r[3]),
                    Cell.of(Numbers.p((Double) r[4]), (Double) r[4]),
                    Cell.of(Numbers.fixed((Double) r[5], 3), (Double) r[5]),
                    Cell.of(new Grid.Mark.Share((Double) r[5]))));
        }
        all.add(Row.of(Kind.TOTAL, Cell.of("Residual"), Cell.of("103", 103), Cell.of("44,231", 44231)));
        return new Grid(
                "Type II tests: each term after all others that do not contain it.",
                List.of(
                        Column.left("Term"),
                        Column.right("df"),
                        Column.right("Sum of squares"),
                        Column.right("F"),
                        Column.right("p"),
                        Column.right("Partial R²"),
                        Column.left("")),
                all);
    }

    private static Grid data() {
        return new Grid(
                "",
                List.of(
                        Column.left("Variable"),
                        Column.left("Role").tone(Grid.Tone.QUIET),
                        Column.right("Missing"),
                        Column.left("Range"),
                        Column.left("Distribution (rows used)")),
                List.of(
                        variable(
                                "Ozone",
                                "response",
                                37,
                                "1 to 168",
                                10,
                                26,
                                19,
                                13,
                                11,
                                3,
                                5,
                                8,
                                5,
                                4,
                                2,
                                2,
                                1,
                                1,
                                0,
                                0,
                                1),
                        variable(
                                "SolarR",
                                "numeric",
                                7,
                                "7 to 334",
                                6,
                                6,
                                4,
                                4,
                                7,
                                4,
                                4,
                                3,
                                4,
                                11,
                                8,
                                15,
                                12,
                                10,
                                6,
                                4,
                                3),
                        variable("Wind", "numeric", 0, "1.7 to 20.7", 4, 8, 28, 18, 30, 7, 11, 2, 1, 2),
                        variable("Temp", "numeric", 0, "56 to 97", 4, 10, 12, 14, 20, 26, 15, 8, 2),
                        variable("Month", "factor, 5 levels", 0, "5, 6, 7, 8, 9", 24, 9, 26, 23, 29)));
    }

    private static Row variable(String name, String role, int missing, String range, Integer... counts) {
        return Row.of(
                Kind.PLAIN,
                Cell.of(name),
                Cell.of(role),
                Cell.of(Integer.toString(missing), missing),
                Cell.of(range),
                Cell.of(new Grid.Mark.Counts(List.of(counts))));
    }

    private static Block reproduce() {
        return new Block.Definitions(List.of(
                new Block.Entry("Formula", Text.NONE.code("Ozone ~ SolarR + Wind + Temp + C(Month)")),
                new Block.Entry(
                        "Data",
                        Text.of("airquality.csv, 153 × 6, SHA-256 ")
                                .code("b3835902bad06b1ca594f48907a229a86f4d909f761679eaf426edb1d68955a1")),
                Block.Entry.of("Rows", "111 used; dropped 42 (Ozone 35, SolarR 5, both 2)"),
                Block.Entry.of("Random seed", "42")));
    }

    private static Block code() {
        return new Block.Code(
                "tilde report airquality.csv \"Ozone ~ SolarR + Wind + Temp + C(Month)\" --seed 42 -o report.html",
                "console");
    }

    private static Block glossary() {
        return new Block.Details(
                "What the numbers mean",
                List.of(
                        new Block.Definitions(
                                List.of(
                                        Block.Entry.of("95% interval", "Estimate ± t(0.975, 103) × standard error."),
                                        Block.Entry.of(
                                                "p",
                                                "How often data at least this far from “no effect” would turn up if there were none.")))));
    }
}
