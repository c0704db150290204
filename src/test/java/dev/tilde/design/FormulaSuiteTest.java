package dev.tilde.design;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tilde.data.Dataset;
import dev.tilde.formula.Conventions;
import dev.tilde.formula.Formula;
import dev.tilde.formula.FormulaException;
import dev.tilde.json.Json;
import dev.tilde.linalg.Matrix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Every formula of the suite in the conventions of both engines, against what they built, and in Tilde's own, against
 * what its decisions say and the engines agree on.
 */
class FormulaSuiteTest {
    /** How many runs pass today; raise it when more do. */
    private static final int PASSED = 939;

    /** The engine's host language, of which Tilde has no part. */
    private static final Set<String> HOST =
            Set.of("expr-21", "expr-22", "expr-32", "expr-34", "con-43", "err-49", "err-51");

    /** R learns anew from new rows where a transform is inside of something, and always in {@code cut}. */
    private static final Set<String> LEARNED_ANEW = Set.of("tr-48", "tr-51");

    /** A matrix does not stand for all levels: 0 + C(a, M) has one indicator for each, where patsy uses M again. */
    private static final Set<String> INDICATORS = Set.of("con-26");

    private final Map<String, int[]> byTopic = new TreeMap<>();
    private final List<String> open = new ArrayList<>();

    @Test
    void agreesWithTheEngines() throws Exception {
        Suite suite = Suite.read();
        for (Json c : suite.cases()) {
            Json golden = suite.golden().get(c.get("id").text(""));
            if (golden.get("patsy") instanceof Json.Obj && isOurs(c)) {
                count("patsy", c, engine(suite, c, golden.get("patsy"), Conventions.PATSY));
            }
            if (golden.get("r") instanceof Json.Obj && isOurs(c)) {
                Conventions r = c.get("runner").text("").equals("Formula")
                        ? Conventions.R.with(Conventions.Bars.PARTS).with(Conventions.Response.COLUMNS)
                        : Conventions.R;
                count("r", c, engine(suite, c, golden.get("r"), r));
            }
            count("tilde", c, own(suite, c, golden));
        }
        int passed = byTopic.values().stream().mapToInt(n -> n[0]).sum();
        int run = byTopic.values().stream().mapToInt(n -> n[1]).sum();
        byTopic.forEach((topic, n) -> System.out.printf(Locale.ROOT, "%-28s %d/%d%n", topic, n[0], n[1]));
        System.out.printf(Locale.ROOT, "%-28s %d/%d%n", "total", passed, run);
        if (Boolean.getBoolean("tilde.corpus.verbose")) {
            open.forEach(System.out::println);
        }
        assertThat(run).isPositive();
        if (System.getProperty("tilde.formulas", "").isEmpty()) {
            assertThat(passed).as("runs that pass").isGreaterThanOrEqualTo(PASSED);
        }
    }

    private static boolean isOurs(Json c) {
        return !HOST.contains(c.get("id").text(""));
    }

    private void count(String conventions, Json c, String problem) {
        int[] n = byTopic.computeIfAbsent(conventions + " " + c.get("topic").text(""), t -> new int[2]);
        n[1]++;
        if (problem.isEmpty()) {
            n[0]++;
        } else {
            open.add(conventions + " " + c.get("id").text("") + "  "
                    + c.get("formula").text("") + "  " + problem);
        }
    }

    /** As the engine: status, place of the error, names, terms, values, rows, rank, new rows. */
    private static String engine(Suite suite, Json c, Json golden, Conventions conventions) {
        boolean ok = golden.get("status").text("").equals("ok");
        try {
            DesignSpec spec = learn(suite, c, conventions);
            DesignMatrices built = spec.matrices(suite.data(c).source());
            if (!ok) {
                return "built " + built.predictors() + ", expected: "
                        + golden.get("message").text("");
            }
            return golden.get("parts") instanceof Json.Arr
                    ? parts(built, golden)
                    : compare(suite, c, golden, spec, built, conventions);
        } catch (FormulaException e) {
            return ok ? "error: " + e.problem() : place(e, golden);
        } catch (RuntimeException e) {
            return "exception " + e;
        }
    }

