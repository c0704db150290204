package dev.tilde.design;

import dev.tilde.formula.Conventions.Reading;
import dev.tilde.json.Json;
import java.util.List;

/**
 * Cubic regression splines with their knots known; see {@link CubicRegression}.
 *
 * @param knots all of them, ascending
 * @param cyclic whether the ends meet; there is one function less then
 * @param f second derivatives at the knots from the values there
 * @param turn what the functions are multiplied by, a row for each; empty for nothing
 * @param outside what happens beyond the bounds unless cyclic
 */
record CubicBasis(
        List<Double> knots,
        boolean cyclic,
        List<List<Double>> f,
        List<List<Double>> turn,
        Outside outside,
        Reading reading,
        List<String> suffixes)
        implements StorableTransform, DifferentiableTransform {
    CubicBasis {
        knots = List.copyOf(knots);
        f = List.copyOf(f);
        turn = List.copyOf(turn);
        suffixes = List.copyOf(suffixes);
    }

    CubicBasis turned(List<List<Double>> by, List<String> names) {
        return new CubicBasis(knots, cyclic, f, by, outside, reading, names);
    }

    @Override
    public void apply(double[][] arguments, int rows, double[][] out) {
        double[] k = Vectors.array(knots);
        double[][] second = Vectors.arrays(f);
        double[][] q = Vectors.arrays(turn);
        double lower = k[0];
        double upper = k[k.length - 1];
        double[] row = new double[second.length];
        for (int i = 0; i < rows; i++) {
            double x = arguments[0][i];
            boolean beyond = x < lower || x > upper;
            if (beyond && !cyclic && outside == Outside.ERROR) {
                throw outside.refuse(x, i, lower, upper, reading);
            }
            if (Double.isNaN(x) || beyond && !cyclic && outside == Outside.NA) {
                for (double[] column : out) {
                    column[i] = Double.NaN;
                }
                continue;
            }
            if (beyond && cyclic) {
                x = x > upper ? lower + (x - upper) % (upper - lower) : upper - (lower - x) % (upper - lower);
            } else if (beyond && outside == Outside.CLIP) {
                x = x < lower ? lower : upper;
            }
            row(x, k, second, row);
            for (int c = 0; c < out.length; c++) {
                double v = q.length == 0 ? row[c] : 0;
                for (int j = 0; j < q.length; j++) {
                    v += row[j] * q[j][c];
                }
                out[c][i] = v;
            }
        }
    }

    @Override
    public void derive(double[][] arguments, double[][] slopes, int rows, double[][] out) {
        double[] k = Vectors.array(knots);
        double[][] second = Vectors.arrays(f);
        double[][] q = Vectors.arrays(turn);
        double lower = k[0];
        double upper = k[k.length - 1];
        double[] row = new double[second.length];
        for (int i = 0; i < rows; i++) {
            double x = arguments[0][i];
            boolean beyond = x < lower || x > upper;
            if (beyond && !cyclic && outside == Outside.ERROR) {
                throw outside.refuse(x, i, lower, upper, reading);
            }
            double slope = slopes[0][i];
            if (Double.isNaN(x) || beyond && !cyclic && outside == Outside.NA) {
                slope = Double.NaN;
                x = lower;
            } else if (beyond && cyclic) {
                x = x > upper ? lower + (x - upper) % (upper - lower) : upper - (lower - x) % (upper - lower);
            } else if (beyond && outside == Outside.CLIP) {
                slope *= 0;
            }
            slopes(x, k, second, row);
            for (int c = 0; c < out.length; c++) {
                double v = q.length == 0 ? row[c] : 0;
                for (int j = 0; j < q.length; j++) {
                    v += row[j] * q[j][c];
                }
                out[c][i] = v * slope;
            }
        }
    }

    /** The derivatives of {@link #row}. */
    private void slopes(double x, double[] k, double[][] second, double[] row) {
        int j = 0;
        while (j < k.length - 2 && x > k[j + 1]) {
            j++;
        }
        double h = k[j + 1] - k[j];
        double a = k[j + 1] - x;
        double b = x - k[j];
        boolean on = outside == Outside.TAYLOR && !cyclic;
        double ca = h / 6 - (on || x <= k[k.length - 1] ? a * a / (2 * h) : 0);
        double cb = (on || x >= k[0] ? b * b / (2 * h) : 0) - h / 6;
        int next = cyclic ? (j + 1) % row.length : j + 1;
        for (int c = 0; c < row.length; c++) {
            row[c] = ca * second[j][c] + cb * second[next][c];
        }
        row[j] -= 1 / h;
        row[next] += 1 / h;
    }

    private void row(double x, double[] k, double[][] second, double[] row) {
        int j = 0;
        while (j < k.length - 2 && x > k[j + 1]) {
            j++;
        }
        double h = k[j + 1] - k[j];
        double a = k[j + 1] - x;
        double b = x - k[j];
        // Beyond the knots the cubic part stays away unless it is to go on, and the line with the slope there remains.
        boolean on = outside == Outside.TAYLOR && !cyclic;
        double ca = (on || x <= k[k.length - 1] ? a * a * a / (6 * h) : 0) - h * a / 6;
        double cb = (on || x >= k[0] ? b * b * b / (6 * h) : 0) - h * b / 6;
        int next = cyclic ? (j + 1) % row.length : j + 1;
        for (int c = 0; c < row.length; c++) {
            row[c] = ca * second[j][c] + cb * second[next][c];
        }
        row[j] += a / h;
        row[next] += b / h;
    }

    /** Second derivatives of the natural spline at its knots; 0 at both ends. */
    static double[][] natural(double[] k) {
        int m = k.length;
        double[][] b = new double[m - 2][m - 2];
        double[][] d = new double[m - 2][m];
        for (int i = 0; i < m - 2; i++) {
            double h = k[i + 1] - k[i];
            double next = k[i + 2] - k[i + 1];
            b[i][i] = (h + next) / 3;
            if (i + 1 < m - 2) {
                b[i][i + 1] = next / 6;
                b[i + 1][i] = next / 6;
            }
            d[i][i] = 1 / h;
            d[i][i + 1] = -1 / h - 1 / next;
            d[i][i + 2] = 1 / next;
        }
        double[][] inner = solve(b, d);
        double[][] f = new double[m][m];
        System.arraycopy(inner, 0, f, 1, m - 2);
        return f;
    }

    /**
     * Second derivatives of the cyclic spline at its knots but the last, which is the first.
     *
     * @param overwrite whether, with one or two functions, of two entries that fall on one place the later one wins, as
     *     in patsy; else they add up
     */
    static double[][] cyclic(double[] k, boolean overwrite) {
        int n = k.length - 1;
        double[][] b = new double[n][n];
        double[][] d = new double[n][n];
        for (int i = 0; i < n; i++) {
            int before = (i + n - 1) % n;
            double h = k[before + 1] - k[before];
            double next = k[i + 1] - k[i];
            put(b, i, i, (h + next) / 3, overwrite);
            put(d, i, i, -1 / h - 1 / next, overwrite);
            put(b, i, before, h / 6, overwrite);
            put(b, before, i, h / 6, overwrite);
            put(d, i, before, 1 / h, overwrite);
            put(d, before, i, 1 / h, overwrite);
        }
        return solve(b, d);
    }

    private static void put(double[][] m, int i, int j, double v, boolean overwrite) {
        m[i][j] = overwrite ? v : m[i][j] + v;
    }

    /** Solves {@code B X = D} in place; B is dominated by its diagonal, so no row has to move. */
    private static double[][] solve(double[][] b, double[][] d) {
        int n = b.length;
        for (int p = 0; p < n; p++) {
            for (int i = p + 1; i < n; i++) {
                double factor = b[i][p] / b[p][p];
                if (factor != 0) {
                    subtract(b[i], b[p], factor);
                    subtract(d[i], d[p], factor);
                }
            }
        }
        for (int p = n - 1; p >= 0; p--) {
            for (int j = p + 1; j < n; j++) {
                subtract(d[p], d[j], b[p][j]);
            }
            for (int c = 0; c < d[p].length; c++) {
                d[p][c] /= b[p][p];
            }
        }
        return d;
    }

    private static void subtract(double[] row, double[] other, double factor) {
        for (int c = 0; c < row.length; c++) {
            row[c] -= factor * other[c];
        }
    }

    @Override
    public String type() {
        return "cubic-spline";
    }

    @Override
    public Json json() {
        return Json.object(
                "knots", Saved.of(knots),
                "cyclic", Json.of(cyclic),
                "second", Saved.rows(f),
                "turn", Saved.rows(turn),
                "outside", Saved.of(outside),
                "reading", Saved.of(reading),
                "suffixes", Json.of(suffixes));
    }

    static CubicBasis of(Saved s) {
        List<Double> knots = s.get("knots").ascending();
        if (knots.size() < 2 || knots.stream().distinct().count() < knots.size()) {
            throw s.get("knots").wrong("two or more different numbers");
        }
        boolean cyclic = s.get("cyclic").truth();
        int functions = cyclic ? knots.size() - 1 : knots.size();
        List<String> suffixes = s.get("suffixes").texts();
        List<List<Double>> turn =
                s.get("turn").items().isEmpty() ? List.of() : s.get("turn").rows(functions, suffixes.size());
        if (turn.isEmpty() && functions != suffixes.size()) {
            throw s.get("suffixes").wrong(functions + " strings");
        }
        return new CubicBasis(
                knots,
                cyclic,
                s.get("second").rows(functions, functions),
                turn,
                s.get("outside").choice(Outside.values()),
                s.get("reading").choice(Reading.values()),
                suffixes);
    }
}
