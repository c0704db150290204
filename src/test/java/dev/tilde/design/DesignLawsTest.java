package dev.tilde.design;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tilde.data.ChunkSource;
import dev.tilde.data.Dataset;
import dev.tilde.formula.Conventions;
import dev.tilde.formula.Factor;
import dev.tilde.formula.Formula;
import dev.tilde.formula.Term;
import dev.tilde.linalg.Matrix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What must hold for any formula and any table. */
class DesignLawsTest {
    private static final List<Conventions> ALL = List.of(Conventions.TILDE, Conventions.PATSY, Conventions.R);

    /** Every cell of a (3 levels), b (2), c (2) filled four times; x, z without structure. */
    private static Dataset balanced(Random random) {
        int n = 3 * 2 * 2 * 4;
        Integer[] order = IntStream.range(0, n).boxed().toArray(Integer[]::new);
        Collections.shuffle(Arrays.asList(order), random);
        return Dataset.named("balanced")
                .with("y", numbers(n, random))
                .with("x", numbers(n, random))
                .with("z", numbers(n, random))
                .with("a", texts(n, i -> "a" + order[i] % 3))
                .with("b", texts(n, i -> "b" + order[i] / 3 % 2))
                .with("c", texts(n, i -> "c" + order[i] / 6 % 2));
    }

    private static double[] numbers(int n, Random random) {
        return random.doubles(n, -2, 2).toArray();
    }

    private static String[] texts(int n, java.util.function.IntFunction<String> text) {
        return IntStream.range(0, n).mapToObj(text).toArray(String[]::new);
    }

    /** Terms of a, b, c, x, z, each with its factors in random order. */
    private static List<List<String>> terms(Random random) {
        List<List<String>> terms = new ArrayList<>();
        for (int n = 1 + random.nextInt(4); n > 0; n--) {
            List<String> factors = new ArrayList<>(List.of("a", "b", "c", "x", "z"));
            Collections.shuffle(factors, random);
            terms.add(new ArrayList<>(factors.subList(0, 1 + random.nextInt(3))));
        }
        return terms;
    }

    private static String formula(List<List<String>> terms, boolean intercept) {
        return "y ~ " + (intercept ? "1" : "0") + " + "
                + terms.stream().map(t -> String.join(":", t)).collect(Collectors.joining(" + "));
    }

    private static Matrix predictors(String formula, Conventions c, Dataset data) {
        return DesignSpec.learn(Formula.parse(formula, c), data.source(), DesignOptions.DEFAULTS)
                .predictors(data.source())
                .matrix();
    }

    /** All indicators of all terms, made by hand from the expanded formula. */
    private static Matrix overcomplete(String formula, Dataset data) {
        List<double[]> columns = new ArrayList<>();
        for (Term term : Formula.parse(formula).expand(List.of()).predictors()) {
            List<double[]> products = List.of(ones(data.rows()));
            for (Factor f : term.factors()) {
                List<double[]> more = new ArrayList<>();
                for (double[] p : products) {
                    for (double[] own : columns(f.name(), data)) {
                        double[] product = p.clone();
                        Arrays.setAll(product, i -> p[i] * own[i]);
                        more.add(product);
                    }
                }
                products = more;
            }
            columns.addAll(products);
        }
        Matrix m = Matrix.zeros(data.rows(), columns.size());
        for (int j = 0; j < columns.size(); j++) {
            System.arraycopy(columns.get(j), 0, m.data(), j * data.rows(), data.rows());
        }
        return m;
    }

    private static double[] ones(int n) {
        double[] ones = new double[n];
        Arrays.fill(ones, 1);
        return ones;
    }

    private static List<double[]> columns(String name, Dataset data) {
        if (name.equals("x") || name.equals("z")) {
            return List.of(data.numbers(name));
        }
        String[] cells = data.texts(name);
        List<double[]> all = new ArrayList<>();
        for (String level : Arrays.stream(cells).distinct().toList()) {
            all.add(Arrays.stream(cells)
                    .mapToDouble(v -> v.equals(level) ? 1 : 0)
                    .toArray());
        }
        return all;
    }

