package dev.tilde.rnn;

import dev.tilde.formula.FormulaException;
import dev.tilde.formula.FormulaException.Kind;
import dev.tilde.formula.Span;

/** Networks over two dimensions. */
final class Grids {
    private Grids() {}

    /** The columns of the grids; 0 for a structure of one dimension. */
    static int columns(Sequences rows, Structure structure) {
        if (!structure.kind().isGrid()) {
            return 0;
        }
        String text = rows.layout().formula().source();
        throw new FormulaException(
                Kind.UNSUPPORTED, "grids are not supported yet", "", text, new Span(0, text.length()));
    }
}
