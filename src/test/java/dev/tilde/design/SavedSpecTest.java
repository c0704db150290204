package dev.tilde.design;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tilde.data.DataException;
import dev.tilde.data.Dataset;
import dev.tilde.data.Schema;
import dev.tilde.formula.Conventions;
import dev.tilde.formula.Formula;
import dev.tilde.formula.FormulaException;
import dev.tilde.formula.Limits;
import dev.tilde.formula.Role;
import dev.tilde.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A design that was saved and read is the one that was saved. */
class SavedSpecTest {
    private static final int N = 60;
    private static final Dataset DATA = data();

    private static Dataset data() {
        Random random = new Random(5);
        String[] a = new String[N];
        String[] b = new String[N];
        String[] o = new String[N];
        boolean[] flag = new boolean[N];
        double[] z = random.doubles(N, -3, 3).toArray();
        z[7] = Double.NaN;
        for (int i = 0; i < N; i++) {
            a[i] = i == 11 ? null : "a" + random.nextInt(3);
            b[i] = "b \"" + random.nextInt(2) + "\"";
            o[i] = List.of("lo", "mid", "hi").get(i % 3);
            flag[i] = random.nextBoolean();
        }
        return Dataset.named("d")
                .with("y", random.doubles(N).toArray())
                .with("x", random.doubles(N, 1, 10).toArray())
                .with("z", z)
                .with("k", IntStream.range(0, N).mapToDouble(i -> i % 4).toArray())
                .with("a", a)
                .with("b", b)
                .with("o", o)
                .with("odd name", random.doubles(N).toArray())
                .with("flag", flag)
                .with(
                        Schema.Column.of("t", Schema.Kind.DATE),
                        IntStream.range(0, N).mapToDouble(i -> i / 20).toArray())
                .withOrderedLevels("o", List.of("lo", "mid", "hi"));
    }

    static List<String> formulas() {
        List<String> cases = new ArrayList<>();
        for (String f : List.of(
                "y ~ x + a*b",
                "y ~ 0 + a:b + flag",
                "~ 1 + a:x",
                "log(y) ~ scale(x) + center(z) + poly(x, 3) + poly(x, z, degree=2)",
                "y ~ bs(x, df=5) + ns(z, df=3) + cr(x, df=4) + cc(z, df=3)",
                "y ~ te(cr(x, df=3), bs(z, df=4), constraints=\"center\") + cut(z, 3) + cut(x, 4, labels=FALSE)",
                "y ~ standardize(scale(log(x))^2) + I(x > 3) + ifelse(x > 2, x, z)",
                "y ~ C(a, Sum) + C(k, Poly) + C(b, Helmert) + C(o, Diff) + relevel(a, \"a1\")",
                "y ~ C(a, Treatment(\"a2\"))*C(k, Simple) + C(t)",
                "y ~ C(k, [[1, 0, 0], [0, 1, 0], [0, 0, 1], [-1, -1, -1]])",
                "y ~ .",
                "y ~ (a + x + z)^2 - a:z",
                "x + z ~ a + `odd name`",
                "y ~ bs(x, df=4, outside=\"linear\"):a")) {
            cases.add("tilde|" + f);
        }
        for (String f : List.of(
                "y ~ x + a*b",
                "np.log(y) + a ~ standardize(x) + bs(x, df=4) + C(k, Poly)",
                "y ~ 0 + C(a, Diff):b + Q('odd name') + center(z)",
                "0 + x:a + a:b")) {
            cases.add("patsy|" + f);
        }
        for (String f : List.of(
                "y ~ x + a*b - a",
                "log(y) ~ poly(x, 2) + scale(x) + ns(x, df=3) + o",
                "y ~ b %in% a + C(a, contr.sum) + factor(k)",
                "y ~ x > 2")) {
            cases.add("r|" + f);
        }
        return cases;
    }

