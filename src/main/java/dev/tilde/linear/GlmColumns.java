package dev.tilde.linear;

import dev.tilde.design.Side;
import java.util.ArrayList;
import java.util.List;

/**
 * The coded columns of some predictors on the rows of a {@link GlmSystem}: themselves, or X b, which adds from a table
 * with a number for each cell where a column is made of factors.
 */
final class GlmColumns {
    private final GlmSystem system;
    private final List<Placed> placed;
    private final int count;

    /** What writes eta = X b + offset of a block. */
    interface Predictor {
        void of(int block, double[] eta);
    }

    GlmColumns(GlmSystem system, Side predictors) {
        this.system = system;
        this.placed = Placed.all(system.basis(), predictors);
        this.count = predictors.columns().size();
    }

    /** X b + offset; to be used while a block is in the cache. */
    Predictor predictor(double[] b) {
        List<Placed> inCells = new ArrayList<>();
        List<double[][]> tables = new ArrayList<>();
        List<Integer> plain = new ArrayList<>();
        List<Double> factor = new ArrayList<>();
        for (Placed p : placed) {
            if (!p.factors().isEmpty()) {
                inCells.add(p);
                tables.add(table(p, b));
                continue;
            }
            for (int j = 0; j < p.numerics().size(); j++) {
                plain.add(p.numerics().get(j));
                factor.add(b[p.start() + p.offsets().get(j)]);
            }
        }
        return (k, eta) -> {
            GlmRows.Block block = system.blocks().get(k);
            System.arraycopy(block.offset, 0, eta, 0, block.n);
            int at = 0;
            for (; at + 4 <= plain.size(); at += 4) {
                addFour(block.z, plain.subList(at, at + 4), factor.subList(at, at + 4), eta);
            }
            for (; at < plain.size(); at++) {
                add(block.z[plain.get(at)], factor.get(at), eta);
            }
            for (int q = 0; q < inCells.size(); q++) {
                add(inCells.get(q), tables.get(q), k, eta);
            }
        };
    }

    private static void add(double[] z, double f, double[] eta) {
        for (int i = 0; i < eta.length; i++) {
            eta[i] += f * z[i];
        }
    }

    /** Four at once, so that eta is loaded and stored once. */
    private static void addFour(double[][] z, List<Integer> columns, List<Double> factors, double[] eta) {
        double[] za = z[columns.get(0)];
        double[] zb = z[columns.get(1)];
        double[] zc = z[columns.get(2)];
        double[] zd = z[columns.get(3)];
        double a = factors.get(0);
        double b = factors.get(1);
        double c = factors.get(2);
        double d = factors.get(3);
        for (int i = 0; i < eta.length; i++) {
            eta[i] = (((eta[i] + a * za[i]) + b * zb[i]) + c * zc[i]) + d * zd[i];
        }
    }

    /** For each product of a block of columns and each cell the coefficient of the product there. */
    private double[][] table(Placed p, double[] b) {
        double[][] table = new double[p.numerics().size()][];
        Cells cells = system.cells(p);
        for (int j = 0; j < table.length; j++) {
            table[j] = new double[cells.count()];
        }
        for (int c = 0; c < cells.count(); c++) {
            for (Placed.Touched t : p.touched(cells, c, system.levels())) {
                for (int j = 0; j < table.length; j++) {
                    table[j][c] += t.weight() * b[p.start() + p.offsets().get(j) + t.offset()];
                }
            }
        }
        return table;
    }

    private void add(Placed p, double[][] table, int k, double[] eta) {
        int[] own = system.cell(k, p);
        for (int j = 0; j < table.length; j++) {
            double[] z = system.blocks().get(k).z[p.numerics().get(j)];
            double[] f = table[j];
            for (int i = 0; i < eta.length; i++) {
                eta[i] += f[own[i]] * z[i];
            }
        }
    }

    /** The coded columns of a block, p arrays of its rows. */
    double[][] of(int k) {
        GlmRows.Block block = system.blocks().get(k);
        double[][] x = new double[count][block.n];
        for (Placed p : placed) {
            boolean plain = p.factors().isEmpty();
            Cells cells = plain ? null : system.cells(p);
            List<List<Placed.Touched>> touched = new ArrayList<>();
            for (int c = 0; cells != null && c < cells.count(); c++) {
                touched.add(p.touched(cells, c, system.levels()));
            }
            for (int j = 0; j < p.numerics().size(); j++) {
                double[] z = block.z[p.numerics().get(j)];
                int at = p.start() + p.offsets().get(j);
                if (plain) {
                    System.arraycopy(z, 0, x[at], 0, block.n);
                } else {
                    int[] own = system.cell(k, p);
                    for (int i = 0; i < block.n; i++) {
                        for (Placed.Touched t : touched.get(own[i])) {
                            x[at + t.offset()][i] += t.weight() * z[i];
                        }
                    }
                }
            }
        }
        return x;
    }
}