    @Test
    void exactCodingHasFullRankAndSpansAllIndicators() {
        Random random = new Random(1);
        for (int i = 0; i < 150; i++) {
            Dataset data = balanced(random);
            String formula = formula(terms(random), random.nextBoolean());
            Matrix all = overcomplete(formula, data);
            for (Conventions c : List.of(Conventions.TILDE, Conventions.PATSY)) {
                Matrix x = predictors(formula, c, data);
                assertThat(Ranks.of(x)).as("rank of " + formula).isEqualTo(x.columns());
                assertThat(Ranks.sameSpan(x, all)).as("span of " + formula).isTrue();
            }
        }
    }

    @Test
    void orderOfOperandsDoesNotChangeTheSpan() {
        Random random = new Random(2);
        for (int i = 0; i < 100; i++) {
            Dataset data = balanced(random);
            List<List<String>> terms = terms(random);
            boolean intercept = random.nextBoolean();
            Matrix x = predictors(formula(terms, intercept), Conventions.TILDE, data);
            String first = formula(terms, intercept);
            Collections.shuffle(terms, random);
            terms.forEach(t -> Collections.shuffle(t, random));
            Matrix other = predictors(formula(terms, intercept), Conventions.TILDE, data);
            assertThat(other.columns()).isEqualTo(x.columns());
            assertThat(Ranks.sameSpan(x, other))
                    .as(first + " and " + formula(terms, intercept))
                    .isTrue();
        }
    }

    /** With holes, so that levels and rows are lost. */
    private static Dataset ragged(Random random, int n) {
        Dataset d = Dataset.named("ragged");
        for (String name : List.of("y", "x", "z")) {
            double[] cells = numbers(n, random);
            for (int i = 0; i < n; i++) {
                cells[i] = random.nextInt(20) == 0 ? Double.NaN : cells[i];
            }
            d = d.with(name, cells);
        }
        for (String name : List.of("a", "b", "c")) {
            int levels = 2 + random.nextInt(4);
            String[] cells =
                    texts(n, i -> random.nextInt(25) == 0 ? null : name + random.nextInt(1 + random.nextInt(levels)));
            d = d.with(name, cells);
        }
        return d;
    }

    private static List<String> formulas(Random random) {
        return List.of(
                formula(terms(random), random.nextBoolean()),
                "y ~ a*b + log(x + 3) + I(z^2):c",
                "y ~ C(a) + I(x > 0) + cbind(x, z):b",
                "y ~ 0 + b/x");
    }

    @Test
    void anyRowsAloneGiveTheirRowsOfTheWhole() {
        Random random = new Random(3);
        for (int i = 0; i < 25; i++) {
            Dataset data = ragged(random, 40 + random.nextInt(60));
            int[] some = random.ints(20, 0, data.rows()).toArray();
            for (String text : formulas(random)) {
                for (Conventions c : ALL) {
                    String own = c.equals(Conventions.R) ? text.replace("C(a)", "factor(a)") : text;
                    own = c.equals(Conventions.PATSY) ? own.replace("^", "**") : own;
                    DesignSpec spec = DesignSpec.learn(Formula.parse(own, c), data.source(), DesignOptions.DEFAULTS);
                    if (spec.rows().used() < spec.rows().total() && !c.equals(Conventions.PATSY)) {
                        // A level may live in incomplete rows only, and is new then.
                        data = data.rows(complete(data));
                        some = random.ints(20, 0, data.rows()).toArray();
                        spec = DesignSpec.learn(Formula.parse(own, c), data.source(), DesignOptions.DEFAULTS);
                    }
                    Matrix whole = spec.predictors(data.source()).matrix();
                    Matrix part = spec.predictors(data.subset(some).source()).matrix();
                    for (int k = 0; k < some.length; k++) {
                        assertThat(part.row(k)).as(own).isEqualTo(whole.row(some[k]));
                    }
                }
            }
        }
    }