    private static DesignSpec learn(Suite suite, Json c, Conventions conventions) {
        Dataset data = suite.data(c);
        if (conventions.name().equals("r")) {
            for (String factor : List.of("a", "b", "c", "g")) {
                if (data.schema().column(factor).isPresent()) {
                    data = data.withLevels(factor, List.copyOf(new TreeSet<>(Arrays.asList(data.texts(factor)))));
                }
            }
        }
        return DesignSpec.learn(
                Formula.parse(c.get("formula").text(""), conventions), data.source(), DesignOptions.DEFAULTS);
    }

    private static String place(FormulaException e, Json golden) {
        if (!(golden.get("span") instanceof Json.Arr)) {
            return "";
        }
        int[] span = Corpus.ints(golden.get("span"));
        // patsy's scanner points at the character before the one it cannot read.
        boolean overlaps = e.span().start() <= span[1] && span[0] <= e.span().end();
        return overlaps
                ? ""
                : "error at " + e.span() + " (" + e.problem() + "), expected at " + List.of(span[0], span[1]);
    }

    private static String compare(
            Suite suite, Json c, Json golden, DesignSpec spec, DesignMatrices built, Conventions conventions) {
        boolean r = conventions.name().equals("r");
        DesignMatrix x = built.predictors();
        List<String> problems = new ArrayList<>();
        problems.add(rows(x, golden));
        problems.add(names("columns", x.columns(), Corpus.texts(golden.get("columns"))));
        if (r) {
            problems.add(assign(x, golden));
        } else {
            problems.add(slices(x, golden));
        }
        problems.add(left(built, golden, r));
        problems.add(values("X", x.matrix(), golden.get("X")));
        if (golden.get("rank") instanceof Json.Num rank && problems.stream().allMatch(String::isEmpty)) {
            int own = Ranks.of(x.matrix());
            problems.add(own == (int) rank.number() ? "" : "rank " + own + ", expected " + rank.number());
        }
        if (r) {
            problems.add(offset(built, golden));
        }
        if (!LEARNED_ANEW.contains(c.get("id").text(""))) {
            problems.add(fresh(suite, golden, spec));
        }
        return problems.stream().filter(p -> !p.isEmpty()).findFirst().orElse("");
    }

    private static String rows(DesignMatrix x, Json golden) {
        long[] own = x.keptRows();
        int[] wanted = golden.get("rows") instanceof Json.Arr a
                ? Corpus.ints(a)
                : IntStream.range(0, (int) golden.get("nrow").number()).toArray();
        if (golden.get("parts") instanceof Json.Arr) {
            return own.length == numbers(first(golden).items().get(0)).length ? "" : own.length + " rows";
        }
        boolean same = own.length == wanted.length;
        for (int i = 0; same && i < own.length; i++) {
            same = own[i] == wanted[i];
        }
        return same ? "" : own.length + " rows, expected " + wanted.length;
    }

    private static String names(String what, List<String> own, List<String> wanted) {
        return own.equals(wanted) ? "" : what + " " + own + ", expected " + wanted;
    }

    private static String slices(DesignMatrix x, Json golden) {
        List<String> own = new ArrayList<>();
        x.terms().forEach(t -> own.add(t.name() + " " + t.start() + ".." + t.end()));
        List<String> wanted = new ArrayList<>();
        List<String> terms = Corpus.texts(golden.get("terms"));
        for (int i = 0; i < terms.size(); i++) {
            int[] slice = Corpus.ints(golden.get("slices").items().get(i));
            wanted.add(terms.get(i) + " " + slice[0] + ".." + slice[1]);
        }
        return names("terms", own, wanted);
    }

    /** R numbers its terms from 1 and gives the intercept 0. */
    private static String assign(DesignMatrix x, Json golden) {
        List<String> terms = new ArrayList<>();
        List<Integer> assign = new ArrayList<>();
        for (CodedTerm t : x.terms()) {
            boolean intercept = t.name().equals("(Intercept)");
            if (!intercept) {
                terms.add(t.name());
            }
            for (int j = t.start(); j < t.end(); j++) {
                assign.add(intercept ? 0 : terms.size());
            }
        }
        List<String> wanted = new ArrayList<>();
        for (int a : Corpus.ints(golden.get("assign"))) {
            wanted.add(String.valueOf(a));
        }
        String problem = names("assign", assign.stream().map(String::valueOf).toList(), wanted);
        return problem.isEmpty() ? names("terms", terms, Corpus.texts(golden.get("terms"))) : problem;
    }

