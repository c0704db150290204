package dev.tilde.linalg;

import java.util.Arrays;
import java.util.Comparator;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * The spectral radius of a square matrix: the largest modulus of its eigenvalues, complex ones included. Matrices of up
 * to 150 rows are taken whole; for larger sparse ones an Arnoldi process with implicit restarts finds the outermost
 * eigenvalues from products alone, and what it cannot settle (very many eigenvalues of one modulus) is taken whole after
 * all, at a cost of about 10n&sup3;. The result is within 1e-8 of itself unless the eigenvalue is defective or nearly so,
 * where any method loses digits. Source: Sorensen (1992), doi:10.1137/0613025. NumPy:
 * {@code abs(numpy.linalg.eigvals(a)).max()}.
 */
public final class SpectralRadius {
    private static final int WHOLE = 150;
    private static final int KEPT = 32;
    private static final int SPACE = 96;
    private static final int MOST_RESTARTS = 120;
    private static final double TOLERANCE = 1e-11;

    private final SparseMatrix a;
    private final int n;
    /** The basis, and after it the direction of the residual. */
    private final double[][] basis;

    private final double[][] h = new double[SPACE][SPACE];
    private double residual;

    private SpectralRadius(SparseMatrix a) {
        this.a = a;
        this.n = a.rows();
        this.basis = new double[SPACE + 1][n];
    }

    /**
     * Of a sparse matrix.
     *
     * @return 0 for a matrix without rows
     * @throws IllegalArgumentException if the matrix is not square or holds a number that is not finite
     */
    public static double of(SparseMatrix a) {
        check(a.rows(), a.columns(), a.values());
        if (a.rows() > WHOLE) {
            OptionalDouble radius = new SpectralRadius(a).outermost();
            if (radius.isPresent()) {
                return radius.getAsDouble();
            }
        }
        return of(a.dense());
    }

    /**
     * Of a dense matrix.
     *
     * @return 0 for a matrix without rows
     * @throws IllegalArgumentException if the matrix is not square or holds a number that is not finite
     */
    public static double of(Matrix a) {
        check(a.rows(), a.columns(), a.data());
        boolean[] gone = new boolean[a.rows()];
        double largest = isolated(a, gone);
        int[] kept = IntStream.range(0, gone.length).filter(i -> !gone[i]).toArray();
        double[][] rows = new double[kept.length][kept.length];
        for (int i = 0; i < kept.length; i++) {
            for (int j = 0; j < kept.length; j++) {
                rows[i][j] = a.get(kept[i], kept[j]);
            }
        }
        Hessenberg.reduce(rows);
        double[][] all = Hessenberg.eigenvalues(rows);
        for (int k = 0; k < rows.length; k++) {
            largest = Math.max(largest, Math.hypot(all[0][k], all[1][k]));
        }
        return largest;
    }

    /**
     * Marks rows that among those left are zero off the diagonal, and columns, as long as there are some: there the
     * diagonal is an eigenvalue. Many zeros of a sparse matrix are such ones; as a defective eigenvalue of all of it they
     * would be rounding that QR steps may not settle. The permuting part of balancing: Parlett and Reinsch (1969),
     * doi:10.1007/BF02165404.
     *
     * @return the largest modulus of these eigenvalues
     */
    private static double isolated(Matrix a, boolean[] gone) {
        int n = gone.length;
        double largest = 0;
        for (boolean found = true; found; ) {
            found = false;
            for (int i = 0; i < n; i++) {
                if (!gone[i] && (isAlone(a, i, gone, true) || isAlone(a, i, gone, false))) {
                    gone[i] = true;
                    found = true;
                    largest = Math.max(largest, Math.abs(a.get(i, i)));
                }
            }
        }
        return largest;
    }

    private static boolean isAlone(Matrix a, int i, boolean[] gone, boolean row) {
        for (int j = 0; j < gone.length; j++) {
            if (j != i && !gone[j] && (row ? a.get(i, j) : a.get(j, i)) != 0) {
                return false;
            }
        }
        return true;
    }

    private static void check(int rows, int columns, double[] values) {
        if (rows != columns) {
            throw new IllegalArgumentException("eigenvalues need a square matrix, got " + rows + " x " + columns);
        }
        for (double v : values) {
            if (!Double.isFinite(v)) {
                throw new IllegalArgumentException("eigenvalues need finite numbers, got " + v);
            }
        }
    }