    private static DesignSpec learn(String dialectAndFormula, DesignOptions options) {
        String[] parts = dialectAndFormula.split("\\|", 2);
        Conventions c =
                parts[0].equals("r") ? Conventions.R : parts[0].equals("patsy") ? Conventions.PATSY : Conventions.TILDE;
        Dataset data = parts[1].contains(".") && parts[1].endsWith(".")
                ? DATA.select(List.of("y", "x", "odd name", "a", "o"))
                : DATA;
        return DesignSpec.learn(Formula.parse(parts[1], c), data.source(), options);
    }

    private static DesignSpec learn(String formula) {
        return learn("tilde|" + formula, DesignOptions.DEFAULTS);
    }

    private static DesignSpec read(String text) {
        return DesignSpec.fromJson(text, Vocabulary.STANDARD);
    }

    @ParameterizedTest
    @MethodSource("formulas")
    void theSameDesignComesBack(String dialectAndFormula) {
        DesignSpec spec = learn(dialectAndFormula, DesignOptions.DEFAULTS.with(NaAction.EXCLUDE));
        String text = spec.toJson().pretty();
        DesignSpec back = read(text);
        assertThat(back.toJson()).isEqualTo(spec.toJson());
        assertThat(back.toJson().pretty()).isEqualTo(text);
        assertThat(back.formula()).isEqualTo(spec.formula());
        assertThat(back.formula().limits()).isEqualTo(spec.formula().limits());
        assertThat(back.options()).isEqualTo(spec.options());
        assertThat(back.factors()).isEqualTo(spec.factors());
        assertThat(back.rows()).isEqualTo(spec.rows());
        assertThat(back.notes()).isEqualTo(spec.notes());
        assertThat(back.schema()).isEqualTo(spec.schema());
        assertThat(back.variables()).isEqualTo(spec.variables());
        assertThat(back.predictors().columns()).isEqualTo(spec.predictors().columns());
        assertThat(back.describe()).isEqualTo(spec.describe());
        DesignMatrices one = spec.matrices(DATA.source());
        DesignMatrices two = back.matrices(DATA.source());
        assertThat(two.predictors().matrix().data())
                .isEqualTo(one.predictors().matrix().data());
        assertThat(two.response().map(m -> m.columns()))
                .isEqualTo(one.response().map(m -> m.columns()));
        one.response()
                .ifPresent(y -> assertThat(two.response().orElseThrow().matrix().data())
                        .isEqualTo(y.matrix().data()));
        assertThat(two.predictors().keptRows()).isEqualTo(one.predictors().keptRows());
        for (CodedTerm t : spec.predictors().terms()) {
            List<dev.tilde.formula.Term> some = List.of(dev.tilde.formula.Term.INTERCEPT, t.term());
            assertThat(back.predictors(some).columns())
                    .isEqualTo(spec.predictors(some).columns());
        }
    }

    /** A file of format 1 as it was first written; rewritten with {@code -Dtilde.golden=write}. */
    @Test
    void filesOfFormatOneStayReadable() throws IOException {
        String formula = "log(y) ~ C(a, Sum)*scale(x) + bs(x, df=5) + poly(z, 2) + te(cr(x, df=3), bs(z, df=4))";
        Path golden = Path.of("src/test/resources/dev/tilde/design/format-1.json");
        if (System.getProperty("tilde.golden", "").equals("write")) {
            Files.createDirectories(golden.getParent());
            Files.writeString(golden, learn(formula).toJson().pretty());
        }
        DesignSpec back = read(Files.readString(golden));
        assertThat(back.formula()).hasToString(Formula.parse(formula).toString());
        assertThat(back.predictors(DATA.source()).matrix().data())
                .isEqualTo(learn(formula).predictors(DATA.source()).matrix().data());
    }

    @Test
    void optionsComeBack() {
        DesignOptions options = DesignOptions.DEFAULTS
                .with(NaAction.PASS)
                .levels("a", "a2", "a0", "a1")
                .contrast("a", Contrasts.poly(1, 2, 4))
                .contrast("b", Contrasts.sum("b \"1\""));
        DesignSpec spec = learn("tilde|y ~ a + b + C(k)", options);
        DesignSpec back = read(spec.toJson().compact());
        assertThat(back.options()).isEqualTo(options);
        assertThat(back.predictors().columns()).isEqualTo(spec.predictors().columns());
    }

