package dev.tilde.design;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tilde.data.ChunkSource;
import dev.tilde.data.Dataset;
import dev.tilde.data.Source;
import dev.tilde.formula.Conventions;
import dev.tilde.formula.Formula;
import dev.tilde.formula.FormulaException;
import dev.tilde.formula.Term;
import dev.tilde.linalg.SparseMatrix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Subsets, slices, variables, sparse and streamed forms of a design. */
class DesignPartsTest {
    private static final int N = 40_000;
    private static final Dataset DATA = data(N);

    private static Dataset data(int n) {
        Random random = new Random(3);
        String[] a = new String[n];
        String[] b = new String[n];
        Arrays.setAll(a, i -> i % 101 == 7 ? null : "a" + (1 + random.nextInt(3)));
        Arrays.setAll(b, i -> "b" + (1 + random.nextInt(2)));
        double[] z = random.doubles(n).toArray();
        z[5] = Double.NaN;
        return Dataset.named("d")
                .with("y", random.doubles(n).toArray())
                .with("x1", random.doubles(n, 1, 2).toArray())
                .with("z", z)
                .with("a", a)
                .with("b", b);
    }

    private static final Dataset FEW = data(50);

    private static DesignSpec learn(String formula, Conventions c, Dataset data) {
        return DesignSpec.learn(Formula.parse(formula, c), data.source(), DesignOptions.DEFAULTS);
    }

    private static DesignSpec learn(String formula) {
        return learn(formula, Conventions.TILDE, FEW);
    }

    /** patsy 0.5.3: of 1 + a + x1 the subset 0 + a has a[T.a2], a[T.a3]. */
    @Test
    void aSubsetKeepsItsCoding() {
        for (Conventions c : List.of(Conventions.TILDE, Conventions.PATSY)) {
            DesignSpec spec = learn("y ~ 1 + a + scale(x1)", c, FEW);
            DesignSpec some = spec.subset("0 + a");
            assertThat(some.predictors().columns()).containsExactly("a[T.a2]", "a[T.a3]");
            assertThat(some.variables()).containsExactly("a");
            assertThat(some.response().terms()).isEmpty();
            Dataset only = FEW.select(List.of("a"));
            assertThat(some.predictors(only.source()).matrix().column(0))
                    .isEqualTo(spec.predictors(FEW.source()).matrix().column(1));
        }
    }

    @Test
    void aSubsetHasTheColumnsOfTheWhole() {
        DesignSpec spec = learn("y ~ 1 + a + scale(x1) + a:b + poly(z, 2)");
        DesignSpec some = spec.subset("scale( x1 ) + b:a");
        double[][] whole = columns(spec);
        assertThat(some.predictors().columns())
                .containsExactly("Intercept", "scale(x1)", "a[a1]:b[T.b2]", "a[a2]:b[T.b2]", "a[a3]:b[T.b2]");
        double[][] own = columns(some);
        for (int j = 0; j < own.length; j++) {
            int at = spec.predictors()
                    .columns()
                    .indexOf(some.predictors().columns().get(j));
            assertThat(own[j]).isEqualTo(whole[at]);
        }
        assertThat(some.formula()).hasToString("~ scale(x1) + b:a");
        List<Term> terms = List.of(
                spec.predictors().term("poly(z, 2)").term(),
                spec.predictors().term("a:b").term());
        DesignSpec listed = spec.subset(terms);
        assertThat(listed.variables()).containsExactly("a", "b", "z");
        assertThat(columns(listed)[1])
                .isEqualTo(whole[spec.predictors().slice("poly(z, 2)").end() - 1]);
        DesignSpec back = DesignSpec.fromJson(some.toJson());
        assertThat(back.toJson()).isEqualTo(some.toJson());
        assertThat(columns(back)).isEqualTo(own);
        assertThat(spec.subset("0 + a").subset("0 + a").predictors().columns()).hasSize(2);
    }

    private static double[][] columns(DesignSpec spec) {
        DesignMatrix m = spec.predictors(FEW.source());
        return IntStream.range(0, m.columns().size())
                .mapToObj(m.matrix()::column)
                .toArray(double[][]::new);
    }

    @Test
    void whatIsNoSubsetIsRefused() {
        DesignSpec spec = learn("y ~ 0 + a + x1");
        assertThatThrownBy(() -> spec.subset("0 + a + a:x1"))
                .isInstanceOf(FormulaException.class)
                .hasMessageContaining("the design has no term a:x1")
                .hasMessageContaining("Terms: a, x1");
        assertThatThrownBy(() -> spec.subset("a")).hasMessageContaining("the design has no intercept");
        assertThatThrownBy(() -> spec.subset("y ~ 0 + a")).hasMessageContaining("a subset has no left side");
        assertThat(learn("y ~ a + x1", Conventions.R, FEW)
                        .subset("a - 1")
                        .predictors()
                        .columns())
                .containsExactly("aa2", "aa3");
    }

