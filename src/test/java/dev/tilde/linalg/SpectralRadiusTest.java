package dev.tilde.linalg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpectralRadiusTest {
    private static SparseMatrix sparse(Matrix m) {
        return SparseMatrix.of(m.rows(), List.of(new MatrixBlock.Dense(m)));
    }

    private static Matrix random(int n, int entries, long seed) {
        Congruent r = new Congruent(seed);
        Matrix m = Matrix.zeros(n, n);
        for (int i = 0; i < n; i++) {
            for (int k = 0; k < entries; k++) {
                int j = (int) ((r.next() + 1) / 2 * n);
                m.set(i, j, r.next());
            }
        }
        return m;
    }

    /** NumPy 2.4.6: {@code abs(eigvals(a)).max()}; of one or two entries a row, most eigenvalues 0, NumPy 1.24.2. */
    @ParameterizedTest
    @CsvSource({
        "5, 3, 1, 0.8950101397268972",
        "60, 1, 59, 0.4753974569307955",
        "100, 2, 81, 0.9176369898543372",
        "150, 2, 18, 0.8183472950725674",
        "100, 10, 2, 1.9432814901112214",
        "300, 300, 6, 8.187395139565925",
        "400, 10, 3, 1.9209449399104037",
        "700, 3, 5, 1.023811552276825",
        "1000, 10, 4, 1.8681547024310665",
    })
    void agreesWithNumpy(int n, int entries, long seed, double radius) {
        Matrix m = random(n, entries, seed);
        assertThat(SpectralRadius.of(sparse(m))).isCloseTo(radius, within(1e-9 * radius));
        if (n <= 400) {
            assertThat(SpectralRadius.of(m)).isCloseTo(radius, within(1e-12 * radius));
        }
    }

    @Test
    void findsKnownOnes() {
        // (x - 3)(x^2 - 2x + 17)(x + 1): 1 +- 4i has the modulus sqrt(17).
        Matrix companion = Matrix.ofRows(
                new double[] {4, -18, 28, 51}, new double[] {1, 0, 0, 0}, new double[] {0, 1, 0, 0}, new double[] {
                    0, 0, 1, 0
                });
        assertThat(SpectralRadius.of(companion)).isCloseTo(StrictMath.sqrt(17), within(1e-13));
        Matrix defective = Matrix.ofRows(new double[] {2, 1, 0}, new double[] {0, 2, 1}, new double[] {0, 0, 2});
        assertThat(SpectralRadius.of(defective)).isEqualTo(2);
        Matrix nilpotent = Matrix.ofRows(new double[] {0, 1, 5}, new double[] {0, 0, 1}, new double[] {0, 0, 0});
        assertThat(SpectralRadius.of(nilpotent)).isZero();
        assertThat(SpectralRadius.of(Matrix.zeros(0, 0))).isZero();
        assertThat(SpectralRadius.of(Matrix.zeros(200, 200))).isZero();
        assertThat(SpectralRadius.of(sparse(Matrix.zeros(200, 200)))).isZero();
        assertThat(SpectralRadius.of(sparse(Matrix.identity(200)))).isCloseTo(1, within(1e-14));
    }

    /** Rotations by one angle each, scaled to different moduli; an Arnoldi process sees only pairs. */
    @Test
    void findsComplexPairs() {
        int n = 240;
        Matrix m = Matrix.zeros(n, n);
        for (int k = 0; k < n; k += 2) {
            double modulus = 1 - k / 1000.;
            double angle = k + .3;
            m.set(k, k, modulus * StrictMath.cos(angle));
            m.set(k + 1, k + 1, modulus * StrictMath.cos(angle));
            m.set(k, k + 1, modulus * StrictMath.sin(angle));
            m.set(k + 1, k, -modulus * StrictMath.sin(angle));
        }
        assertThat(SpectralRadius.of(sparse(m))).isCloseTo(1, within(1e-10));
    }

    /** All eigenvalues on one circle, which no restart can tell apart. */
    @Test
    void takesARingWhole() {
        int n = 160;
        Matrix ring = Matrix.zeros(n, n);
        for (int i = 0; i < n; i++) {
            ring.set(i, (i + n - 1) % n, .9);
        }
        assertThat(SpectralRadius.of(sparse(ring))).isCloseTo(.9, within(1e-12));
    }

    @Test
    void refusesWhatHasNoEigenvalues() {
        assertThatThrownBy(() -> SpectralRadius.of(Matrix.zeros(2, 3)))
                .hasMessageContaining("square matrix, got 2 x 3");
        assertThatThrownBy(() -> SpectralRadius.of(Matrix.of(1, 1, new double[] {Double.NaN})))
                .hasMessageContaining("finite numbers");
        assertThatThrownBy(() -> SparseMatrix.of(1, 2, new int[] {0, 2}, new int[] {1, 0}, new double[] {1, 1}))
                .hasMessageContaining("not a sparse matrix of 1 x 2");
    }
}
