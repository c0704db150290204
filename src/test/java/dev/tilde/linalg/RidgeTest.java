package dev.tilde.linalg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RidgeTest {
    private static final class Table implements Ridge.Rows {
        private final double[][] cells;
        private final int columns;
        private final double[] weights;

        Table(double[][] cells, int columns, double[] weights) {
            this.cells = cells;
            this.columns = columns;
            this.weights = weights;
        }

        @Override
        public int columns() {
            return columns;
        }

        @Override
        public int rows() {
            return cells.length;
        }

        @Override
        public int responses() {
            return cells[0].length - columns;
        }

        @Override
        public void read(int row, double[] into) {
            System.arraycopy(cells[row], 0, into, 0, cells[row].length);
        }

        @Override
        public double weight(int row) {
            return weights[row];
        }
    }

    /** Two columns nearly alike, one far from 0. */
    private static Table collinear(boolean weighted) {
        Congruent r = new Congruent(7);
        double[][] cells = new double[30][6];
        for (double[] row : cells) {
            for (int j = 0; j < 4; j++) {
                row[j] = r.next();
            }
        }
        for (double[] row : cells) {
            row[3] = row[0] + 1e-5 * row[3];
            row[1] += 1000;
            row[4] = row[0] - row[2] + .3 * r.next();
            row[5] = r.next() + 5;
        }
        double[] w = new double[30];
        for (int i = 0; i < 30; i++) {
            w[i] = weighted ? new double[] {0, 1, .5, 2}[i % 4] : 1;
        }
        return new Table(cells, 4, w);
    }

    /** Normal equations, and a fit without each row in turn, with 50 digits: mpmath 1.3. */
    @ParameterizedTest
    @CsvSource({
        "false, 1e-14, -862.34442843473548, -1.0384723155872311, 11.096464527892838, -22835.484889360277, -97.335551621017168, .029448128916743961, .34456342791489864",
        "false, 1e-6, .22349033203511902, -1.0389806634621481, 14.274497441350925, -8.4572824094795458, -13.232479536211415, .02720321738848871, .33305017535340681",
        "false, .1, .53873893683858729, -1.028555986182257, 16.146572520828849, -.01526899562223569, -12.908159980559675, .02718003123730009, .33232040216649854",
        "true, 1e-14, -4604.4184149882737, -1.0427117110090679, 2.7140882488243679, -15367.499893879647, -152.00047528150769, .044445391349549278, .64411307251424408",
        "true, 1e-6, -1.4424484025111784, -1.0370987563820016, 15.349377928028277, -6.6751039737826425, -109.83461192486282, .040797162121340212, .4940560978483351",
        "true, .1, .53407833399752641, -1.0275274447413623, 15.843359721441241, -.070341496672839378, -108.49671783435612, .040250725868823779, .4913827938574773",
    })
    void agreesWithExactArithmetic(
            boolean weighted,
            double lambda,
            double b00,
            double b20,
            double a0,
            double b01,
            double a1,
            double loo0,
            double loo1) {
        Ridge ridge = Ridge.of(collinear(weighted));
        Ridge.Solution s = ridge.solve(lambda);
        double[] got = {
            s.coefficients().get(0, 0),
            s.coefficients().get(2, 0),
            s.intercepts()[0],
            s.coefficients().get(0, 1),
            s.intercepts()[1],
            ridge.leaveOneOut(lambda).get(0, 0),
            ridge.leaveOneOut(lambda).get(0, 1)
        };
        double[] want = {b00, b20, a0, b01, a1, loo0, loo1};
        for (int k = 0; k < got.length; k++) {
            assertThat(got[k]).isCloseTo(want[k], within(2e-8 * Math.abs(want[k])));
        }
        assertThat(s.lambda()).isEqualTo(lambda);
    }

    @Test
    void choosesByLeavingOut() {
        Ridge ridge = Ridge.of(collinear(false));
        assertThat(ridge.best(1e-14, 1e-6, .1, 1e3).lambda()).isEqualTo(.1);
    }

    @Test
    void withoutPenaltyIsLeastSquares() {
        Table t = collinear(false);
        double[][] x =
                Arrays.stream(t.cells).map(r -> new double[] {r[0], r[1], r[2]}).toArray(double[][]::new);
        double[][] y = Arrays.stream(t.cells).map(r -> new double[] {r[4]}).toArray(double[][]::new);
        double[][] ones = Arrays.stream(t.cells)
                .map(r -> new double[] {1, r[0], r[1], r[2]})
                .toArray(double[][]::new);
        Qr qr = Qr.of(Matrix.ofRows(ones));
        double[] b = qr.solve(Matrix.ofRows(y).data());
        double[] h = qr.leverages();
        double[] e = qr.residuals(Matrix.ofRows(y).data());
        double loo = 0;
        for (int i = 0; i < 30; i++) {
            loo += e[i] * e[i] / (1 - h[i]) / (1 - h[i]) / 30;
        }
        Ridge ridge = Ridge.of(Matrix.ofRows(x), Matrix.ofRows(y));
        assertThat(ridge.solve(0).intercepts()[0]).isCloseTo(b[0], within(1e-9));
        for (int j = 0; j < 3; j++) {
            assertThat(ridge.solve(0).coefficients().get(j, 0)).isCloseTo(b[j + 1], within(1e-12));
        }
        assertThat(ridge.leaveOneOut(0).get(0, 0)).isCloseTo(loo, within(1e-12));
    }

    /** More rows than one block, more columns than one panel: against the plain factorisation. */
    @Test
    void reducesBlocksOfRows() {
        Congruent r = new Congruent(3);
        int n = 20_011;
        int p = 70;
        Matrix x = Matrix.zeros(n, p);
        Matrix y = Matrix.zeros(n, 1);
        Matrix stacked = Matrix.zeros(n + p, p);
        double[] target = new double[n + p];
        double lambda = 3;
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < p; j++) {
                x.set(i, j, r.next() + (j == 5 ? x.get(i, 4) : 0));
            }
            y.set(i, 0, x.get(i, 0) + r.next());
        }
        for (int j = 0; j <= p; j++) {
            double[] column = j < p ? x.column(j) : y.data();
            double mean = Arrays.stream(column).sum() / n;
            for (int i = 0; i < n; i++) {
                if (j < p) {
                    stacked.set(i, j, column[i] - mean);
                } else {
                    target[i] = column[i] - mean;
                }
            }
            if (j < p) {
                stacked.set(n + j, j, Math.sqrt(lambda));
            }
        }
        Qr qr = Qr.of(stacked);
        double[] b = qr.solve(target);
        double[] h = qr.leverages();
        double[] e = qr.residuals(target);
        double loo = 0;
        for (int i = 0; i < n; i++) {
            double left = e[i] / (1 - h[i] - 1. / n);
            loo += left * left / n;
        }
        Ridge ridge = Ridge.of(x, y);
        double[] got = ridge.solve(lambda).coefficients().data();
        for (int j = 0; j < p; j++) {
            assertThat(got[j]).isCloseTo(b[j], within(1e-12));
        }
        assertThat(ridge.leaveOneOut(1, lambda).get(1, 0)).isCloseTo(loo, within(1e-12));

        double[] alone = new ForkJoinPool(1)
                .submit(() -> {
                    Ridge one = Ridge.of(x, y);
                    double[] all =
                            Arrays.copyOf(one.solve(lambda).coefficients().data(), p + 1);
                    all[p] = one.leaveOneOut(lambda).get(0, 0);
                    return all;
                })
                .join();
        assertThat(Arrays.copyOf(alone, p)).isEqualTo(got);
        assertThat(alone[p]).isEqualTo(ridge.leaveOneOut(lambda).get(0, 0));
    }

    @Test
    void takesMoreColumnsThanRows() {
        double[][] cells = {{1, 2, 3, 1}, {2, 1, 0, 2}};
        Ridge ridge = Ridge.of(new Table(cells, 3, new double[] {1, 1}));
        Ridge.Solution s = ridge.solve(1);
        // The centred rows are +-d/2 for one direction d = (1, -1, -3), |d|^2 = 11: b = d (11/2 + 1)^-1 / 2.
        assertThat(s.coefficients().data())
                .usingComparatorWithPrecision(1e-14)
                .containsExactly(.5 / 6.5, -.5 / 6.5, -1.5 / 6.5);
        Ridge origin = Ridge.throughOrigin(new Table(new double[][] {{3, 6}}, 1, new double[] {1}));
        assertThat(origin.solve(9).coefficients().data()[0]).isCloseTo(1, within(1e-15));
        assertThat(origin.solve(9).intercepts()).containsExactly(0);
    }

    @Test
    void saysWhatItCannotTake() {
        Table t = collinear(false);
        assertThatThrownBy(() -> Ridge.of(new Table(t.cells, 4, new double[30])))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("rows with a weight");
        assertThatThrownBy(() -> Ridge.of(new Table(t.cells, 6, t.weights)))
                .hasMessageContaining("at least one column and one response");
        assertThatThrownBy(() -> Ridge.of(t).solve(-1)).hasMessageContaining("at least 0, got -1.0");
        Ridge point = Ridge.of(Matrix.ofRows(new double[] {1}, new double[] {2}), Matrix.zeros(2, 1));
        assertThatThrownBy(() -> point.best(0)).hasMessageContaining("no penalty has a finite leave-one-out error");
    }
}