    @Test
    void partsAreFoundByName() {
        DesignSpec spec = learn("y ~ a*b + C(a, Sum):x1");
        Side side = spec.predictors();
        assertThat(side.slice("a:b")).isEqualTo(new Slice(4, 6));
        assertThat(side.slice("b[T.b2]")).isEqualTo(new Slice(3, 4));
        assertThat(side.slices()).containsEntry("a", new Slice(1, 3)).containsKeys("Intercept", "b", "C(a, Sum):x1");
        assertThat(side.intercept()).hasValue(0);
        assertThat(side.containing(side.term("a").term()))
                .extracting(CodedTerm::name)
                .containsExactly("a:b");
        assertThatThrownBy(() -> side.slice("a:B")).hasMessage("no term or column is called a:B; Did you mean a:b?");
        FactorInfo.Categorical a = (FactorInfo.Categorical) spec.factor("a");
        assertThat(a.reference()).hasValue("a1");
        assertThat(a.coding().matrix().row(1)).containsExactly(1, 0);
        assertThat(((FactorInfo.Categorical) spec.factor("C(a, Sum)")).reference())
                .isEmpty();
        assertThat(spec.variables()).containsExactly("y", "a", "b", "x1");
        assertThat(spec.variables(spec.response())).containsExactly("y");
        assertThat(spec.variables(side)).containsExactly("a", "b", "x1");
        assertThat(spec.variables(side.term("C(a, Sum):x1").term())).containsExactly("a", "x1");
        assertThatThrownBy(() -> spec.factor("q")).hasMessageContaining("no factor is called q");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "y ~ a*b",
                "y ~ 0 + a:b:x1 + z",
                "y ~ C(a, Sum):b + bs(x1, df=5):a",
                "~ 1",
                "~ 0 + I(x1 > 1.5)",
            })
    void theSparseFormHoldsTheSame(String formula) {
        DesignMatrix m = learn(formula).predictors(FEW.source());
        SparseMatrix sparse = m.sparse();
        // -0 is no entry.
        double[] dense = Arrays.stream(m.matrix().data()).map(v -> v + 0.0).toArray();
        assertThat(sparse.dense().data()).isEqualTo(dense);
        assertThat(sparse.values()).doesNotContain(0.0).hasSize(sparse.entries());
        double[] b = new Random(1).doubles(sparse.columns()).toArray();
        double[] whole = m.times(b);
        double[] own = sparse.times(b);
        for (int i = 0; i < own.length; i++) {
            assertThat(own[i]).isEqualTo(whole[i], org.assertj.core.data.Offset.offset(1e-12));
            int[] columns = Arrays.copyOfRange(sparse.columnNumbers(), sparse.starts()[i], sparse.starts()[i + 1]);
            assertThat(columns).isSorted();
        }
    }

    @Test
    void blocksComeInOrderAndAreTheWhole() {
        DesignSpec spec = learn("y ~ a*x1 + z", Conventions.TILDE, DATA);
        Source chunks = ChunkSource.of(
                DATA.schema(),
                () -> IntStream.iterate(0, i -> i < N, i -> i + 7000)
                        .mapToObj(i -> DATA.subset(
                                IntStream.range(i, Math.min(N, i + 7000)).toArray()))
                        .iterator());
        DesignMatrices whole = spec.matrices(DATA.source());
        for (Source source : List.of(DATA.source(), chunks)) {
            List<DesignMatrices> parts = new ArrayList<>();
            spec.matrices(source, parts::add);
            assertThat(parts).hasSize(5);
            assertThat(parts.stream()
                            .flatMapToLong(p -> Arrays.stream(p.predictors().keptRows()))
                            .toArray())
                    .isEqualTo(whole.predictors().keptRows());
            int row = 0;
            for (DesignMatrices p : parts) {
                for (int i = 0; i < p.predictors().rows(); i += 997) {
                    assertThat(p.predictors().matrix().row(i))
                            .isEqualTo(whole.predictors().matrix().row(row + i));
                }
                row += p.predictors().rows();
            }
            List<Integer> rows = new ArrayList<>();
            spec.predictors(source, p -> rows.add(p.rows()));
            assertThat(rows).containsExactly(8192, 8192, 8192, 8192, N - 4 * 8192);
        }
        assertThatThrownBy(() -> spec.matrices(DATA.source(), p -> {
                    throw new IllegalStateException("full");
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("full");
    }
}
