package dev.tilde.rnn;

import dev.tilde.data.DataException;
import dev.tilde.json.Json;
import dev.tilde.model.SavedField;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * How rows are cut into sequences: the part of a formula behind {@code |}. Immutable.
 *
 * <table>
 * <caption>Forms</caption>
 * <tr><th>written</th><th>means</th></tr>
 * <tr><td>{@code y ~ x | id}</td><td>one sequence for each id, in the order of a date column or of the rows</td></tr>
 * <tr><td>{@code y ~ x | a:b}</td><td>one for each combination</td></tr>
 * <tr><td>{@code y ~ x | by(id) + order(date) + window(24) + horizon(6)}</td><td>all of it in words</td></tr>
 * <tr><td>{@code y ~ x}</td><td>one sequence</td></tr>
 * <tr><td>{@code y ~ x | by(id) + order(row, col)}</td><td>one grid for each id, read by a network of two dimensions;
 *     one of a single dimension sorts by row, then col</td></tr>
 * </table>
 *
 * <p>What the formula says and what options say must be the same where both say something.
 *
 * @param by columns whose values, crossed, tell the sequences apart; empty for one sequence
 * @param order columns that sort the rows of a sequence; empty for a date column if there is one, else the rows' order
 * @param window steps of a training window; 0 for max(32, 4 x the longest lag) of one series and max(256, 4 x the longest
 *     lag) of a panel. A sequence up to twice as long stays whole. The first steps of a window, as many as the longest lag and
 *     at most a quarter, are not scored, since its state starts from 0. It never shortens a prediction
 * @param horizon how many steps each row predicts, its own the first: {@code horizon(h)} is
 *     {@code lead(y, 0:(h-1))}; at least 1
 * @param pattern whether a row or a sequence has a response
 * @param calendar the regular steps of the order column, once learned
 * @param statics columns that do not vary inside a sequence, once learned
 * @param axes the steps of rows and columns where two columns of order span grids, once learned; empty for sequences
 */
