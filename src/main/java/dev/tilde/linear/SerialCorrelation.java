package dev.tilde.linear;

import dev.tilde.linalg.Matrix;
import dev.tilde.linear.Checks.ChiSquaredTest;
import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;

/** What is known exactly of the order of residuals: the distribution of d, and the test of Ljung and Box. */
final class SerialCorrelation {
    /** Multiplications of one determinant above which the exact distribution is not computed. */
    private static final double MOST = 2e6;

    private SerialCorrelation() {}

    /**
     * The test of Ljung and Box: n(n + 2) times the sum of rho_j&sup2; / (n - j) over lags 1 to q, chi-squared with q degrees of
     * freedom. R: {@code Box.test(type = "Ljung-Box")}. Source: Ljung and Box (1978), Biometrika 65(2), 297-303.
     */
    static ChiSquaredTest ljungBox(Residuals r, int lags) {
        int n = r.n();
        if (r.perfect() || lags < 1 || lags >= n) {
            return ChiSquaredTest.NONE;
        }
        double mean = Arrays.stream(r.raw()).sum() / n;
        double[] e = Arrays.stream(r.raw()).map(v -> v - mean).toArray();
        double sum = 0;
        for (int j = 1; j <= lags; j++) {
            double product = 0;
            for (int i = j; i < n; i++) {
                product += e[i] * e[i - j];
            }
            double rho = product / Checks.squares(e);
            sum += rho * rho / (n - j);
        }
        return ChiSquaredTest.of(n * (n + 2.0) * sum, lags);
    }

    /**
     * The probability of a d of Durbin and Watson below the one observed, without correlation and with normal errors: the p of
     * positive correlation. R: {@code lmtest::dwtest(exact = TRUE)}.
     *
     * <p>With N orthonormal beside X, A the second-difference matrix and normal z, P(d &lt; d0) = P(z'N'(A - d0 I)N z &lt; 0). The
     * moment generating function is M(s) = det(N'BN)^(-1/2), B = I - 2 s (A - d0 I), and det(N'BN) = det(B) det(U'B^-1 U) with U
     * orthonormal in X, so a tridiagonal solve gives it in n p&sup2; steps. P is the integral of M(s) / s along the line through
     * its saddle point, which keeps the relative digits of small P. Sources: Imhof (1961), Biometrika 48, 419-426; Ansley, Kohn and
     * Shively (1992), Journal of Econometrics 54, 277-300.
     *
     * @return NaN for a perfect fit, fewer than three rows, or n p&sup2; beyond 2e6
     */
    static double durbinWatsonBelow(Residuals r, double d) {
        int n = r.n();
        if (r.perfect() || n < 3 || n * Math.pow(r.p() + 1, 2) > MOST) {
            return Double.NaN;
        }
        Generating m = new Generating(r.space().q(), d);
        double largest = 2 - 2 * Math.cos(Math.PI * (n - 1) / n);
        if (d >= largest || d <= 0) {
            return d <= 0 ? 0 : 1;
        }
        boolean low = d < 2;
        double end = low ? -1 / (2 * d) : 1 / (2 * (largest - d));
        double tail = tail(m, end);
        if (tail > 0.9) {
            low = !low;
            tail = tail(m, low ? -1 / (2 * d) : 1 / (2 * (largest - d)));
        }
        return low ? tail : 1 - tail;
    }

    /** The probability on the side where s has the sign of {@code end}, which s must not reach. */
    private static double tail(Generating m, double end) {
        DoubleUnaryOperator exponent = u -> m.log(end * u, 0)[0] - Math.log(Math.abs(end) * u);
        double u = lowest(exponent);
        double c = end * u;
        double peak = exponent.applyAsDouble(u);
        double step = 1e-3 * Math.min(u, 1 - u);
        double curvature =
                (exponent.applyAsDouble(u + step) - 2 * peak + exponent.applyAsDouble(u - step)) / (step * step);
        double width = Math.abs(end) / Math.sqrt(Math.max(curvature, 1));
        double before = Double.NaN;
        double sum = 0;
        for (int halving = 0; halving < 6; halving++) {
            before = sum;
            sum = along(m, c, peak, width, 0.2 / (1 << halving));
            if (Math.abs(sum - before) <= 1e-11 * Math.abs(sum)) {
                break;
            }
        }
        return Math.min(1, sum * Math.exp(peak));
    }