    /** Columns that options name, or other formulas, stand nowhere in the formula. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "tilde | y ~ x + a        | weights | k",
                "tilde | y ~ x + a        | offset  | z",
                "tilde | y ~ x + a        | offset  | x",
                "tilde | y ~ x + a        | cluster | a",
                "tilde | y ~ x            | cluster | odd name",
                "tilde | y ~ x + `odd name` | offset | odd name",
                "tilde | y ~ ns(x, df=3)  | cluster | b",
                "tilde | y ~ x            | same    | y ~ x + log(k + 1) + b + `odd name`",
                "tilde | y ~ x            | same    | y ~ . - t - o - flag",
                "r     | y ~ x + a        | weights | k",
                "r     | y ~ x + a        | offset  | z",
                "r     | y ~ x + a        | cluster | k",
                "r     | y ~ x            | same    | y ~ poly(x, 2) + a",
            })
    void whatOptionsNameComesBack(String dialect, String formula, String option, String what) {
        Conventions c = dialect.equals("r") ? Conventions.R : Conventions.TILDE;
        DesignOptions none = DesignOptions.DEFAULTS;
        DesignOptions options = switch (option) {
            case "weights" -> none.weights(what);
            case "offset" -> none.offset(what);
            case "cluster" -> none.cluster(what);
            default -> none.sameRowsAs(List.of(Formula.parse(what, c)));
        };
        DesignSpec spec = DesignSpec.learn(Formula.parse(formula, c), DATA.source(), options);
        DesignSpec back = read(spec.toJson().pretty());
        assertThat(back.toJson()).isEqualTo(spec.toJson());
        assertThat(back.options()).isEqualTo(spec.options());
        assertThat(back.predictors(DATA.source()).matrix().data())
                .isEqualTo(spec.predictors(DATA.source()).matrix().data());
        DesignMatrices one = spec.matrices(DATA.source());
        DesignMatrices two = back.matrices(DATA.source());
        assertThat(two.predictors().keptRows()).isEqualTo(one.predictors().keptRows());
        assertThat(two.roles().offset())
                .usingRecursiveComparison()
                .isEqualTo(one.roles().offset());
        assertThat(two.roles().weights())
                .usingRecursiveComparison()
                .isEqualTo(one.roles().weights());
        assertThat(two.roles().levels(Role.CLUSTER))
                .usingRecursiveComparison()
                .isEqualTo(one.roles().levels(Role.CLUSTER));
    }

    @ParameterizedTest
    @CsvSource({"x*g", "g*x", "a*g", "x*a*g", "0 + g:x"})
    void factorsOfOneLevelComeBack(String right) {
        String[] g = new String[N];
        java.util.Arrays.fill(g, "only");
        Dataset data = DATA.with("g", g);
        DesignSpec spec = DesignSpec.learn(Formula.parse("y ~ " + right), data.source(), DesignOptions.DEFAULTS);
        assertThat(read(spec.toJson().compact())
                        .predictors(data.source())
                        .matrix()
                        .data())
                .isEqualTo(spec.predictors(data.source()).matrix().data());
    }

    @Test
    void numbersOfAllKindsComeBack() {
        for (double v : new double[] {
            0, -0.0, 1, -1e300, 4.9E-324, Math.PI, 1e15, 1.0E16 + 2, Double.NaN, Double.POSITIVE_INFINITY, -1 / 0.0
        }) {
            Json there = Json.parse(new Json.Arr(List.of(Saved.of(v))).compact());
            double back = Saved.of(there).items().get(0).number();
            assertThat(Double.doubleToLongBits(back)).isEqualTo(Double.doubleToLongBits(v));
        }
    }

    private static final Contrast TO_LAST = new Contrast() {
        @Override
        public CodingMatrix code(List<String> levels) {
            return Contrasts.SAS.code(levels);
        }

        @Override
        public String toString() {
            return "ToLast";
        }
    };

    @Test
    void aForeignContrastIsSavedAsItsNumbers() {
        Vocabulary mine = Vocabulary.STANDARD.withContrast("ToLast", args -> TO_LAST);
        DesignSpec spec = learn(
                "tilde|y ~ C(a, ToLast)*b", DesignOptions.DEFAULTS.with(mine).contrast("b", TO_LAST));
        DesignSpec back = DesignSpec.fromJson(spec.toJson().pretty(), mine);
        assertThat(back.toJson()).isEqualTo(spec.toJson());
        assertThat(back.predictors(DATA.source()).matrix().data())
                .isEqualTo(spec.predictors(DATA.source()).matrix().data());
        assertThatThrownBy(() -> read(spec.toJson().pretty()))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("ToLast");
    }

    /** Distance from the largest value. */
    private static final class BelowTop implements StatefulTransform<double[]> {
        private final boolean storable;

