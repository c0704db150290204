package dev.tilde.linalg;

/**
 * The loops of a recurrent network over planes of one precision: products with a weight matrix, and functions of many
 * numbers at once. What the time loop of a cell says in terms of these runs in float and in double alike.
 *
 * <p>Every loop starts at 0 of arrays of their own and stores to one array: that is the form the compiler of JDK 17
 * turns into vector instructions. Products accumulate over the inner index ascending with fused multiply-adds, so
 * their bits depend neither on the machine's vector length nor on how the rows were cut into batches.
 *
 * <p>A plane of {@code rows x n} holds one row after the other. A weight matrix with {@code k} rows of {@code n}
 * numbers is an array of {@code k} planes. Several planes {@code c[0], c[1], ...} side by side stand for one matrix
 * whose row r is row r of each in turn: the gates of a cell. Lengths are not checked beyond what Java does.
 */
public abstract sealed class Kernels permits FloatKernels, DoubleKernels {
    Kernels() {}

    /** The kernels of a precision, with the products of {@link Engine#AUTO}. */
    public static Kernels of(Precision precision) {
        return of(precision, Engine.AUTO);
    }

    /**
     * The kernels of a precision, with the products of an engine.
     *
     * @throws IllegalStateException if the engine is not there; the message says what is missing
     * @throws IllegalArgumentException if the precision is double and the engine knows floats only
     */
    public static Kernels of(Precision precision, Engine engine) {
        if (precision == Precision.SINGLE) {
            return new FloatKernels(engine, Engines.products(engine));
        }
        if (engine == Engine.VECTOR || engine == Engine.BLAS) {
            throw new IllegalArgumentException("the engine " + engine.word()
                    + " computes in floats: leave it out where the network is in double precision, as with lbfgs");
        }
        return new DoubleKernels();
    }

    /** The precision of the planes these work on. */
    public abstract Precision precision();

    /** What was asked to compute the products; Java in double precision. */
    public Engine engine() {
        return Engine.JAVA;
    }

    /** A plane of zeros. */
    public abstract Plane plane(int length);

    /** {@code count} planes of zeros. */
    public Plane[] planes(int count, int length) {
        Plane[] out = new Plane[count];
        for (int i = 0; i < count; i++) {
            out[i] = plane(length);
        }
        return out;
    }

    // products

    /**
     * Says that this weight matrix stays as it is until it is said again, so that an engine may keep a copy in the form
     * it likes best. Products with the same array of planes then use that copy; without a word, the planes themselves.
     */
    public void settle(Plane[] b) {}

    /** Every row of the planes {@code c} side by side becomes the bias: {@code c[g][r, j] = bias[g n + j]}. */
    public abstract void spread(Plane[] c, int n, int rows, Plane bias);

    /**
     * C += A B. C is the planes {@code c} side by side, each rows x n; A the planes {@code a} side by side, each
     * rows x k; B has {@code a.length * k} rows of {@code c.length * n} numbers.
     */
    public abstract void multiply(Plane[] c, int n, int rows, Plane[] a, int k, Plane[] b);

    /**
     * C = bias + X V + H U, C being the planes {@code c} side by side, each rows x n: a step of a cell.
     *
     * @param x rows x v.length
     * @param h rows x u.length
     */
    public void affine(Plane[] c, int n, int rows, Plane bias, Plane x, Plane[] v, Plane h, Plane[] u) {
        spread(c, n, rows, bias);
        multiply(c, n, rows, new Plane[] {x}, v.length, v);
        multiply(c, n, rows, new Plane[] {h}, u.length, u);
    }

    /** Room for so many rows of {@link #pack}, in the form that {@link #outer} and {@link #addRows} take them. */
    public Plane[] packed(int rows, int width) {
        return planes(rows, width);
    }

    /** Rows of planes side by side, put together: {@code into[first + r] = (gates[0][r, .], gates[1][r, .], ...)}. */
    public abstract void pack(Plane[] into, int first, Plane[] gates, int n, int rows);

    /** D += A' G: {@code d[i][j] += sum_r a[r, i] g[r][j]}, a being rows x k and g {@link #packed}. */
    public abstract void outer(Plane[] d, Plane a, int k, int rows, Plane[] g);

    /** How many rows {@link #outer} is best given at once. */
    public int outerRows() {
        return Products.OUTER_ROWS;
    }

    /** {@code d[j] += sum_r g[r][j]}, g being {@link #packed}. */
    public abstract void addRows(Plane d, Plane[] g, int rows);

    /** {@code z[r, j] += p[j] x[r, j]}, planes of rows x n. */
    public abstract void addScaledColumns(Plane z, Plane p, Plane x, int n, int rows);

    /** {@code d[j] += sum_r x[r, j] y[r, j]}, planes of rows x n. */
    public abstract void addColumnProducts(Plane d, Plane x, Plane y, int n, int rows);

