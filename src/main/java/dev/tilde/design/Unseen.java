package dev.tilde.design;

import dev.tilde.text.Names;
import java.util.List;

/** What a level is that new rows have and the rows learned from had not. */
public enum Unseen {
    /** An error that names level, factor and row. */
    ERROR,
    /** A missing value. */
    NA,
    /** The level that {@code pool(x, ...)} keeps for rare ones; an error for a factor without it. */
    OTHER,
    /** The first level, or the one that a treatment coding names as its reference. */
    REFERENCE;

    /** The level of all rare ones together. */
    static final String POOL = "other";

    /** No level takes it: an error. */
    static final int NONE = -2;

    /** What there is to do about a level that no level takes, besides other rows. */
    String help(FactorInfo.Categorical factor) {
        return "Levels: " + Names.list(factor.levels(), 10) + "\n"
                + switch (this) {
                    case OTHER -> "None of them is for rare ones, as pool(x, 10) has it.";
                    case ERROR ->
                        "A fit with unseen(Unseen.NA), --unseen na, takes a new level as missing; REFERENCE and OTHER"
                                + " are there too.";
                    default -> "";
                };
    }

    /** The position among the levels of a factor where a level goes that was not learned; -1 = missing. */
    int place(FactorInfo.Categorical factor) {
        List<String> levels = factor.levels();
        return switch (this) {
            case ERROR -> NONE;
            case NA -> -1;
            case OTHER -> levels.contains(POOL) ? levels.indexOf(POOL) : NONE;
            case REFERENCE -> levels.isEmpty() ? NONE : Treatment.reference(factor.contrast(), levels);
        };
    }
}
