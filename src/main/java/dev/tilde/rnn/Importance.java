package dev.tilde.rnn;

import dev.tilde.design.CodedTerm;
import dev.tilde.formula.Factor;
import dev.tilde.formula.Node;
import dev.tilde.rnn.TermImportance.LagImportance;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Shuffles the columns of terms and sees what becomes of the errors. */
final class Importance {
    /** How often each term is shuffled. */
    static final int REPEATS = 5;

    /** Behind a call with several lags: {@code lag(x, 1:3)[2]}. */
    private static final Pattern ONE_OF_THEM = Pattern.compile("\\[(\\d+)\\].*");
    /** A part of the largest effect that is not worth a lag. */
    private static final double NOTHING = 1e-4;

    private final RnnFit fit;
    private final Sequences rows;
    private final Workers workers;
    private final int[] lengths;
    /** The steps that have a row and their lags: sequence and step. */
    private final List<int[]> steps = new ArrayList<>();

    private Importance(RnnFit fit, Workers workers) {
        this.fit = fit;
        this.rows = fit.rows;
        this.workers = workers;
        this.lengths = new int[rows.count()];
        for (int s = 0; s < lengths.length; s++) {
            lengths[s] = rows.length(s);
            long[] table = rows.rows(s);
            for (int t = 0; t < lengths[s]; t++) {
                if (table[t] >= 0 && rows.hasHistory(t)) {
                    steps.add(new int[] {s, t});
                }
            }
        }
    }

    static List<TermImportance> of(RnnFit fit) {
        try (Workers workers = new Workers(fit.model.training().processors())) {
            return new Importance(fit, workers).all();
        }
    }

    /** Numbers computed, roughly. */
    static double work(RnnFit fit) {
        long steps = 0;
        for (int s = 0; s < fit.rows.count(); s++) {
            steps += fit.rows.length(s);
        }
        int networks = fit.judged instanceof NetworkCore core ? core.networks.size() : 1;
        return (double) networks
                * fit.judged.parameters()
                * steps
                * REPEATS
                * terms(fit).size();
    }

    private static List<CodedTerm> terms(RnnFit fit) {
        return fit.design().predictors().terms().stream()
                .filter(t -> t.term().degree() > 0)
                .toList();
    }

    private List<TermImportance> all() {
        double[][] reach = fit.judged instanceof NetworkCore core ? FlowProbe.inputs(fit, core) : new double[0][];
        double base = rmse(given());
        List<TermImportance> out = new ArrayList<>();
        List<CodedTerm> all = fit.design().predictors().terms();
        for (int number = 0; number < all.size(); number++) {
            CodedTerm term = all.get(number);
            if (term.term().degree() == 0) {
                continue;
            }
            List<Integer> inputs = inputs(term, number);
            Set<String> read = Set.copyOf(fit.design().variables(term.term()));
            boolean constant = !read.isEmpty() && constants().containsAll(read);
            double[] increases = new double[REPEATS];
            for (int r = 0; r < REPEATS; r++) {
                increases[r] = rmse(shuffled(inputs, constant, random(number, r))) - base;
            }
            double mean = Arrays.stream(increases).sum() / REPEATS;
            double squares =
                    Arrays.stream(increases).map(v -> (v - mean) * (v - mean)).sum();
            out.add(new TermImportance(
                    RnnSummary.written(fit, term.name()),
                    mean,
                    Math.sqrt(squares / (REPEATS - 1)),
                    columns(term, number, inputs, base),
                    reach(inputs, reach)));
        }
        return out;
    }

    private SplittableRandom random(int term, int repeat) {
        return new SplittableRandom(fit.model.training().seed() * 31 + term * 1009L + repeat);
    }

    private Set<String> constants() {
        Set<String> all = new java.util.HashSet<>(fit.sequences().statics());
        all.addAll(fit.sequences().by());
        return all;
    }

    /** The inputs of a term, with the indicators of its variables. */
    private List<Integer> inputs(CodedTerm term, int number) {
        List<String> variables = fit.design().variables(term.term());
        List<Integer> own = new ArrayList<>();
        List<Inputs.Input> all = fit.layout.inputs().all();
        for (int j = 0; j < all.size(); j++) {
            boolean indicates = !all.get(j).variable().isEmpty()
                    && variables.contains(all.get(j).variable());
            if (all.get(j).term() == number || indicates) {
                own.add(j);
            }
        }
        return own;
    }

    /** The lag an input has by itself: that of the first {@code lag()} in its term. */
    private int lag(int input) {
        Inputs.Input own = fit.layout.inputs().all().get(input);
        List<Factor> factors = own.term() < 0
                ? List.of()
                : fit.design().predictors().terms().get(own.term()).term().factors();
        for (Factor f : factors) {
            int end = own.name().indexOf(f.name()) + f.name().length();
            int lag = lag(
                    f.expression(),
                    own.name().substring(Math.min(end, own.name().length())));
            if (lag > 0) {
                return lag;
            }
        }
        return 0;
    }

