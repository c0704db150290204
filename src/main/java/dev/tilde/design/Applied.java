package dev.tilde.design;

import dev.tilde.data.ColumnBlock;

/** A function on its arguments. */
record Applied(Transform transform, Operands operands) implements Bound.Values {
    @Override
    public double[][] of(ColumnBlock block) {
        double[][] out = new double[transform.suffixes().size()][block.rows()];
        try {
            transform.apply(operands.columns(block), block.rows(), out);
        } catch (IllegalArgumentException e) {
            throw operands.blame(e, block.firstRow());
        }
        return out;
    }

    /** The derivative of each column, given those of the arguments. */
    double[][] slopes(ColumnBlock block, double[][] arguments) {
        double[][] out = new double[transform.suffixes().size()][block.rows()];
        try {
            ((DifferentiableTransform) transform).derive(operands.columns(block), arguments, block.rows(), out);
        } catch (IllegalArgumentException e) {
            throw operands.blame(e, block.firstRow());
        }
        return out;
    }
}