    private static String left(DesignMatrices built, Json golden, boolean r) {
        List<Json> wanted = golden.get("Y") instanceof Json.Arr a ? a.items() : List.of();
        int own = built.response().map(y -> y.columns().size()).orElse(0);
        if (own == 0 || wanted.isEmpty()) {
            return own == wanted.size() ? "" : "left side of " + own + " columns, expected " + wanted.size();
        }
        DesignMatrix y = built.response().orElseThrow();
        Json first = wanted.get(0).items().isEmpty()
                ? new Json.Str("Inf")
                : wanted.get(0).items().get(0);
        if (r && first instanceof Json.Str s && !s.value().endsWith("Inf")) {
            List<String> levels =
                    ((FactorInfo.Categorical) built.spec().factors().get(0)).levels();
            return names("left side", labels(y.matrix(), levels), Corpus.texts(wanted.get(0)));
        }
        if (r && first instanceof Json.Bool) {
            List<String> truth = new ArrayList<>();
            wanted.get(0).items().forEach(v -> truth.add(String.valueOf(v.isTrue())));
            return names("left side", labels(y.matrix(), List.of("false", "true")), truth);
        }
        String names = r ? "" : names("left side", y.columns(), Corpus.texts(golden.get("lhs")));
        return names.isEmpty() ? values("Y", y.matrix(), golden.get("Y")) : names;
    }

    private static List<String> labels(Matrix m, List<String> levels) {
        List<String> labels = new ArrayList<>();
        for (int i = 0; i < m.rows(); i++) {
            int level = m.columns() == 1 ? (int) m.get(i, 0) : 0;
            while (m.columns() > 1 && m.get(i, level) != 1) {
                level++;
            }
            labels.add(levels.get(level));
        }
        return labels;
    }

    private static String offset(DesignMatrices built, Json golden) {
        double[] own = built.roles().offset().orElse(new double[0]);
        if (!(golden.get("offset") instanceof Json.Arr wanted)) {
            return own.length == 0 ? "" : "an offset";
        }
        if (own.length == 0) {
            return "no offset";
        }
        return values("offset", columns(own), new Json.Arr(List.of(wanted)));
    }

    private static String fresh(Suite suite, Json golden, DesignSpec spec) {
        boolean fails = golden.get("Xnew_error") instanceof Json.Str || golden.get("Xnew") instanceof Json.Str;
        try {
            DesignMatrix x = spec.predictors(suite.fresh().source());
            if (fails) {
                return "new rows built, expected " + golden.get("Xnew_error").text("");
            }
            if (!(golden.get("Xnew") instanceof Json.Arr wanted)) {
                return "";
            }
            return values("Xnew", complete(x.matrix(), wanted), wanted);
        } catch (FormulaException e) {
            return fails ? "" : "new rows: " + e.problem();
        }
    }

    /** patsy leaves rows out that it cannot calculate. */
    private static Matrix complete(Matrix m, Json wanted) {
        List<Json> columns = wanted.items();
        if (columns.isEmpty() || columns.get(0).items().size() == m.rows()) {
            return m;
        }
        List<double[]> rows = new ArrayList<>();
        for (int i = 0; i < m.rows(); i++) {
            double[] row = m.row(i);
            if (Arrays.stream(row).noneMatch(Double::isNaN)) {
                rows.add(row);
            }
        }
        return rows.isEmpty() ? Matrix.zeros(0, m.columns()) : Matrix.ofRows(rows.toArray(double[][]::new));
    }

    private static String parts(DesignMatrices built, Json golden) {
        List<DesignMatrix> own = new ArrayList<>(List.of(built.predictors()));
        own.addAll(built.parts());
        List<Json> wanted = golden.get("parts").items();
        if (own.size() != wanted.size()) {
            return own.size() + " parts, expected " + wanted.size();
        }
        for (int i = 0; i < own.size(); i++) {
            String problem = names(
                    "part " + i,
                    own.get(i).columns(),
                    Corpus.texts(wanted.get(i).get("columns")));
            problem = problem.isEmpty()
                    ? values("part " + i, own.get(i).matrix(), wanted.get(i).get("X"))
                    : problem;
            if (!problem.isEmpty()) {
                return problem;
            }
        }
        List<String> left = new ArrayList<>();
        golden.get("lhs_parts").items().forEach(p -> left.addAll(Corpus.texts(p)));
        return names("left side", built.response().map(DesignMatrix::columns).orElse(List.of()), left);
    }

