package dev.tilde.rnn;

import static dev.tilde.formula.Expressions.call;
import static dev.tilde.formula.Expressions.interaction;
import static dev.tilde.formula.Expressions.name;
import static dev.tilde.formula.Expressions.number;

import dev.tilde.data.DataException;
import dev.tilde.data.Dataset;
import dev.tilde.data.Schema;
import dev.tilde.design.DesignOptions;
import dev.tilde.formula.Formula;
import dev.tilde.formula.Node;
import dev.tilde.text.Decimals;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * The formula for a series by itself, and why it is that one:
 *
 * <ul>
 *   <li>the logarithm, if all values are positive, or the square root, if some are 0 and none is negative;
 *   <li>the difference over a period, if it has more than one step;
 *   <li>then the first difference, if the autocorrelation at lag 1 is above 0.9;
 *   <li>lags 1 to period + 1 of the result, or 1 to 9 without a period; of a short series no more than a third of what
 *       the differences leave, and of one with gaps no more than half of its longest stretch without one.
 * </ul>
 *
 * <p>The autocorrelation is {@code sum (z_t - m)(z_{t-1} - m) / sum (z_t - m)^2}, R's {@code acf}.
 *
 * <pre>{@code
 * SeriesRecipe recipe = SeriesRecipe.of(Tilde.dataset("AirPassengers"), "passengers", 12);
 * recipe.formula();          // diff(log(passengers), 12) ~ lag(diff(log(passengers), 12), 1:13)
 * recipe.fit().forecast(24);
 * }</pre>
 */
public final class SeriesRecipe {
    /** Eight gated recurrent units, three restarts averaged, trained again on all rows. */
    public static final RnnRegression MODEL = RnnRegression.DEFAULTS
            .hidden(8)
            .training(Training.DEFAULTS.restarts(3).refit(true));

    private static final double TRENDING = 0.9;
    private static final int LAGS = 9;
    /** Fewer values than this after the differences are not fitted. */
    private static final int FEWEST = 6;

    private final Formula formula;
    private final List<String> choices;
    private final Dataset data;

    private SeriesRecipe(Formula formula, List<String> choices, Dataset data) {
        this.formula = formula;
        this.choices = List.copyOf(choices);
        this.data = data;
    }

    /**
     * Looks at a column. Its rows are sorted by a date column if there is one; months, days and so on that are missing
     * in between count as missing values.
     *
     * @param column of numbers; NaN where one is missing, which the model fills by its own predictions
     *     once as many in a row are there as its lags read
     * @param period steps of a season, 12 for months of a year; 1 for none
     * @throws IllegalArgumentException if the period is below 1
     * @throws DataException if there is no such column, it does not hold numbers, one of them is infinite, there are not
     *     two seasons, or less than six values are left after the differences
     */
    public static SeriesRecipe of(Dataset data, String column, int period) {
        Needed.argument(data, "data");
        Needed.argument(column, "column");
        if (period < 1) {
            throw new IllegalArgumentException("the period must be 1 or more steps, got " + period);
        }
        Dataset series = data.select(columns(data, column));
        Columns table = Columns.of(series.source(), c -> true);
        if (table.rows() == 0) {
            throw problem(data, column, "there are no rows");
        }
        Panel panel = Panel.of(table, SequenceSpec.DEFAULTS, false, true);
        return new Choosing(data, column, period, panel.columns().numbers(table.find(column))).recipe(series);
    }

    private static List<String> columns(Dataset data, String column) {
        double[] values = data.numbers(column);
        List<String> columns = new ArrayList<>();
        for (Schema.Column c : data.schema().columns()) {
            boolean date = c.kind() == Schema.Kind.DATE || c.kind() == Schema.Kind.DATE_TIME;
            if (c.name().equals(column) && c.kind() != Schema.Kind.NUMBER && c.kind() != Schema.Kind.INTEGER) {
                throw problem(data, column, column + " is " + c.kind().label() + ", a series is of numbers");
            }
            if (date || c.name().equals(column)) {
                columns.add(c.name());
            }
        }
        for (int i = 0; i < values.length; i++) {
            if (Double.isInfinite(values[i])) {
                String text = column + " is " + (values[i] > 0 ? "Inf" : "-Inf") + " in row " + (i + 1)
                        + "; a series may miss values, but not be infinite";
                throw new DataException(text, data.name(), i, column);
            }
        }
        return columns;
    }

    private static DataException problem(Dataset data, String column, String message) {
        return new DataException(message, data.name(), -1, column);
    }

    /** What was chosen: the formula. */
    public Formula formula() {
        return formula;
    }