    private static java.util.function.IntPredicate complete(Dataset d) {
        return i -> {
            for (String name : d.schema().names()) {
                if (d.texts(name)[i] == null) {
                    return false;
                }
            }
            return true;
        };
    }

    @Test
    void anyChunkingLearnsAndBuildsTheSame() {
        Random random = new Random(4);
        for (int n : new int[] {0, 1, 7, 300, 8192, 8193, 20_000}) {
            Dataset data = ragged(random, n);
            for (String text : formulas(random)) {
                Formula formula = Formula.parse(text);
                DesignSpec spec = DesignSpec.learn(formula, data.source(), DesignOptions.DEFAULTS);
                DesignMatrices built = spec.matrices(data.source());
                for (int chunk : new int[] {1 + n / 3, 1 + n / 2 + random.nextInt(9), 5000, 1 << 20}) {
                    ChunkSource source = ChunkSource.of(data.schema(), chunks(data, chunk));
                    DesignSpec other = DesignSpec.learn(formula, source, DesignOptions.DEFAULTS);
                    assertThat(other.predictors().columns())
                            .isEqualTo(spec.predictors().columns());
                    assertThat(other.factors()).isEqualTo(spec.factors());
                    assertThat(other.rows()).isEqualTo(spec.rows());
                    assertThat(other.notes()).isEqualTo(spec.notes());
                    DesignMatrices again = other.matrices(source);
                    assertThat(again.predictors().keptRows())
                            .isEqualTo(built.predictors().keptRows());
                    assertThat(again.predictors().matrix().data())
                            .isEqualTo(built.predictors().matrix().data());
                    assertThat(again.response().orElseThrow().matrix().data())
                            .isEqualTo(built.response().orElseThrow().matrix().data());
                }
            }
        }
    }

    private static Supplier<Iterator<Dataset>> chunks(Dataset data, int size) {
        return () -> IntStream.iterate(0, i -> i < data.rows(), i -> i + size)
                .mapToObj(from -> data.subset(IntStream.range(from, Math.min(data.rows(), from + size))
                        .toArray()))
                .iterator();
    }

    @Test
    void productsWithCoefficientsAreThoseOfTheDenseMatrix() {
        Random random = new Random(5);
        for (int i = 0; i < 30; i++) {
            Dataset data = ragged(random, 50);
            DesignSpec spec = DesignSpec.learn(
                    Formula.parse(formula(terms(random), true)), data.source(), DesignOptions.DEFAULTS);
            DesignMatrix x = spec.matrices(data.source()).predictors();
            double[] b = numbers(x.columns().size(), random);
            double[] fast = x.times(b);
            double[] slow = x.matrix().times(b);
            for (int r = 0; r < x.rows(); r++) {
                assertThat(fast[r]).isCloseTo(slow[r], org.assertj.core.data.Offset.offset(1e-12));
            }
        }
    }

    @Test
    void namesAreDifferentAndCoverAllColumns() {
        Random random = new Random(6);
        for (int i = 0; i < 60; i++) {
            Dataset data = balanced(random);
            String formula = formula(terms(random), random.nextBoolean());
            for (Conventions c : ALL) {
                DesignSpec spec = DesignSpec.learn(Formula.parse(formula, c), data.source(), DesignOptions.DEFAULTS);
                assertThat(spec.predictors().columns()).as(formula).doesNotHaveDuplicates();
                int at = 0;
                for (CodedTerm t : spec.predictors().terms()) {
                    assertThat(t.start()).isEqualTo(at);
                    assertThat(t.blocks().stream()
                                    .mapToInt(CodedTerm.Block::columns)
                                    .sum())
                            .isEqualTo(t.end() - t.start());
                    at = t.end();
                }
                assertThat(at).isEqualTo(spec.predictors().columns().size());
            }
        }
    }
}