    /** @param behind the call in the name of a column */
    private static int lag(Node node, String behind) {
        Optional<Expression.Shift> shift =
                node instanceof Node.Call call && call.function().equals("lag")
                        ? Expression.Shift.of(call)
                        : Optional.empty();
        if (shift.isEmpty()) {
            return 0;
        }
        List<Integer> lags = shift.get().numbers();
        Matcher m = ONE_OF_THEM.matcher(behind);
        int own = lags.size() > 1 && m.matches() ? Integer.parseInt(m.group(1)) : lags.get(0);
        return own + lag(shift.get().argument(), "");
    }

    private List<LagImportance> columns(CodedTerm term, int number, List<Integer> inputs, double base) {
        List<Integer> lags = inputs.stream().map(this::lag).distinct().sorted().toList();
        if (!term.name().startsWith("lag(") || lags.size() < 2) {
            return List.of();
        }
        List<LagImportance> out = new ArrayList<>();
        for (int lag : lags) {
            List<Integer> own = inputs.stream()
                    .filter(j ->
                            lag(j) == lag && fit.layout.inputs().all().get(j).term() == number)
                    .toList();
            if (!own.isEmpty()) {
                double sum = 0;
                for (int r = 0; r < REPEATS; r++) {
                    sum += rmse(shuffled(own, false, random(number, r))) - base;
                }
                out.add(new LagImportance(lag, sum / REPEATS));
            }
        }
        return out;
    }

    private List<Double> reach(List<Integer> inputs, double[][] byInput) {
        List<Double> out = new ArrayList<>();
        for (int j : byInput.length == 0 ? List.<Integer>of() : inputs) {
            int own = lag(j);
            for (int k = 0; k < byInput[j].length; k++) {
                while (out.size() <= own + k) {
                    out.add(0.0);
                }
                out.set(own + k, out.get(own + k) + byInput[j][k]);
            }
        }
        double most = out.stream().mapToDouble(v -> v).max().orElse(0);
        while (!out.isEmpty() && out.get(out.size() - 1) <= NOTHING * most) {
            out.remove(out.size() - 1);
        }
        return out;
    }

    private double[][] given() {
        double[][] x = new double[lengths.length][];
        for (int s = 0; s < x.length; s++) {
            x[s] = rows.x(s);
        }
        return x;
    }

    private double[][] shuffled(List<Integer> inputs, boolean constant, SplittableRandom random) {
        double[][] x = copies(given());
        int c = rows.inputs();
        if (constant) {
            int[] from = order(lengths.length, random);
            for (int s = 0; s < x.length; s++) {
                for (int t = 0; t < lengths[s]; t++) {
                    for (int j : inputs) {
                        x[s][t * c + j] = rows.x(from[s])[j];
                    }
                }
            }
            return x;
        }
        int[] from = order(steps.size(), random);
        for (int i = 0; i < from.length; i++) {
            int[] to = steps.get(i);
            int[] of = steps.get(from[i]);
            for (int j : inputs) {
                x[to[0]][to[1] * c + j] = rows.x(of[0])[of[1] * c + j];
            }
        }
        return x;
    }

    private static int[] order(int n, SplittableRandom random) {
        int[] order = new int[n];
        for (int i = 0; i < n; i++) {
            int j = random.nextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }

    private double rmse(double[][] x) {
        double[][] scaled = fit.judged.outputs(x, lengths, rows.grids(), workers);
        int outputs = rows.outputs();
        double[] one = new double[outputs];
        double[] original = new double[outputs];
        for (int s = 0; s < scaled.length; s++) {
            History history = rows.history(s);
            for (int t = 0; t < lengths[s]; t++) {
                System.arraycopy(scaled[s], t * outputs, one, 0, outputs);
                boolean known = rows.hasHistory(t) && (!fit.layout.isLast() || t == lengths[s] - 1);
                if (known) {
                    rows.original(s, t, one, history, original);
                    rows.close(t, original, history);
                } else {
                    Arrays.fill(original, Double.NaN);
                }
                System.arraycopy(original, 0, scaled[s], t * outputs, outputs);
            }
        }
        double held = Errors.rmse(Errors.inUnits(fit, scaled, Errors.Rows.HELD_OUT));
        return Double.isNaN(held) ? Errors.rmse(Errors.inUnits(fit, scaled, Errors.Rows.TRAINED)) : held;
    }

    private static double[][] copies(double[][] arrays) {
        return Arrays.stream(arrays).map(double[]::clone).toArray(double[][]::new);
    }
}
