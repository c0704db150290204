package dev.tilde.linear;

import dev.tilde.design.CodedTerm;
import dev.tilde.design.Companion.Recoding;
import dev.tilde.design.Side;
import dev.tilde.linalg.DoubleDouble;
import dev.tilde.linalg.LevelRows;
import java.util.ArrayList;
import java.util.List;

/**
 * A block of coded columns, told in the over-complete basis: column {@code start + offsets[k] + touched.offset} is the
 * sum over cells of touched.weight times the product {@code numerics[k]} in the cell.
 *
 * @param block the columns
 * @param factors the categorical factors of the whole term, in whose cells its sums are
 * @param numerics the products of numeric columns, by number
 * @param offsets where in the block the columns of each product begin
 * @param widths columns of each part of the block
 * @param start the first column
 */
record Placed(
        CodedTerm.Block block,
        List<Integer> factors,
        List<Integer> numerics,
        List<Integer> offsets,
        List<Integer> widths,
        int start) {
    /** A column that has a weight other than 0 in a cell. */
    record Touched(int offset, double weight) {}

    /** What a block without factors has in every cell. */
    private static final List<Touched> ALL = List.of(new Touched(0, 1));

    static Placed of(Basis basis, CodedTerm term, CodedTerm.Block block, int start) {
        List<Integer> factors = new ArrayList<>();
        term.blocks()
                .forEach(b -> b.parts().forEach(part -> {
                    if (part.coding().isPresent()) {
                        factors.add(part.factor());
                    }
                }));
        List<Integer> numerics = basis.numerics(
                block.parts().stream().map(CodedTerm.Part::factor).toList());
        List<Integer> widths = block.parts().stream()
                .map(part ->
                        part.coding().isPresent() ? part.coding().get().rows().columns() : basis.width(part.factor()))
                .toList();
        List<Integer> offsets = new ArrayList<>(List.of(0));
        int stride = 1;
        for (int k = 0; k < widths.size(); k++) {
            if (block.parts().get(k).coding().isEmpty()) {
                List<Integer> more = new ArrayList<>();
                for (int c = 0; c < widths.get(k); c++) {
                    for (int o : offsets) {
                        more.add(o + c * stride);
                    }
                }
                offsets = more;
            }
            stride *= widths.get(k);
        }
        return new Placed(block, Basis.union(factors, List.of()), numerics, offsets, widths, start);
    }

    /** All blocks of columns of some predictors. */
    static List<Placed> all(Basis basis, Side predictors) {
        List<Placed> placed = new ArrayList<>();
        for (CodedTerm term : predictors.terms()) {
            int at = term.start();
            for (CodedTerm.Block block : term.blocks()) {
                placed.add(of(basis, term, block, at));
                at += block.columns();
            }
        }
        return placed;
    }

    /** The constant 1 as a column. */
    static Placed one(int start) {
        CodedTerm.Block block = new CodedTerm.Block(List.of(), 1);
        return new Placed(block, List.of(), List.of(Basis.ONE), List.of(0), List.of(), start);
    }

    /** The columns that have product k in some cell. */
    List<Integer> columnsOf(int k) {
        List<Integer> columns = new ArrayList<>(List.of(start + offsets.get(k)));
        int stride = 1;
        for (int part = 0; part < widths.size(); part++) {
            if (block.parts().get(part).coding().isPresent()) {
                List<Integer> more = new ArrayList<>();
                for (int c = 0; c < widths.get(part); c++) {
                    for (int column : columns) {
                        more.add(column + c * stride);
                    }
                }
                columns = more;
            }
            stride *= widths.get(part);
        }
        return columns;
    }

    /** Notes by what each column without a factor was shifted. */
    void shifts(CrossProducts numeric, DoubleDouble[] shift) {
        boolean pure = block.parts().stream().allMatch(part -> part.coding().isEmpty());
        for (int k = 0; pure && k < numerics.size(); k++) {
            shift[start + offsets.get(k)] = DoubleDouble.of(numeric.shift(numerics.get(k)));
        }
    }

    /**
     * The columns that a cell touches.
     *
     * @param cells of a superset of the factors
     * @param levels for each code its level
     */
    List<Touched> touched(Cells cells, int cell, Recoding levels) {
        List<Touched> touched = ALL;
        if (factors.isEmpty()) {
            return touched;
        }
        int stride = 1;
        for (int k = 0; k < widths.size(); k++) {
            CodedTerm.Part part = block.parts().get(k);
            if (part.coding().isPresent()) {
                LevelRows coding = part.coding().get().rows();
                int code = cells.code(cell, cells.factors().indexOf(part.factor()));
                int level = levels.of(part.factor())[code];
                List<Touched> more = new ArrayList<>();
                boolean single = level >= 0 && coding instanceof LevelRows.Indicators;
                int first = single ? ((LevelRows.Indicators) coding).column(level) : 0;
                int end = single ? first + 1 : widths.get(k);
                for (int c = first; level >= 0 && c >= 0 && c < end; c++) {
                    double w = coding.get(level, c);
                    if (w != 0) {
                        for (Touched t : touched) {
                            more.add(new Touched(t.offset() + c * stride, t.weight() * w));
                        }
                    }
                }
                touched = more;
            }
            stride *= widths.get(k);
        }
        return touched;
    }
}