    /** {@code d[j] += sum_r x[r, j]}, x being rows x n. */
    public abstract void addColumns(Plane d, Plane x, int n, int rows);

    /** Row {@code r} of z (n wide) becomes 0. */
    public abstract void zeroRow(Plane z, int r, int n);

    /** Row {@code to} of z (n wide) becomes row {@code from} of x. */
    public abstract void copyRow(Plane z, int to, Plane x, int from, int n);

    /** Row {@code to} of z (n wide) gets row {@code from} of x added. */
    public abstract void addRow(Plane z, int to, Plane x, int from, int n);

    /** n numbers of x from {@code from} to z at {@code to}. */
    public abstract void copy(Plane z, int to, Plane x, int from, int n);

    /** {@code columns[i][o] = flat[from + o in + i]}: the columns of a row-major matrix of {@code in} columns. */
    public abstract void transpose(Plane[] columns, Plane flat, int from, int in);

    /** {@code flat[from + o in + i] += columns[i][o]}. */
    public abstract void addTransposed(Plane flat, int from, int in, Plane[] columns);

    // layer normalisation (Ba, Kiros, Hinton 2016): rows of n numbers

    /**
     * Each row standardised: {@code z = (x - mean) / sqrt(var + eps)} with the variance over n; {@code inverse[r]} is
     * one over the root.
     */
    public abstract void standardise(Plane z, Plane inverse, Plane x, int n, int rows, double eps);

    /** The gradient of {@link #standardise} with respect to x, given that with respect to z: written to dx. */
    public abstract void standardiseBack(Plane dx, Plane dz, Plane z, Plane inverse, int n, int rows);

    // functions of the first n numbers; z may be an operand

    /** z = 0. */
    public abstract void zero(Plane z, int n);

    /** z = x. */
    public abstract void copy(Plane z, Plane x, int n);

    /** z += x. */
    public abstract void add(Plane z, Plane x, int n);

    /** z += f x. */
    public abstract void addScaled(Plane z, double f, Plane x, int n);

    /** z *= f. */
    public abstract void scale(Plane z, double f, int n);

    /** z = x y. */
    public abstract void times(Plane z, Plane x, Plane y, int n);

    /** z += x y. */
    public abstract void addTimes(Plane z, Plane x, Plane y, int n);

    /** z = x (1 - y). */
    public abstract void timesComplement(Plane z, Plane x, Plane y, int n);

    /** z += x (1 - y). */
    public abstract void addTimesComplement(Plane z, Plane x, Plane y, int n);

    /** z = x - y. */
    public abstract void minus(Plane z, Plane x, Plane y, int n);

    /** z = (1 - g) x + g y. */
    public abstract void blend(Plane z, Plane g, Plane x, Plane y, int n);

    /** z = 1 / (1 + exp(-x)); in float a rational function, error below 2e-7. */
    public abstract void sigmoid(Plane z, Plane x, int n);

    /** z = tanh x; in float a rational function, error below 3e-7. */
    public abstract void tanh(Plane z, Plane x, int n);

    /** z = max(x, 0). */
    public abstract void relu(Plane z, Plane x, int n);

    /** z = d y (1 - y): through y = sigmoid. */
    public abstract void sigmoidBack(Plane z, Plane d, Plane y, int n);

    /** z = d (1 - y^2): through y = tanh. */
    public abstract void tanhBack(Plane z, Plane d, Plane y, int n);

    /** z += d (1 - y^2). */
    public abstract void addTanhBack(Plane z, Plane d, Plane y, int n);

    /** z = d where y > 0, else 0: through y = relu. */
    public abstract void reluBack(Plane z, Plane d, Plane y, int n);

    /** Whether every |x| is below the bound; NaN is not. */
    public abstract boolean isBelow(Plane x, double bound, int n);

    /** The sum of squares of x from {@code from}, in double, ascending. */
    public abstract double squares(Plane x, int from, int n);

    // optimisers

    /** z = a z + (1 - a) x. */
    public abstract void decay(Plane z, double a, Plane x, int n);

    /** z = a z + (1 - a) x^2. */
    public abstract void decaySquare(Plane z, double a, Plane x, int n);

    /** z += x^2. */
    public abstract void addSquare(Plane z, Plane x, int n);

    /** z = max(z, x). */
    public abstract void maximum(Plane z, Plane x, int n);

    /** p -= rate m / (sqrt(v c) + eps). */
    public abstract void rootStep(Plane p, double rate, Plane m, Plane v, double c, double eps, int n);

    /** z = x / (sqrt(v - u^2) + eps); u null for 0. */
    public abstract void rootQuotient(
            Plane z, Plane x, Plane v, @org.jspecify.annotations.Nullable Plane u, double eps, int n);
}