    /** Empty when the restarts do not settle it. */
    private OptionalDouble outermost() {
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < n; i++) {
            basis[0][i] = random.nextDouble(-1, 1);
        }
        double norm = Math.sqrt(Rank4.dot(basis[0], basis[0], 0, n));
        scale(basis[0], 1 / norm);
        int size = 0;
        for (int restart = 0; restart < MOST_RESTARTS; restart++) {
            int reached = expand(size);
            double[][] ritz = Hessenberg.eigenvalues(part(reached));
            int[] order = IntStream.range(0, reached)
                    .boxed()
                    .sorted(Comparator.comparingDouble(k -> -Math.hypot(ritz[0][k], ritz[1][k])))
                    .mapToInt(k -> k)
                    .toArray();
            double radius = Math.hypot(ritz[0][order[0]], ritz[1][order[0]]);
            if (reached < SPACE
                    || residual * lastComponent(ritz[0][order[0]], ritz[1][order[0]]) <= TOLERANCE * radius) {
                return OptionalDouble.of(radius);
            }
            size = restart(ritz, order);
        }
        return OptionalDouble.empty();
    }

    private double[][] part(int size) {
        return Arrays.stream(h, 0, size).map(row -> Arrays.copyOf(row, size)).toArray(double[][]::new);
    }

    /** Arnoldi steps from a basis of {@code size} + 1 vectors on; the size reached, below SPACE when it is invariant. */
    private int expand(int size) {
        double largest = 0;
        for (double v : a.values()) {
            largest = Math.max(largest, Math.abs(v));
        }
        for (int j = size; j < SPACE; j++) {
            double[] w = a.times(basis[j]);
            for (int i = 0; i <= j; i++) {
                h[i][j] = 0;
            }
            for (int pass = 0; pass < 2; pass++) {
                for (int i = 0; i <= j; i++) {
                    double c = Rank4.dot(basis[i], w, 0, n);
                    Rank4.add(w, -c, basis[i], 0, n);
                    h[i][j] += c;
                }
            }
            residual = Math.sqrt(Rank4.dot(w, w, 0, n));
            if (residual <= 0x1p-50 * largest) {
                return j + 1;
            }
            scale(w, 1 / residual);
            basis[j + 1] = w;
            if (j + 1 < SPACE) {
                h[j + 1][j] = residual;
            }
        }
        return SPACE;
    }

    private static void scale(double[] x, double f) {
        for (int i = 0; i < x.length; i++) {
            x[i] *= f;
        }
    }

    /**
     * The last component of the unit eigenvector of h for an eigenvalue: backwards from a last component of 1 along the
     * rows of h - theta I.
     */
    private double lastComponent(double re, double im) {
        double[] x = new double[SPACE];
        double[] y = new double[SPACE];
        double last = 1;
        x[SPACE - 1] = 1;
        for (int i = SPACE - 1; i > 0; i--) {
            double sumX = -re * x[i] + im * y[i];
            double sumY = -re * y[i] - im * x[i];
            for (int j = i; j < SPACE; j++) {
                sumX += h[i][j] * x[j];
                sumY += h[i][j] * y[j];
            }
            double below = h[i][i - 1] == 0 ? 1e-300 : h[i][i - 1];
            x[i - 1] = -sumX / below;
            y[i - 1] = -sumY / below;
            double size = Math.hypot(x[i - 1], y[i - 1]);
            if (size > 1e100) {
                scale(x, 1 / size);
                scale(y, 1 / size);
                last /= size;
            }
        }
        double sum = 0;
        for (int i = 0; i < SPACE; i++) {
            sum += x[i] * x[i] + y[i] * y[i];
        }
        return last / Math.sqrt(sum);
    }

    /** Filters the unwanted eigenvalues out of the basis; the size of the one that is left. */
    private int restart(double[][] ritz, int[] order) {
        int keep = ritz[1][order[KEPT - 1]] > 0 ? KEPT + 1 : KEPT;
        int[] pairs =
                Arrays.stream(order, keep, SPACE).filter(k -> ritz[1][k] > 0).toArray();
        int[] reals =
                Arrays.stream(order, keep, SPACE).filter(k -> ritz[1][k] == 0).toArray();
        int odd = reals.length % 2;
        double[][] q = new double[SPACE][SPACE];
        for (int i = 0; i < SPACE; i++) {
            q[i][i] = 1;
        }
        for (int k : pairs) {
            Hessenberg.step(h, 0, SPACE - 1, 2 * ritz[0][k], ritz[0][k] * ritz[0][k] + ritz[1][k] * ritz[1][k], q);
        }
        for (int k = odd; k < reals.length; k += 2) {
            double s = ritz[0][reals[k]];
            double t = ritz[0][reals[k + 1]];
            Hessenberg.step(h, 0, SPACE - 1, s + t, s * t, q);
        }
        int size = SPACE - 2 * pairs.length - (reals.length - odd);
        double[][] turned = new double[size + 1][n];
        for (int j = 0; j <= size; j++) {
            Rank4.addRows(turned[j], q[j], basis, SPACE, 0, n);
        }
        double[] f = turned[size];
        scale(f, h[size][size - 1]);
        Rank4.add(f, residual * q[size - 1][SPACE - 1], basis[SPACE], 0, n);
        residual = Math.sqrt(Rank4.dot(f, f, 0, n));
        scale(f, 1 / residual);
        System.arraycopy(turned, 0, basis, 0, size + 1);
        for (int i = 0; i < SPACE; i++) {
            Arrays.fill(h[i], size, SPACE, 0);
        }
        h[size][size - 1] = residual;
        return size;
    }
}
