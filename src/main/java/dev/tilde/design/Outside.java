package dev.tilde.design;

import dev.tilde.formula.Conventions.Reading;
import dev.tilde.formula.FormulaException.Kind;
import dev.tilde.text.Decimals;
import java.util.List;
import java.util.Locale;

/** What a spline is beyond its outermost knots: {@code outside="linear"} and so on, in Tilde's conventions. */
enum Outside {
    /** An error that names the row. */
    ERROR,
    /** Straight on with the value and the slope at the boundary. */
    LINEAR,
    /** The value at the boundary. */
    CLIP,
    /** Missing. */
    NA,
    /** The polynomial of the outermost interval; R's {@code bs}. */
    TAYLOR;

    /** The choice of a call; each engine knows one. */
    static Outside of(Arguments args, Outside r, Outside patsy) {
        Reading reading = args.conventions().reading();
        if (reading != Reading.STRICT) {
            return reading == Reading.R ? r : patsy;
        }
        return args.choice("outside", -1, List.of("error", "linear", "clip", "na", "taylor"))
                .map(word -> valueOf(word.toUpperCase(Locale.ROOT)))
                .orElse(ERROR);
    }

    /** The refusal of a value. */
    Misfit refuse(double x, int row, double lower, double upper, Reading reading) {
        return Misfit.at(
                row,
                Kind.OUT_OF_BOUNDS,
                0,
                "is " + Decimals.shortest(x) + ", outside the knots " + Decimals.shortest(lower) + " to "
                        + Decimals.shortest(upper) + ",",
                reading == Reading.STRICT
                        ? "outside=\"linear\", \"clip\", \"na\" or \"taylor\" goes on beyond them."
                        : "");
    }
}