        BelowTop(boolean storable) {
            this.storable = storable;
        }

        @Override
        public double[] init() {
            return new double[] {Double.NEGATIVE_INFINITY};
        }

        @Override
        public void add(double[] state, double[][] arguments, int rows) {
            for (int i = 0; i < rows; i++) {
                state[0] = Math.max(state[0], arguments[0][i]);
            }
        }

        @Override
        public double[] merge(double[] left, double[] right) {
            return new double[] {Math.max(left[0], right[0])};
        }

        @Override
        public Transform learned(double[] state) {
            Below below = new Below(state[0]);
            return storable ? below : Transform.stateless(x -> state[0] - x);
        }
    }

    private record Below(double top) implements StorableTransform {
        @Override
        public void apply(double[][] arguments, int rows, double[][] out) {
            for (int i = 0; i < rows; i++) {
                out[0][i] = top - arguments[0][i];
            }
        }

        @Override
        public String type() {
            return "below";
        }

        @Override
        public Json json() {
            return Json.object("top", Json.of(top));
        }
    }

    @Test
    void aForeignTransformTakesPart() {
        Vocabulary writing = Vocabulary.STANDARD.withStateful("below_top", args -> new BelowTop(true));
        Vocabulary reading =
                writing.withStored("below", json -> new Below(json.get("top").number()));
        DesignSpec spec = learn("tilde|y ~ log1p(below_top(x))", DesignOptions.DEFAULTS.with(writing));
        String text = spec.toJson().pretty();
        assertThat(DesignSpec.fromJson(text, reading)
                        .predictors(DATA.source())
                        .matrix()
                        .data())
                .isEqualTo(spec.predictors(DATA.source()).matrix().data());
        assertThatThrownBy(() -> DesignSpec.fromJson(text, writing))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("\"below\"")
                .hasMessageContaining("withStored");
        Vocabulary failing = writing.withStored("below", json -> {
            throw new IllegalStateException("no idea");
        });
        assertThatThrownBy(() -> DesignSpec.fromJson(text, failing)).isInstanceOf(DataException.class);
        assertThatThrownBy(() -> read(text)).isInstanceOf(DataException.class);
    }

    @Test
    void whatCannotBeSavedIsRefusedWithItsPlace() {
        Vocabulary mine = Vocabulary.STANDARD.withStateful("below_top", args -> new BelowTop(false));
        DesignSpec spec = learn("tilde|y ~ z + below_top(x)", DesignOptions.DEFAULTS.with(mine));
        assertThatThrownBy(spec::toJson)
                .isInstanceOf(FormulaException.class)
                .hasMessageContaining("what below_top(x) has learned cannot be saved")
                .hasMessageContaining("\n            ^^^^^^^^^^^^\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                                              | damaged",
                "{                                               | damaged",
                "[]                                              | no saved design",
                "{}                                              | no saved design",
                "{\"format\": \"tilde-design\"}                  | version",
                "{\"format\": \"tilde-design\", \"version\": 7}  | newer version of Tilde (format 7, this one reads up to 1)",
                "{\"format\": \"tilde-design\", \"version\": 1}  | check is missing",
                "{\"format\": \"tilde-design\", \"version\": 1, \"check\": \"x\"} | its contents are not those that were saved",
            })
    void otherFilesAreRefused(String text, String message) {
        assertThatThrownBy(() -> read(text)).isInstanceOf(DataException.class).hasMessageContaining(message);
    }

