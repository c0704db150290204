package dev.tilde.linear;

import dev.tilde.linalg.Matrix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/*
 * M = sum_j (1 - |j| / (L + 1)) sum_t s_t s_(t-j)' with s = e z. With a_t = s_t / 2 + sum_(j >= 1) (1 - j / (L + 1)) s_(t-j)
 * it is the sum of s_t a_t' + a_t s_t', so each row costs one product and only L rows are remembered.
 */

/**
 * Covariance that holds when neighbouring rows go together.
 *
 * @param lag L; {@link #RULE} or {@link #AUTOMATIC}
 * @param adjusted whether it is multiplied by n / (n - r)
 */
record NeweyWest(int lag, boolean adjusted) implements Sandwich {
    /** L = floor(4 (n / 100)^(2/9)). */
    static final int RULE = -1;

    /** L from the rows by Newey and West (1994). */
    static final int AUTOMATIC = -2;

    @Override
    public String name() {
        String which = lag >= 0 ? " lag " + lag : lag == AUTOMATIC ? " automatic lag" : "";
        return "Newey-West" + which + (adjusted ? ", adjusted" : "");
    }

    @Override
    public String allowsFor() {
        return "unequal spread and neighbouring rows that go together";
    }

    @Override
    public Meat meat(LinearFit fit) {
        int most = lagOf(fit);
        Matrix m = Matrix.zeros(fit.rank(), fit.rank());
        RowKeys keys = RowKeys.of(fit);
        Window window = new Window(most, m);
        if (keys.areGiven()) {
            List<Long> rows = new ArrayList<>();
            List<double[]> scores = new ArrayList<>();
            Scores.read(fit, s -> {
                for (int k = 0; k < s.count(); k++) {
                    rows.add(s.rows()[k]);
                    scores.add(score(s, k));
                }
            });
            Integer[] order = new Integer[rows.size()];
            Arrays.setAll(order, i -> i);
            Comparator<Long> byKey = keys.comparator();
            Arrays.sort(order, (a, b) -> byKey.compare(rows.get(a), rows.get(b)));
            for (int i = 0; i < order.length; i++) {
                if (i > 0 && !keys.sameGroup(rows.get(order[i - 1]), rows.get(order[i]))) {
                    window.clear();
                }
                window.add(scores.get(order[i]));
            }
        } else {
            Scores.read(fit, s -> {
                for (int k = 0; k < s.count(); k++) {
                    window.add(score(s, k));
                }
            });
        }
        double n = fit.rows();
        double f = adjusted ? n / (n - fit.rank()) : 1;
        for (int i = 0; i < m.rows(); i++) {
            for (int j = i; j < m.columns(); j++) {
                double v = (m.get(i, j) + m.get(j, i)) * f;
                m.set(i, j, v);
                m.set(j, i, v);
            }
        }
        return new Meat(m, "lag " + most + (keys.areGiven() ? "" : ", rows in the order of the data"));
    }

    private static double[] score(Scores s, int k) {
        double[] score = new double[s.z()[k].length];
        for (int j = 0; j < score.length; j++) {
            score[j] = s.e()[k] * s.z()[k][j];
        }
        return score;
    }

    /** Sums of products with the L rows before. */
    private static final class Window {
        private final int most;
        private final Matrix sum;
        private final List<double[]> last = new ArrayList<>();
        private int next;

        Window(int most, Matrix sum) {
            this.most = most;
            this.sum = sum;
        }

        void clear() {
            last.clear();
            next = 0;
        }

        void add(double[] s) {
            double[] a = new double[s.length];
            for (int i = 0; i < a.length; i++) {
                a[i] = s[i] / 2;
            }
            for (int j = 1; j <= last.size(); j++) {
                double[] before = last.get(Math.floorMod(next - j, Math.max(1, most)));
                double w = 1 - j / (most + 1.0);
                for (int i = 0; i < a.length; i++) {
                    a[i] += w * before[i];
                }
            }
            for (int j = 0; j < s.length; j++) {
                for (int i = 0; i < s.length; i++) {
                    sum.set(i, j, sum.get(i, j) + s[i] * a[j]);
                }
            }
            if (last.size() < most) {
                last.add(s);
            } else if (most > 0) {
                last.set(next, s);
            }
            next = most == 0 ? 0 : (next + 1) % most;
        }
    }

    private int lagOf(LinearFit fit) {
        double n = fit.rows();
        int most = (int) Math.max(0, n - 1);
        if (lag >= 0) {
            return Math.min(lag, most);
        }
        double chosen = lag == RULE ? 4 * Math.pow(n / 100, 2 / 9.0) : bandwidth(fit);
        return (int) Math.min(most, Math.floor(chosen));
    }

    /**
     * 1.1447 (s1 / s0)^(2/3) n^(1/3) with s0 = c_0 + 2 sum c_j, s1 = 2 sum j c_j over j up to floor(4 (n / 100)^(2/9)), c_j
     * the autocovariances of sum_k e x_k over the columns but the intercept. R: {@code sandwich::bwNeweyWest(fit,
     * prewhite = 0)}. Source: Newey and West (1994), doi:10.2307/2297912.
     */
    static double bandwidth(LinearFit fit) {
        int n = Math.toIntExact(fit.rows());
        double[] series = new double[n];
        int intercept = fit.rank() > 1 ? fit.design().predictors().intercept().orElse(-1) : -1;
        RowKeys keys = RowKeys.of(fit);
        List<Long> rows = new ArrayList<>();
        Scores.read(fit, s -> {
            Matrix x = s.parts().predictors().matrix();
            double[] w = s.parts().roles().weights().orElse(null);
            for (int k = 0; k < s.count(); k++) {
                double root = w == null ? 1 : Math.sqrt(w[s.places()[k]]);
                double sum = 0;
                for (int j = 0; j < x.columns(); j++) {
                    boolean counts = j != intercept && fit.isEstimated(j);
                    sum += counts ? x.get(s.places()[k], j) : 0;
                }
                series[rows.size()] = s.e()[k] * root * sum;
                rows.add(s.rows()[k]);
            }
        });
        double[] sorted = series;
        if (keys.areGiven()) {
            Comparator<Long> byKey = keys.comparator();
            Integer[] order = new Integer[n];
            Arrays.setAll(order, i -> i);
            Arrays.sort(order, (a, b) -> byKey.compare(rows.get(a), rows.get(b)));
            sorted = Arrays.stream(order).mapToDouble(i -> series[i]).toArray();
        }
        int m = (int) Math.floor(4 * Math.pow(n / 100.0, 2 / 9.0));
        double s0 = 0;
        double s1 = 0;
        for (int j = 0; j <= Math.min(m, n - 1); j++) {
            double c = 0;
            for (int t = j; t < n; t++) {
                c += sorted[t] * sorted[t - j];
            }
            s0 += (j == 0 ? 1 : 2) * c / n;
            s1 += 2.0 * j * c / n;
        }
        return 1.1447 * Math.cbrt(s1 / s0 * (s1 / s0)) * Math.cbrt(n);
    }
}
