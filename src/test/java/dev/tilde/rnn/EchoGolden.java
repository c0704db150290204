package dev.tilde.rnn;

import dev.tilde.json.Json;
import dev.tilde.linalg.Matrix;
import dev.tilde.linalg.MatrixBlock;
import dev.tilde.linalg.Ridge;
import dev.tilde.linalg.SparseMatrix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Compares the reservoir and its readout with a file of expected numbers made by torch 1.13 in double precision. */
final class EchoGolden {
    private static final double STATES = 1e-12;
    private static final double WEIGHTS = 1e-6;
    private static final double PREDICTIONS = 1e-8;

    private final Json file;
    private final List<String> failures = new ArrayList<>();

    private EchoGolden(Json file) {
        this.file = file;
    }

    /** Whether this is one of the files that {@link #check} knows. */
    static boolean knows(Json file) {
        return file.get("spec").get("cell") instanceof Json.Str s && s.value().startsWith("esn");
    }

    /** What differs by more than the tolerance; empty when all is well. */
    static List<String> check(Json file) {
        EchoGolden golden = new EchoGolden(file);
        if (file.get("closed_loop") instanceof Json.Obj) {
            golden.closedLoop();
        } else {
            golden.oneStep();
        }
        return golden.failures;
    }

    private void oneStep() {
        double[] u = numbers(file.get("u"));
        double[] y = numbers(file.get("y"));
        Reservoir r = reservoir();
        double ridge = number("ridge");
        int washout = (int) number("washout");
        EchoState options = EchoState.DEFAULTS
                .washout(washout)
                .readout(EchoState.Readout.LINEAR)
                .ridges(ridge);
        EchoFit centred = fit(options, r, u, y);
        EchoStates rows = EchoStates.of(options.washout(0), r, data(r, u, y), () -> false);
        int steps = rows.rows();
        double[] states = new double[steps * r.units];
        double[] z = new double[rows.columns()];
        for (int t = 0; t < steps; t++) {
            rows.features(t, z);
            System.arraycopy(z, r.inputs, states, t * r.units, r.units);
        }
        compare("states", states, STATES);
        compare("Wout_c", byRow(centred.coefficients), WEIGHTS);
        compare("b_c", centred.intercepts, WEIGHTS);
        Matrix wout = penalised(rows, washout, ridge);
        compare("Wout", byRow(wout), WEIGHTS);
        double[] predicted = new double[y.length];
        for (int t = 0; t < steps; t++) {
            rows.features(t, z);
            for (int o = 0; o < r.outputs; o++) {
                double sum = wout.get(0, o);
                for (int j = 0; j < z.length; j++) {
                    sum += wout.get(j + 1, o) * z[j];
                }
                predicted[t * r.outputs + o] = sum;
            }
        }
        compare("pred", predicted, PREDICTIONS);
    }

    private void closedLoop() {
        double[] u = numbers(file.get("u"));
        int washout = (int) number("washout");
        Reservoir r = reservoir();
        int n = r.inputs;
        int ahead = numbers(file.get("closed_loop")).length / n;
        int train = u.length / n - ahead;
        double[] history = Arrays.copyOf(u, train * n);
        double[] target = Arrays.copyOfRange(u, n, (train + 1) * n);
        EchoState options = EchoState.DEFAULTS
                .washout(washout)
                .readout(EchoState.Readout.LINEAR)
                .ridges(number("ridge"))
                .guard(EchoState.Guard.OFF);
        EchoStates rows = EchoStates.of(options.washout(0), r, data(r, history, target), () -> false);
        Matrix wout = penalised(rows, washout, number("ridge"));
        compare("Wout", byRow(wout), WEIGHTS);
        double[] intercepts = new double[n];
        Matrix b = Matrix.zeros(wout.rows() - 1, n);
        for (int o = 0; o < n; o++) {
            intercepts[o] = wout.get(0, o);
            for (int j = 0; j < b.rows(); j++) {
                b.set(j, o, wout.get(j + 1, o));
            }
        }
        EchoFit fit = new EchoFit(options, r, number("ridge"), intercepts, b, EchoGuard.off(n));
        EchoRun run = fit.start();
        for (int t = 0; t < train - 1; t++) {
            run.step(Arrays.copyOfRange(u, t * n, (t + 1) * n));
        }
        run.observe(u, (train - 1) * n);
        double[] on = run.closedLoop(ahead, (last, k, into) -> System.arraycopy(last, 0, into, 0, n));
        compare("closed_loop", on, PREDICTIONS);
    }

    private static EchoSequences data(Reservoir r, double[] u, double[] y) {
        double[] ones = new double[y.length / r.outputs];
        Arrays.fill(ones, 1);
        return new EchoSequences(r.inputs, r.outputs, new double[][] {u}, new double[][] {y}, new double[][] {ones});
    }

    private static EchoFit fit(EchoState options, Reservoir r, double[] u, double[] y) {
        return EchoFit.of(options, r, data(r, u, y), () -> false);
    }

    /** The readout with a penalty on the intercept too: a column of ones, nothing centred. */
    private static Matrix penalised(EchoStates rows, int washout, double ridge) {
        Ridge.Solution s = Ridge.throughOrigin(new Ridge.Rows() {
                    @Override
                    public int rows() {
                        return rows.rows() - washout;
                    }

                    @Override
                    public int columns() {
                        return rows.columns() + 1;
                    }

                    @Override
                    public int responses() {
                        return rows.responses();
                    }

                    @Override
                    public void read(int row, double[] into) {
                        double[] plain = new double[rows.columns() + rows.responses()];
                        rows.read(row + washout, plain);
                        into[0] = 1;
                        System.arraycopy(plain, 0, into, 1, plain.length);
                    }
                })
                .solve(ridge);
        return s.coefficients();
    }

    /** The numbers as a file has them. */
    private static double[] byRow(Matrix m) {
        double[] out = new double[m.rows() * m.columns()];
        for (int k = 0; k < out.length; k++) {
            out[k] = m.get(k / m.columns(), k % m.columns());
        }
        return out;
    }

    private Reservoir reservoir() {
        Json params = file.get("params");
        int units = (int) ((Json.Num) params.get("W").get("shape").items().get(0)).value();
        double[] w = numbers(params.get("W"));
        Matrix dense = Matrix.zeros(units, units);
        for (int k = 0; k < w.length; k++) {
            dense.set(k / units, k % units, w[k]);
        }
        double[] input = numbers(params.get("Win"));
        return new Reservoir(
                input.length / units - 1,
                Golden.shape(file.get("Wout"))[1],
                SparseMatrix.of(units, List.of(new MatrixBlock.Dense(dense))),
                input,
                new double[0],
                number("leak"));
    }

    private double number(String key) {
        return ((Json.Num) file.get("spec").get(key)).value();
    }

    private static double[] numbers(Json array) {
        return array.get("data").items().stream()
                .mapToDouble(v -> ((Json.Num) v).value())
                .toArray();
    }

    private void compare(String what, double[] got, double tolerance) {
        double[] want = numbers(file.get(what));
        if (got.length != want.length) {
            failures.add(what + ": " + got.length + " numbers, expected " + want.length);
            return;
        }
        double largest = Arrays.stream(want).map(Math::abs).max().orElse(0);
        for (int k = 0; k < want.length; k++) {
            double off = Math.abs(got[k] - want[k]);
            if (!(off <= tolerance * Math.max(1, Math.max(Math.abs(want[k]), tolerance == WEIGHTS ? largest : 0)))) {
                failures.add(what + "[" + k + "]: " + got[k] + ", expected " + want[k]);
                return;
            }
        }
    }
}
