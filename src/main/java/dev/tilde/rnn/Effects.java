package dev.tilde.rnn;

import dev.tilde.data.Dataset;
import dev.tilde.data.Schema;
import dev.tilde.report.Numbers;
import java.util.List;
import java.util.Locale;

/**
 * How predictions answer a change of one column at one step: impulse responses of a fitted sequence model. At origins
 * spread over the rows of the fit the column is changed in one row only, and the model goes on in closed loop from there
 * with the change and without it, so that what a lagged response hands on counts as well. The effect at lag k is the mean
 * over the origins of the difference of the two predictions k steps behind the change, on the scale of the data. Koop,
 * Pesaran and Potter (1996), doi:10.1016/0304-4076(95)01753-4, define it for nonlinear models; R: {@code vars::irf}.
 *
 * <p>A number is raised by its standard deviation over the rows, a truth or a factor set to each level instead of the
 * first. Where sequences have one response each, lags count back from the end of the sequence. The bounds are the least
 * and the largest effect of the networks of the restarts by themselves; they say how sure training is, not the data.
 */
public final class Effects {
    /**
     * One step behind a change.
     *
     * @param change as {@code +9.47} or {@code a to b}
     * @param response its name, on whose scale the effect is
     * @param lag steps behind the change; below 0 where the formula looks ahead. A response that is changed itself counts
     *     as observed, so that its own effect at lag 0 is 0
     * @param effect the mean difference of predictions
     * @param low the least of the restarts; NaN with one network only
     * @param high the largest of them
     */
    public record Step(String change, String response, int lag, double effect, double low, double high) {}

    private static final int SHOWN = 30;

    private final String column;
    private final int origins;
    private final List<Step> steps;

    Effects(String column, int origins, List<Step> steps) {
        this.column = column;
        this.origins = origins;
        this.steps = List.copyOf(steps);
    }

    /** The column that was changed. */
    public String column() {
        return column;
    }

    /** Over how many origins effects are means. */
    public int origins() {
        return origins;
    }

    /** Change by change, response by response, lag by lag. */
    public List<Step> steps() {
        return steps;
    }

    /** The steps as a data set: {@code change}, {@code response}, {@code lag}, {@code effect}, {@code low}, {@code high}. */
    public Dataset dataset() {
        return Dataset.named("effects")
                .with("change", steps.stream().map(Step::change).toArray(String[]::new))
                .with("response", steps.stream().map(Step::response).toArray(String[]::new))
                .with(
                        Schema.Column.of("lag", Schema.Kind.INTEGER),
                        steps.stream().mapToDouble(Step::lag).toArray())
                .with("effect", steps.stream().mapToDouble(Step::effect).toArray())
                .with("low", steps.stream().mapToDouble(Step::low).toArray())
                .with("high", steps.stream().mapToDouble(Step::high).toArray());
    }

    /** The first steps, in columns. */
    @Override
    public String toString() {
        StringBuilder out = new StringBuilder(column)
                .append(", mean of ")
                .append(Numbers.count(origins))
                .append(origins == 1 ? " origin\n" : " origins\n");
        for (Step s : steps.subList(0, Math.min(SHOWN, steps.size()))) {
            out.append(
                    String.format(Locale.ROOT, "%s, lag %d: %s %.4g", s.change(), s.lag(), s.response(), s.effect()));
            out.append(
                    Double.isNaN(s.low()) ? "\n" : String.format(Locale.ROOT, "  [%.4g, %.4g]\n", s.low(), s.high()));
        }
        if (steps.size() > SHOWN) {
            out.append("... ").append(steps.size() - SHOWN).append(" more\n");
        }
        return out.toString().strip();
    }
}
