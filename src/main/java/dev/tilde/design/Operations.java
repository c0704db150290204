package dev.tilde.design;

import dev.tilde.data.Schema.Kind;
import dev.tilde.design.Bound.Numbers;
import dev.tilde.formula.Node.Op;
import java.util.Arrays;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;

/** Calculations row by row. */
final class Operations {
    private Operations() {}

    static Numbers constant(double value, Kind kind) {
        return Numbers.one(kind, block -> {
            double[] v = new double[block.rows()];
            Arrays.fill(v, value);
            return new double[][] {v};
        });
    }

    static double truth(double v) {
        return Double.isNaN(v) ? v : v != 0 ? 1 : 0;
    }

    static Numbers each(Numbers x, Kind kind, DoubleUnaryOperator f) {
        return new Numbers(kind, x.suffixes(), block -> {
            double[][] in = x.values().of(block);
            double[][] out = new double[in.length][block.rows()];
            for (int j = 0; j < in.length; j++) {
                for (int i = 0; i < out[j].length; i++) {
                    out[j][i] = f.applyAsDouble(in[j][i]);
                }
            }
            return out;
        });
    }

    static Numbers binary(Op op, Numbers left, Numbers right) {
        boolean logic = op == Op.AND || op == Op.OR;
        boolean whole = left.kind() != Kind.NUMBER && right.kind() != Kind.NUMBER && op != Op.NEST;
        Kind kind = logic || op.compares() ? Kind.BOOLEAN : whole ? Kind.INTEGER : Kind.NUMBER;
        DoubleBinaryOperator f = Arithmetic.of(op);
        return zip(
                logic ? each(left, Kind.BOOLEAN, Operations::truth) : left,
                logic ? each(right, Kind.BOOLEAN, Operations::truth) : right,
                kind,
                f);
    }

    private static Numbers zip(Numbers left, Numbers right, Kind kind, DoubleBinaryOperator f) {
        return Numbers.one(kind, block -> {
            double[] a = left.values().of(block)[0];
            double[] b = right.values().of(block)[0];
            double[] out = new double[block.rows()];
            for (int i = 0; i < out.length; i++) {
                out[i] = f.applyAsDouble(a[i], b[i]);
            }
            return new double[][] {out};
        });
    }
}