    /** Each choice with the number it rests on, in sentences. */
    public List<String> choices() {
        return choices;
    }

    /** Fits it by {@link #MODEL}. */
    public RnnFit fit() {
        return fit(MODEL);
    }

    /** Fits it by another model. The choices are among the notes of the fit. */
    public RnnFit fit(RnnRegression model) {
        return new Fitting(model, formula, data.source(), DesignOptions.DEFAULTS, Progress.SILENT, null, 0)
                .saying(choices)
                .fit();
    }

    /** The formula, and a line for each choice. */
    @Override
    public String toString() {
        return formula.source() + "\n  " + String.join("\n  ", choices);
    }

    /** One choice after the other, with the series as it then is. */
    private static final class Choosing {
        private final Dataset data;
        private final String column;
        private final int period;
        private final List<String> choices = new ArrayList<>();
        private double[] z;
        private Node node;

        Choosing(Dataset data, String column, int period, double[] values) {
            this.data = data;
            this.column = column;
            this.period = period;
            this.z = values;
            this.node = name(column);
        }

        SeriesRecipe recipe(Dataset series) {
            int n = z.length;
            if (period > n / 2) {
                throw problem(
                        data,
                        column,
                        "a period of " + period + " steps needs two of them, " + 2L * period + " values; " + column
                                + " has " + n + ". A period of 1 stands for no season");
            }
            logarithm();
            season();
            trend();
            int left = (int) Arrays.stream(z).filter(v -> !Double.isNaN(v)).count();
            if (left < FEWEST) {
                throw problem(
                        data,
                        column,
                        column + " is too short: " + n + " values, of which " + left + " are left as " + text() + "; "
                                + FEWEST + " are needed");
            }
            int lags = lags(left);
            Node right = call("lag", node, lags == 1 ? number(1) : interaction(number(1), number(lags)));
            return new SeriesRecipe(Formula.of(node, right), choices, series);
        }

        private String text() {
            return Formula.of(null, node).text(node);
        }

        private void logarithm() {
            double least = Arrays.stream(z).filter(v -> !Double.isNaN(v)).min().orElse(Double.NaN);
            if (least > 0) {
                choices.add(
                        "log(): all values of " + text() + " are positive, the least is " + Decimals.shortest(least));
                z = Arrays.stream(z).map(StrictMath::log).toArray();
                node = call("log", node);
            } else if (least == 0) {
                choices.add("sqrt(): values of " + text() + " are 0, none is negative");
                z = Arrays.stream(z).map(Math::sqrt).toArray();
                node = call("sqrt", node);
            } else if (least < 0) {
                choices.add("no log(): the least value of " + text() + " is " + Decimals.shortest(least));
            }
        }

        private void season() {
            if (period == 1) {
                choices.add("no difference over a season: the period is 1");
                return;
            }
            choices.add("diff(, " + period + "): the period is " + period);
            z = changes(period);
            node = call("diff", node, number(period));
        }

        private void trend() {
            double r = LjungBox.of(List.of(z), 1).first();
            String said = Double.isNaN(r)
                    ? text() + " does not vary"
                    : String.format(Locale.ROOT, "the autocorrelation of %s at lag 1 is %.2f, ", text(), r)
                            + (r > TRENDING ? "above " : "not above ")
                            + TRENDING;
            if (r > TRENDING) {
                z = changes(1);
                node = call("diff", node);
            }
            choices.add((r > TRENDING ? "diff(): " : "no first difference: ") + said);
        }

        private int lags(int left) {
            int wanted = period > 1 ? period + 1 : LAGS;
            int run = longestRun();
            int most = run < left ? Math.max(1, Math.min(left / 3, run / 2)) : left / 3;
            int lags = Math.min(wanted, most);
            String why = lags == wanted
                    ? period > 1 ? "the period and one more" : "without a period"
                    : (lags == left / 3
                                    ? "a third of the " + left + " values that are left"
                                    : "half of the " + run + " values in a row that are known")
                            + ", where " + wanted + " would be usual";
            choices.add((lags == 1 ? "lag 1: " : "lags 1 to " + lags + ": ") + why);
            return lags;
        }

        private int longestRun() {
            int longest = 0;
            int run = 0;
            for (double v : z) {
                run = Double.isNaN(v) ? 0 : run + 1;
                longest = Math.max(longest, run);
            }
            return longest;
        }

        private double[] changes(int back) {
            double[] d = new double[z.length - back];
            Arrays.setAll(d, i -> z[i + back] - z[i]);
            return d;
        }
    }
}
