package dev.tilde.rnn;

import dev.tilde.report.Numbers;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * How far the gradient of an output reaches back: {@code g_k = mean |d yhat_t / d s_{t-k}|} over a sample of sequences
 * and over restarts, both standardised, s the states of all layers together: h, and of an LSTM c. Of several responses
 * the norm is that of all derivatives together. Over a grid k counts rows and columns away, and of the cells that are so far
 * the root mean square is taken. Where the readout was never moved from zero, only the start has numbers. Bengio, Simard and Frasconi (1994), doi:10.1109/72.279181; Pascanu, Mikolov and Bengio
 * (2013), arXiv:1211.5063.
 *
 * @param trained g_0, g_1, ... of the fit; empty where its output does not depend on any state
 * @param start the same of a network with first values, which says what training had to work with; empty where there is
 *     no training by gradients
 * @param slope decades by which the gradient changes with each step back, of {@link #profile} as far as the memory goes,
 *     by least squares: negative where it fades
 * @param halfLife steps back in which it halves; infinite where it does not fade
 * @param memory the smallest k from which on g_k is below 1 % of g_0 in {@link #profile}; empty where the last is not so
 *     small
 * @param startMemory the same at the start
 * @param verdict in a word
 * @param why what a step back multiplies the gradient by, and what would carry further, in words; may be empty
 * @param clipped share of training steps whose gradient was clipped, over all epochs and restarts
 * @param units how many there are, restarts counted
 * @param dead how many of them are 0 at every step
 * @param saturated how many are beyond 0.99 in size at more than 95 % of the steps
 * @param stuckGates share of the gates within 0.01 of 0 or of 1 at more than 95 % of the steps; NaN without gates
 */
public record GradientFlow(
        List<Double> trained,
        List<Double> start,
        double slope,
        double halfLife,
        OptionalInt memory,
        OptionalInt startMemory,
        Verdict verdict,
        String why,
        double clipped,
        int units,
        int dead,
        int saturated,
        double stuckGates) {
    /** What becomes of a gradient on its way back. */
    public enum Verdict {
        /** There is no state: an output sees a fixed number of steps. */
        FIXED,
        /** It neither falls below 1 % nor grows a hundredfold on the steps looked at. */
        STEADY,
        /** It falls below 1 %. */
        VANISHES,
        /** It grows a hundredfold. */
        EXPLODES
    }

    private static final double GONE = 0.01;
    private static final double HUGE = 100;
    /** Smaller numbers are too close to the smallest single-precision ones to say anything. */
    private static final double TINY = 1e-30;

    public GradientFlow {
        trained = List.copyOf(trained);
        start = List.copyOf(start);
    }

    static GradientFlow of(List<Double> trained, List<Double> start, String why, double clipped, UnitCensus census) {
        List<Double> profile = trained.isEmpty() ? start : trained;
        OptionalInt memory = memory(profile);
        // Beyond the memory there is nothing to describe.
        int steps = memory.isPresent() ? Math.max(memory.getAsInt() + 1, 4) : profile.size();
        double slope = slope(profile.subList(0, Math.min(steps, profile.size())));
        double most = profile.isEmpty() ? Double.NaN : profile.get(largest(profile)) / profile.get(0);
        Verdict verdict = most > HUGE ? Verdict.EXPLODES : memory.isPresent() ? Verdict.VANISHES : Verdict.STEADY;
        return new GradientFlow(
                trained,
                start,
                slope,
                slope < 0 ? -Math.log10(2) / slope : Double.POSITIVE_INFINITY,
                memory,
                memory(start),
                verdict,
                why,
                clipped,
                census.units(),
                census.dead(),
                census.saturated(),
                census.stuckGates());
    }

    /** Without a state. */
    static GradientFlow fixed(int steps, double clipped) {
        return new GradientFlow(
                List.of(),
                List.of(),
                Double.NaN,
                Double.NaN,
                OptionalInt.of(steps),
                OptionalInt.of(steps),
                Verdict.FIXED,
                "",
                clipped,
                0,
                0,
                0,
                Double.NaN);
    }

    /** The trained profile, or where there is none that of the start. */
    public List<Double> profile() {
        return trained.isEmpty() ? start : trained;
    }

    private static OptionalInt memory(List<Double> g) {
        // From the end: connections that skip steps bring back what was gone between.
        int k = g.size();
        while (k > 1 && g.get(k - 1) < GONE * g.get(0)) {
            k--;
        }
        return k < g.size() ? OptionalInt.of(k) : OptionalInt.empty();
    }

    /** Where it is largest. */
    private static int largest(List<Double> g) {
        return IntStream.range(0, g.size())
                .reduce((a, b) -> g.get(b) > g.get(a) ? b : a)
                .orElse(0);
    }

    /** Of the least-squares line of log10 g_k on k. */
    private static double slope(List<Double> g) {
        double n = 0;
        double x = 0;
        double y = 0;
        double xx = 0;
        double xy = 0;
        for (int k = 0; k < g.size() && g.get(k) > TINY; k++) {
            double v = StrictMath.log10(g.get(k));
            n++;
            x += k;
            y += v;
            xx += (double) k * k;
            xy += k * v;
        }
        return n < 3 ? Double.NaN : (n * xy - x * y) / (n * xx - x * x);
    }

    /** In a sentence or two. */
    @Override
    public String toString() {
        if (verdict == Verdict.FIXED) {
            return "an output sees the last " + memory.orElse(0) + " steps and nothing before";
        }
        List<Double> g = profile();
        if (g.size() < 2) {
            return "sequences are too short to say how far gradients reach";
        }
        int last = g.size() - 1;
        StringBuilder out = new StringBuilder();
        switch (verdict) {
            case VANISHES ->
                out.append(memory.orElse(0) > last / 2 ? "gradients fade: " : "gradients vanish: ")
                        .append("under 1 % is left after ")
                        .append(steps(memory.orElse(0)));
            case EXPLODES -> {
                int most = largest(g);
                out.append("gradients explode: ")
                        .append(Numbers.significant(g.get(most) / g.get(0), 2))
                        .append(" times as large after ")
                        .append(steps(most));
            }
            default ->
                out.append("gradients reach all of the ")
                        .append(steps(last))
                        .append(" looked at: ")
                        .append(Numbers.significant(100 * g.get(last) / g.get(0), 2))
                        .append(" % is left");
        }
        if (!Double.isNaN(slope)) {
            out.append(" (").append(Numbers.fixed(slope, 3)).append(" decades a step");
            out.append(slope < 0 ? ", half-life " + Numbers.significant(halfLife, 2) : "")
                    .append(')');
        }
        if (trained.isEmpty()) {
            out.append(", before training; it never moved the output away from the linear part");
        } else if (!start.isEmpty()) {
            out.append(startMemory.isPresent() ? "; " + startMemory.getAsInt() + " before training" : "");
        }
        if (verdict == Verdict.VANISHES && !why.isEmpty()) {
            out.append(". ").append(why);
        }
        return out.toString();
    }

    private static String steps(int n) {
        return n + (n == 1 ? " step" : " steps");
    }
}
