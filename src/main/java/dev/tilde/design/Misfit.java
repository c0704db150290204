package dev.tilde.design;

import dev.tilde.formula.FormulaException.Kind;

/**
 * Rows that a function cannot take. The function knows which argument and perhaps which row of a block is to blame;
 * where that stands in the formula and in the data is added by who called it.
 */
final class Misfit extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final Kind kind;
    private final String help;
    private final int column;
    private final int row;

    private Misfit(Kind kind, String problem, String help, int column, int row) {
        super(problem);
        this.kind = kind;
        this.help = help;
        this.column = column;
        this.row = row;
    }

    /**
     * All rows together are at fault.
     *
     * @param problem goes on after the text of the argument: "is constant"
     */
    static Misfit of(Kind kind, int column, String problem, String help) {
        return new Misfit(kind, problem, help, column, -1);
    }

    /** One row of a block is at fault; {@code problem} goes on after the text of the argument. */
    static Misfit at(int row, Kind kind, int column, String problem, String help) {
        return new Misfit(kind, problem, help, column, row);
    }

    Kind kind() {
        return kind;
    }

    String help() {
        return help;
    }

    /** Position among the columns of the arguments. */
    int column() {
        return column;
    }

    /** Row of the block, or -1. */
    int row() {
        return row;
    }
}
