package dev.tilde.design;

import dev.tilde.data.ColumnBlock;
import dev.tilde.design.Bound.Numbers;
import dev.tilde.formula.Formula;
import dev.tilde.formula.FormulaException;
import dev.tilde.formula.FormulaException.Kind;
import dev.tilde.formula.Node;
import java.util.List;

/**
 * The arguments of one call that are data.
 *
 * @param call the call
 * @param nodes their expressions
 * @param values their values; each has one column or several
 */
record Operands(Formula formula, Node call, List<Node> nodes, List<Numbers> values) {
    Operands {
        nodes = List.copyOf(nodes);
        values = List.copyOf(values);
    }

    List<List<String>> suffixes() {
        return values.stream().map(Numbers::suffixes).toList();
    }

    /** All columns side by side. */
    double[][] columns(ColumnBlock block) {
        return columns(values, block);
    }

    static double[][] columns(List<Numbers> values, ColumnBlock block) {
        if (values.size() == 1) {
            return values.get(0).values().of(block);
        }
        int width = values.stream().mapToInt(v -> v.suffixes().size()).sum();
        double[][] in = new double[width][];
        int at = 0;
        for (Numbers v : values) {
            for (double[] column : v.values().of(block)) {
                in[at++] = column;
            }
        }
        return in;
    }

    /** What a function says about its rows, with its place in the formula and in the data. */
    FormulaException blame(IllegalArgumentException e, long firstRow) {
        if (e instanceof FormulaException known) {
            return known;
        }
        if (!(e instanceof Misfit m)) {
            return new FormulaException(
                    Kind.BAD_ARGUMENT, String.valueOf(e.getMessage()), "", formula.source(), call.span());
        }
        Node node = argument(m.column());
        String where = m.row() < 0 ? "" : " in row " + (firstRow + m.row() + 1);
        return new FormulaException(
                m.kind(), formula.text(node) + " " + m.getMessage() + where, m.help(), formula.source(), node.span());
    }

    private Node argument(int column) {
        int last = 0;
        for (int k = 0; k < values.size(); k++) {
            last += values.get(k).suffixes().size();
            if (column < last) {
                return nodes.get(k);
            }
        }
        return call;
    }
}