public record SequenceSpec(
        List<String> by,
        List<String> order,
        int window,
        int horizon,
        Pattern pattern,
        Optional<Calendar> calendar,
        List<String> statics,
        Optional<GridAxes> axes) {
    /** One sequence, in the order of a date column or of the rows. */
    public static final SequenceSpec DEFAULTS =
            new SequenceSpec(List.of(), List.of(), 0, 1, Pattern.AUTO, Optional.empty(), List.of(), Optional.empty());

    /** What has a response. */
    public enum Pattern {
        /** {@link #LAST} where the response does not vary inside sequences and nothing speaks against it, else each. */
        AUTO,
        /** Every row: {@code each(y)}. */
        EACH,
        /** The sequence as a whole, on its last row: {@code last(y)}. */
        LAST
    }

    /** @throws IllegalArgumentException if a column is named twice or a number is out of range */
    public SequenceSpec {
        Needed.given(pattern, "the pattern", "Pattern.AUTO");
        by = different("by", by);
        order = different("order", order);
        statics = List.copyOf(statics);
        if (window < 0) {
            throw new IllegalArgumentException("window must be 1 or more steps, not " + window);
        }
        if (axes.isPresent() && order.size() != 2) {
            throw new IllegalArgumentException(
                    "a grid is sorted by two columns, its rows and columns, not by " + order);
        }
        if (horizon < 1) {
            throw new IllegalArgumentException("horizon must be 1 or more steps, not " + horizon);
        }
    }

    private static List<String> different(String what, List<String> columns) {
        columns.forEach(c -> Needed.given(c, "a column of " + what, "\"id\""));
        if (Set.copyOf(columns).size() < columns.size()) {
            throw new IllegalArgumentException("a column is named twice in " + what + ": " + columns);
        }
        return List.copyOf(columns);
    }

    /** The same with other columns that tell the sequences apart. */
    public SequenceSpec by(String... columns) {
        return new SequenceSpec(Arrays.asList(columns), order, window, horizon, pattern, calendar, statics, axes);
    }

    /** The same with other columns that sort the rows of a sequence. */
    public SequenceSpec order(String... columns) {
        return new SequenceSpec(
                by, Arrays.asList(columns), window, horizon, pattern, calendar, statics, Optional.empty());
    }

    /** The same with another training window. */
    public SequenceSpec window(int steps) {
        return new SequenceSpec(by, order, steps, horizon, pattern, calendar, statics, axes);
    }

    /** The same with another horizon. */
    public SequenceSpec horizon(int steps) {
        return new SequenceSpec(by, order, window, steps, pattern, calendar, statics, axes);
    }

    /** The same with another pattern. */
    public SequenceSpec pattern(Pattern other) {
        return new SequenceSpec(by, order, window, horizon, other, calendar, statics, axes);
    }

    /** The same on grids, or on sequences. */
    SequenceSpec axes(Optional<GridAxes> other) {
        return new SequenceSpec(by, order, window, horizon, pattern, calendar, statics, other);
    }

    /** Whether each sequence is a grid. */
    public boolean isGrid() {
        return axes.isPresent();
    }

    SequenceSpec learned(List<String> sorted, Pattern found, Optional<Calendar> steps, List<String> constant) {
        return new SequenceSpec(by, sorted, window, horizon, found, steps, constant, Optional.empty());
    }

    /**
     * What a formula and options say together.
     *
     * @throws IllegalArgumentException where both say something and not the same
     */
    SequenceSpec and(SequenceSpec options) {
        return new SequenceSpec(
                agreed("by", by, options.by, List.of()),
                agreed("order", order, options.order, List.of()),
                agreed("window", window, options.window, 0),
                agreed("horizon", horizon, options.horizon, 1),
                agreed("pattern", pattern, options.pattern, Pattern.AUTO),
                calendar,
                statics,
                axes);
    }

    private static <T> T agreed(String what, T formula, T options, T unsaid) {
        if (options.equals(unsaid) || options.equals(formula)) {
            return formula;
        }
        if (!formula.equals(unsaid)) {
            throw new IllegalArgumentException("the formula has " + what + " " + words(formula) + ", the options have "
                    + words(options) + "; say it once, or the same");
        }
        return options;
    }

    private static String words(Object said) {
        return said instanceof Pattern p ? p.name().toLowerCase(Locale.ROOT) : said.toString();
    }

    /** Everything, as a file can hold it. */
    public Json toJson() {
        return Json.object(
                "by", Json.of(by),
                "order", Json.of(order),
                "window", Json.of((double) window),
                "horizon", Json.of((double) horizon),
                "pattern", Json.of(pattern.name().toLowerCase(Locale.ROOT)),
                "calendar", calendar.map(Calendar::toJson).orElse(Json.none()),
                "statics", Json.of(statics),
                "axes", axes.map(GridAxes::toJson).orElse(Json.none()));
    }

    /**
     * Reads what {@link #toJson} wrote.
     *
     * @throws DataException if it is damaged
     */
    public static SequenceSpec fromJson(Json json) {
        SavedField s = new SavedField(json, "sequences");
        try {
            return new SequenceSpec(
                    s.get("by").texts(),
                    s.get("order").texts(),
                    s.get("window").whole(),
                    s.get("horizon").whole(),
                    Pattern.valueOf(s.get("pattern").text().toUpperCase(Locale.ROOT)),
                    s.get("calendar").isNull()
                            ? Optional.empty()
                            : Optional.of(Calendar.fromJson(s.get("calendar").value())),
                    s.get("statics").texts(),
                    s.has("axes") ? Optional.of(GridAxes.fromJson(s.get("axes"))) : Optional.empty());
        } catch (IllegalArgumentException e) {
            throw s.wrong("a sequence part");
        }
    }
}
