package dev.tilde.linalg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class QrTest {
    // R 4.2.2: X <- outer(1:6, 1:3, function(i, j) 1 / (i + j - 1)); y <- c(1, -2, 3, 0.5, 4, -1); q <- qr(X)
    private static final double[] Y = {1, -2, 3, 0.5, 4, -1};

    private static Matrix x() {
        Matrix x = Matrix.zeros(6, 3);
        for (int i = 0; i < 6; i++) {
            for (int j = 0; j < 3; j++) {
                x.set(i, j, 1.0 / (i + j + 1));
            }
        }
        return x;
    }

    @Test
    void agreesWithR() {
        Qr qr = Qr.of(x());
        // R <- qr.R(q); diag(sign(diag(R))) %*% R
        close(
                qr.r().data(),
                1e-14,
                1.22122434011483,
                0,
                0,
                0.701871743779906,
                0.138466990425692,
                0,
                0.504470315841808,
                0.151130169512427,
                0.00956161345207862);
        // qr.coef(q, y); qr.resid(q, y); sum(qr.resid(q, y)^2); hat(X, FALSE)
        close(qr.solve(Y), 1e-12, 47.2894290939307, -254.724583369908, 242.775032988909);
        close(
                qr.residuals(Y),
                1e-12,
                0.147851594720211,
                -1.43027833755664,
                2.36299621338494,
                -0.839946097652577,
                2.31406383968771,
                -2.83922444356761);
        close(new double[] {qr.residualSumOfSquares(Y)}, 1e-12, 21.7729036634805);
        close(
                qr.leverages(),
                1e-12,
                0.997590524459378,
                0.771234563204208,
                0.275919247233483,
                0.247940175777326,
                0.323365079897722,
                0.383950409427883);
        // chol2inv(qr.R(q))
        close(
                qr.inverseGram().data(),
                1e-11,
                519.763869568439,
                -2587.19159005081,
                2342.94704251896,
                -2587.19159005081,
                13082.2479676105,
                -11938.3017437364,
                2342.94704251896,
                -11938.3017437364,
                10937.9928480332);
    }

    @Test
    void multipliesBack() {
        Matrix x = x();
        Qr qr = Qr.of(x);
        Matrix q = qr.q();
        for (int j = 0; j < 3; j++) {
            close(q.times(qr.r().column(j)), 1e-14, x.column(j));
            for (int k = 0; k <= j; k++) {
                double dot = 0;
                for (int i = 0; i < 6; i++) {
                    dot += q.get(i, j) * q.get(i, k);
                }
                assertThat(dot).isCloseTo(j == k ? 1 : 0, within(1e-14));
            }
        }
        assertThat(x.data()).as("not changed").isEqualTo(x().data());
    }

    @Test
    void standsExtremeScales() {
        for (double scale : new double[] {1e-160, 1e160}) {
            Matrix x = x();
            for (int i = 0; i < x.data().length; i++) {
                x.data()[i] *= scale;
            }
            close(Qr.of(x).leverages(), 1e-11, Qr.of(x()).leverages());
        }
    }

    @Test
    void squareSingularAndEmpty() {
        Qr square = Qr.of(Matrix.ofRows(new double[] {2, 1}, new double[] {0, 4}));
        close(square.solve(new double[] {4, 8}), 1e-15, 1, 2);
        assertThat(square.residualSumOfSquares(new double[] {4, 8})).isZero();
        close(square.leverages(), 1e-15, 1, 1);

        Qr zero = Qr.of(Matrix.zeros(3, 1));
        assertThat(zero.r().get(0, 0)).isZero();
        assertThat(zero.solve(new double[] {1, 2, 3})[0]).isInfinite();

        Qr none = Qr.of(Matrix.zeros(3, 0));
        assertThat(none.solve(new double[3])).isEmpty();
        assertThat(none.residuals(new double[] {1, 2, 3})).containsExactly(1, 2, 3);
        assertThat(none.leverages()).containsExactly(0, 0, 0);

        assertThatThrownBy(() -> Qr.of(Matrix.zeros(2, 3)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("2 x 3");
        assertThatThrownBy(() -> none.solve(new double[2]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("y has 2 numbers, the matrix 3 rows");
    }

    private static void close(double[] actual, double relative, double... expected) {
        assertThat(actual).hasSameSizeAs(expected);
        double size = 0;
        for (double v : expected) {
            size = Math.max(size, Math.abs(v));
        }
        for (int i = 0; i < expected.length; i++) {
            assertThat(actual[i]).as("number %d", i).isCloseTo(expected[i], within(relative * size));
        }
    }
}