    private static Matrix columns(double[]... columns) {
        int n = columns[0].length;
        double[] data = new double[n * columns.length];
        for (int j = 0; j < columns.length; j++) {
            System.arraycopy(columns[j], 0, data, j * n, n);
        }
        return Matrix.of(n, columns.length, data);
    }

    /** Column-wise, to 1e-10. */
    private static String values(String what, Matrix m, Json columns) {
        List<Json> wanted = columns.items();
        if (m.columns() != wanted.size()) {
            return what + " has " + m.columns() + " columns, expected " + wanted.size();
        }
        for (int j = 0; j < wanted.size(); j++) {
            double[] want = numbers(wanted.get(j));
            if (want.length != m.rows()) {
                return what + " has " + m.rows() + " rows, expected " + want.length;
            }
            for (int i = 0; i < want.length; i++) {
                double own = m.get(i, j);
                boolean same = Double.isNaN(want[i])
                        ? Double.isNaN(own)
                        : own == want[i] || Math.abs(own - want[i]) <= 1e-10 * Math.max(1, Math.abs(want[i]));
                if (!same) {
                    return what + "[" + i + ", " + j + "] is " + own + ", expected " + want[i];
                }
            }
        }
        return "";
    }

    private static double[] numbers(Json column) {
        return column.items().stream()
                .mapToDouble(v -> v instanceof Json.Str s
                        ? (s.value().startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY)
                        : v.number())
                .toArray();
    }

    /** What Tilde says itself: the decision on the case, else what the engines agree on, by rows and span. */
    private static String own(Suite suite, Json c, Json golden) {
        String decision = c.get("tilde").text("");
        boolean both = c.get("dialect").text("").equals("both");
        List<Json> built = new ArrayList<>();
        List<Json> failed = new ArrayList<>();
        for (String engine : List.of("patsy", "r")) {
            if (golden.get(engine) instanceof Json.Obj g) {
                (g.get("status").text("").equals("ok") ? built : failed).add(g);
            }
        }
        boolean mayFail = decision.isEmpty() ? !both || !failed.isEmpty() : decision.startsWith("error or");
        boolean mustFail = decision.isEmpty()
                ? both && built.isEmpty()
                : !mayFail && (decision.startsWith("error") || decision.startsWith("syntax error"));
        try {
            DesignMatrix x = learn(suite, c, Conventions.TILDE)
                    .matrices(suite.data(c).source())
                    .predictors();
            if (mustFail) {
                return "built " + x + ", expected " + (decision.isEmpty() ? "an error" : decision);
            }
            // patsy's state of missing values is missing, and so are all rows.
            built.removeIf(g -> decision.startsWith("NA-skipping")
                    && numbers(first(g).items().get(0)).length == 0);
            if (built.isEmpty() || INDICATORS.contains(c.get("id").text(""))) {
                return "";
            }
            boolean agrees = built.stream().anyMatch(g -> rows(x, g).isEmpty() && sameSpan(x, g));
            return agrees ? "" : "built " + x + ", which no engine spans";
        } catch (FormulaException e) {
            return mustFail || mayFail
                    ? ""
                    : "error: " + e.problem() + (decision.isEmpty() ? "" : ", expected " + decision);
        } catch (RuntimeException e) {
            return "exception " + e;
        }
    }

    private static boolean sameSpan(DesignMatrix x, Json golden) {
        List<Json> columns = first(golden).items();
        double[][] data = columns.stream().map(FormulaSuiteTest::numbers).toArray(double[][]::new);
        if (data.length == 0 || x.columns().isEmpty()) {
            return data.length == x.columns().size();
        }
        return Ranks.sameSpan(x.matrix(), columns(data));
    }

    /** The columns of the first part. */
    private static Json first(Json golden) {
        return (golden.get("parts") instanceof Json.Arr parts ? parts.items().get(0) : golden).get("X");
    }
}