    /** 1 / pi times the integral of Re M(s) |c| / (s c) e^-peak over s = c + i t, t = width sinh(x), by the trapezoidal rule. */
    private static double along(Generating m, double c, double peak, double width, double h) {
        double sum = 0;
        int quiet = 0;
        for (int k = 0; quiet < 8 && k * h < 30; k++) {
            double t = width * Math.sinh(k * h);
            double[] log = m.log(c, t);
            double size = Math.exp(log[0] - peak) * width * Math.cosh(k * h);
            double angle = log[1];
            double re = Math.abs(c) * Math.cos(angle) + Math.signum(c) * t * Math.sin(angle);
            sum += (k == 0 ? 0.5 : 1) * size * re / (c * c + t * t);
            quiet = size / Math.hypot(c, t) < 1e-17 * Math.abs(sum) ? quiet + 1 : 0;
        }
        return sum * h / Math.PI;
    }

    /** Where a convex function on (0, 1) is least, by golden section. */
    private static double lowest(DoubleUnaryOperator f) {
        double ratio = (Math.sqrt(5) - 1) / 2;
        double a = 1e-6;
        double b = 1 - 1e-6;
        while (b - a > 1e-4) {
            double left = b - ratio * (b - a);
            double right = a + ratio * (b - a);
            if (f.applyAsDouble(left) < f.applyAsDouble(right)) {
                b = right;
            } else {
                a = left;
            }
        }
        return (a + b) / 2;
    }

    /** The logarithm of M(s) for complex s, its branch followed from s = 0: all pivots keep a positive real part. */
    private record Generating(Matrix q, double d) {
        double[] log(double re, double im) {
            int n = q.rows();
            int p = q.columns();
            // B has 1 + 2 s d - 2 s a on its diagonal, a = 1 at the ends and 2 between, and 2 s beside it.
            Complex s = new Complex(2 * re, 2 * im);
            Complex end = Complex.ONE.plus(s.times(d - 1));
            Complex inner = Complex.ONE.plus(s.times(d - 2));
            Complex[] pivots = new Complex[n];
            Complex log = Complex.ZERO;
            for (int i = 0; i < n; i++) {
                Complex own = i == 0 || i == n - 1 ? end : inner;
                pivots[i] = i == 0 ? own : own.minus(s.times(s).over(pivots[i - 1]));
                log = log.plus(pivots[i].log());
            }
            Complex[][] solved = new Complex[p][];
            for (int j = 0; j < p; j++) {
                solved[j] = solve(pivots, s, q.column(j));
            }
            Complex[][] g = new Complex[p][p];
            for (int j = 0; j < p; j++) {
                double[] u = q.column(j);
                for (int k = 0; k < p; k++) {
                    double a = 0;
                    double b = 0;
                    for (int i = 0; i < n; i++) {
                        a += u[i] * solved[k][i].re();
                        b += u[i] * solved[k][i].im();
                    }
                    g[j][k] = new Complex(a, b);
                }
            }
            for (int k = 0; k < p; k++) {
                log = log.plus(g[k][k].log());
                for (int i = k + 1; i < p; i++) {
                    Complex f = g[i][k].over(g[k][k]);
                    for (int j = k + 1; j < p; j++) {
                        g[i][j] = g[i][j].minus(f.times(g[k][j]));
                    }
                }
            }
            return new double[] {-log.re() / 2, -log.im() / 2};
        }

        private static Complex[] solve(Complex[] pivots, Complex beside, double[] u) {
            int n = u.length;
            Complex[] z = new Complex[n];
            for (int i = 0; i < n; i++) {
                z[i] = new Complex(u[i], 0);
                z[i] = i == 0 ? z[i] : z[i].minus(beside.over(pivots[i - 1]).times(z[i - 1]));
            }
            for (int i = n - 1; i >= 0; i--) {
                z[i] = (i == n - 1 ? z[i] : z[i].minus(beside.times(z[i + 1]))).over(pivots[i]);
            }
            return z;
        }
    }

    private record Complex(double re, double im) {
        static final Complex ZERO = new Complex(0, 0);
        static final Complex ONE = new Complex(1, 0);

        Complex plus(Complex o) {
            return new Complex(re + o.re, im + o.im);
        }

        Complex minus(Complex o) {
            return new Complex(re - o.re, im - o.im);
        }

        Complex times(double f) {
            return new Complex(re * f, im * f);
        }

        Complex times(Complex o) {
            return new Complex(re * o.re - im * o.im, re * o.im + im * o.re);
        }

        Complex over(Complex o) {
            double size = o.re * o.re + o.im * o.im;
            return new Complex((re * o.re + im * o.im) / size, (im * o.re - re * o.im) / size);
        }

        Complex log() {
            return new Complex(Math.log(Math.hypot(re, im)), Math.atan2(im, re));
        }
    }
}