    @Test
    void limitsHoldForFiles() {
        Json json = learn("y ~ x + a").toJson();
        assertThatThrownBy(() -> DesignSpec.fromJson(json, Vocabulary.STANDARD, new Limits(1000, 50, 3, 20, 2)))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("made under wider limits: formula.limits.length is 1000000, and 1000 is allowed");
    }

    /** Bytes and values of good files, changed: with the old fingerprint nothing passes. */
    @Test
    void changedFilesAreRefused() {
        Random random = new Random(11);
        for (String f : formulas()) {
            String text = learn(f, DesignOptions.DEFAULTS).toJson().compact();
            for (int k = 0; k < 60; k++) {
                String changed = mutated(text, random);
                try {
                    DesignSpec back = read(changed);
                    assertThat(back.toJson().compact()).isEqualTo(text);
                } catch (DataException e) {
                    assertThat(e.getMessage()).isNotEmpty();
                }
            }
        }
    }

    private static String mutated(String text, Random random) {
        StringBuilder s = new StringBuilder(text);
        int at = random.nextInt(s.length());
        switch (random.nextInt(4)) {
            case 0 -> s.setCharAt(at, (char) (32 + random.nextInt(95)));
            case 1 -> s.deleteCharAt(at);
            case 2 -> s.setLength(at);
            default -> s.insert(at, (char) random.nextInt(256));
        }
        return s.toString();
    }

    /** Values changed by somebody who renews the fingerprint: refused, or a design that works or says why not. */
    @Test
    void forgedFilesDoNoHarm() {
        Random random = new Random(12);
        int read = 0;
        for (String f : formulas()) {
            Json good = learn(f, DesignOptions.DEFAULTS).toJson();
            for (int k = 0; k < 150; k++) {
                if (!(forged(good, random, 0.02) instanceof Json.Obj bad)) {
                    continue;
                }
                Map<String, Json> fields = new LinkedHashMap<>(bad.fields());
                fields.put("check", Json.of(Digest.of(fields)));
                DesignSpec spec;
                try {
                    spec = DesignSpec.fromJson(new Json.Obj(fields));
                } catch (DataException e) {
                    continue;
                }
                read++;
                try {
                    spec.matrices(DATA.source()).predictors().matrix();
                    spec.predictors(DATA.source());
                    spec.toJson();
                } catch (DataException | FormulaException e) {
                    assertThat(e.getMessage()).isNotEmpty();
                } catch (RuntimeException e) {
                    e.printStackTrace(System.out);
                    throw new AssertionError(new Json.Obj(fields).compact(), e);
                }
            }
        }
        assertThat(read).isGreaterThan(50);
    }

    private static Json forged(Json value, Random random, double often) {
        if (random.nextDouble() < often / 4) {
            return switch (random.nextInt(6)) {
                case 0 -> Json.none();
                case 1 -> Json.of(random.nextInt(5) - 1);
                case 2 -> Json.of(1e9 * random.nextGaussian());
                case 3 -> Json.of("x");
                case 4 -> new Json.Arr(List.of());
                default -> Json.of(random.nextBoolean());
            };
        }
        if (value instanceof Json.Obj o) {
            Map<String, Json> fields = new LinkedHashMap<>();
            o.fields().forEach((key, field) -> {
                if (random.nextDouble() > often / 8) {
                    fields.put(key, forged(field, random, often));
                }
            });
            return new Json.Obj(fields);
        }
        if (value instanceof Json.Arr a) {
            List<Json> items = new ArrayList<>();
            a.items().forEach(i -> {
                if (random.nextDouble() > often / 8) {
                    items.add(forged(i, random, often));
                }
            });
            if (!items.isEmpty() && random.nextDouble() < often / 4) {
                items.add(items.get(random.nextInt(items.size())));
            }
            return new Json.Arr(items);
        }
        if (value instanceof Json.Num n && random.nextDouble() < often) {
            return Json.of(random.nextBoolean() ? n.value() + 1 : -n.value() * 3);
        }
        return value;
    }
}
