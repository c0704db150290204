package dev.tilde.rnn;

import dev.tilde.formula.Expressions;
import dev.tilde.formula.Formula;
import dev.tilde.formula.FormulaException.Kind;
import dev.tilde.formula.Node;
import dev.tilde.formula.Term;
import dev.tilde.formula.Terms;
import dev.tilde.json.Json;
import dev.tilde.model.SavedField;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * All outputs of a model: what they are made of, and the numbers learned on the training rows that bring them to mean 0
 * and spread 1 and back.
 */
final class Responses {
    /** Which step of a horizon, at the end of a name. */
    private static final Pattern STEP = Pattern.compile("\\+\\d+$");

    private final List<ResponseScale> outputs;
    /** The bases by their text, each once; the first variables of a series. */
    private final List<String> bases;

    private final int[] base;
    private final List<Expression> made;
    private final Set<String> columns;
    private final double[][] centre;
    private final double[][] spread;
    private final double[] mean;
    private final double[] sd;
    private final int leastLead;
    private final int mostLead;

    private Responses(
            List<ResponseScale> outputs, List<String> bases, int[] base, List<Expression> made, Set<String> columns) {
        this.outputs = List.copyOf(outputs);
        this.bases = List.copyOf(bases);
        this.base = base;
        this.made = List.copyOf(made);
        this.columns = columns;
        this.centre = new double[outputs.size()][];
        this.spread = new double[outputs.size()][];
        this.mean = new double[outputs.size()];
        this.sd = new double[outputs.size()];
        this.leastLead = outputs.stream().mapToInt(ResponseScale::lead).min().orElse(0);
        this.mostLead = outputs.stream().mapToInt(ResponseScale::lead).max().orElse(0);
        for (int o = 0; o < outputs.size(); o++) {
            int steps = outputs.get(o).steps().size();
            centre[o] = new double[steps];
            spread[o] = new double[steps];
            Arrays.fill(spread[o], 1);
            sd[o] = 1;
        }
    }

    /**
     * Reads the left side.
     *
     * @param names of the columns of a series, which follow the bases as variables
     */
    static Responses of(SequenceFormula formula, Terms terms, int horizon, List<String> names) {
        Formula design = formula.design();
        List<ResponseScale> outputs = new ArrayList<>();
        for (Term term : terms.response()) {
            Node node = term.factors().get(0).expression();
            List<ResponseScale> own = ResponseScale.of(design, node);
            if (horizon > 1 && own.get(own.size() - 1).lead() > 0) {
                throw formula.problem(
                        Kind.SYNTAX,
                        "lead() and horizon() both say what is predicted",
                        "horizon(" + horizon + ") is lead(y, 0:" + (horizon - 1) + "); write one of them.",
                        node);
            }
            for (int k = 0; k < horizon; k++) {
                for (ResponseScale scale : own) {
                    outputs.add(horizon == 1 ? scale : scale.ahead(k, scale.name() + "+" + k));
                }
            }
        }
        Map<String, Integer> raw = variables(design, List.of(), names, Set.of());
        List<String> bases = new ArrayList<>();
        List<Expression> made = new ArrayList<>();
        Set<String> columns = new LinkedHashSet<>();
        int[] base = new int[outputs.size()];
        for (int o = 0; o < base.length; o++) {
            Node node = outputs.get(o).base();
            String text = design.text(node);
            if (!bases.contains(text)) {
                Optional<List<Expression>> read = Expression.of(design, node, raw);
                if (read.isEmpty()
                        || read.get().size() != 1
                        || read.get().get(0).most() != 0
                        || read.get().get(0).least() != 0) {
                    throw formula.problem(
                            Kind.UNSUPPORTED,
                            "a sequence model cannot turn predictions of " + text + " back",
                            "There are log, log1p, log2, log10, exp, sqrt, boxcox(y, 0.5), logit, scale, center, diff, lead and "
                                    + "arithmetic.",
                            node);
                }
                bases.add(text);
                made.add(read.get().get(0));
                Formula.names(node).stream().findFirst().ifPresent(columns::add);
            }
            base[o] = bases.indexOf(text);
        }
        return new Responses(outputs, bases, base, made, columns);
    }

    /** The texts that stand for variables: first the bases, then columns; columns in {@code left} are not among them. */
    static Map<String, Integer> variables(Formula design, List<String> bases, List<String> names, Set<String> left) {
        Map<String, Integer> variables = new HashMap<>();
        bases.forEach(b -> variables.put(b, variables.size()));
        for (int j = 0; j < names.size(); j++) {
            if (!left.contains(names.get(j))) {
                variables.putIfAbsent(design.text(Expressions.name(names.get(j))), bases.size() + j);
                variables.putIfAbsent(names.get(j), bases.size() + j);
            }
        }
        return variables;
    }

    /** How many outputs there are. */
    int count() {
        return outputs.size();
    }

    List<String> names() {
        return outputs.stream().map(ResponseScale::name).toList();
    }

    /**
     * Names for numbers on the scale of the data: of {@code log(y)} that is y, of {@code log(y)+1} it is y+1; as they are
     * modelled where two would be the same; a {@code lead(y, 1:2)} keeps its name.
     */
    List<String> shown() {
        List<String> shown = new ArrayList<>();
        for (int o = 0; o < count(); o++) {
            String name = outputs.get(o).name();
            Matcher step = STEP.matcher(name);
            boolean ahead = step.find();
            shown.add(lead(o) > 0 && !ahead ? name : bases.get(base[o]) + (ahead ? step.group() : ""));
        }
        return Set.copyOf(shown).size() == shown.size() ? shown : names();
    }

    List<String> bases() {
        return bases;
    }

    /** Whether a base is calculated and not a column. */
    boolean isMade(String base) {
        return outputs.stream()
                .filter(o -> baseOf(outputs.indexOf(o)) == bases.indexOf(base))
                .anyMatch(o -> !(o.base() instanceof Node.Name));
    }

    /** The first base that is calculated from a column. */
    Optional<String> madeOf(String column) {
        for (int o = 0; o < base.length; o++) {
            Node node = outputs.get(o).base();
            if (!(node instanceof Node.Name) && Formula.names(node).contains(column)) {
                return Optional.of(bases.get(base[o]));
            }
        }
        return Optional.empty();
    }

    /** How a base is made of columns. */
    Expression base(int b) {
        return made.get(b);
    }

    /** The base of an output. */
    int baseOf(int o) {
        return base[o];
    }

    int lead(int o) {
        return outputs.get(o).lead();
    }

    int leastLead() {
        return leastLead;
    }

    int mostLead() {
        return mostLead;
    }

    /** The columns that are to be predicted, which must not be known on the right. */
    Set<String> columns() {
        return columns;
    }

    /** The modelled number of an output at a row, before it is standardised; NaN where something is missing. */
    double modelled(int o, int t, Expression.Series series) {
        ResponseScale scale = outputs.get(o);
        return scale.forward(scale.steps().size(), t + scale.lead(), series, base[o], centre[o], spread[o]);
    }

    /** The number of an output before the steps from {@code step} on, at its own time. */
    double before(int o, int step, int t, Expression.Series series) {
        return outputs.get(o).forward(step, t, series, base[o], centre[o], spread[o]);
    }

    List<ResponseScale.Step> steps(int o) {
        return outputs.get(o).steps();
    }

    void learnStep(int o, int step, double m, double s) {
        centre[o][step] = m;
        spread[o][step] = s > 0 ? s : 1;
    }

    void learn(int o, double m, double s) {
        mean[o] = m;
        sd[o] = s > 0 ? s : 1;
    }

    double mean(int o) {
        return mean[o];
    }

    double sd(int o) {
        return sd[o];
    }

    /**
     * The predictions of a row on the scale of the data. What lies after the row is integrated from the row's own
     * predictions, never from the data.
     *
     * @param scaled one for each output, as the network gives them with the offset added; not modified
     * @param t the row
     * @param history of the bases, as far as it is known or predicted; entries from t on are not read for leads from 0
     * @param out one for each output
     */
    void original(double[] scaled, int t, Expression.Series history, double[] out) {
        int known = leastLead() == 0 ? t - 1 : t;
        int span = mostLead() + 1;
        double[][] ahead = new double[bases.size()][span];
        for (double[] a : ahead) {
            Arrays.fill(a, Double.NaN);
        }
        Expression.Series seen =
                (v, u) -> u <= known ? history.at(v, u) : u - t < span && u >= t ? ahead[v][u - t] : Double.NaN;
        for (int lead = leastLead(); lead < span; lead++) {
            for (int o = 0; o < outputs.size(); o++) {
                if (outputs.get(o).lead() == lead) {
                    double z = scaled[o] * sd[o] + mean[o];
                    out[o] = outputs.get(o).back(z, t + lead, seen, base[o], centre[o], spread[o]);
                    ahead[base[o]][lead] = out[o];
                }
            }
        }
    }

    /** Whether an output is the change of a response since an earlier one. */
    boolean isChange(int o) {
        return steps(o).stream().anyMatch(ResponseScale.Difference.class::isInstance);
    }

    /** How many steps before its own a change starts, at the nearest; more than any sequence has where there is none. */
    int nearestChange() {
        return outputs.stream()
                .flatMap(o -> o.steps().stream())
                .filter(ResponseScale.Difference.class::isInstance)
                .mapToInt(step -> ((ResponseScale.Difference) step).lag())
                .min()
                .orElse(Integer.MAX_VALUE / 2);
    }

    /** Whether an output falls as its response rises, as that of {@code -y} does. */
    boolean isDecreasing(int o) {
        long turns = steps(o).stream()
                .filter(step -> step instanceof ResponseScale.Affine a && a.a() < 0)
                .count();
        return turns % 2 == 1;
    }

    /** Whether predictions turned back are other than means: some output is bent on its way. */
    boolean bend() {
        return outputs.stream().anyMatch(ResponseScale::bends);
    }

    /** An output of a base. */
    int outputOf(int b) {
        for (int o = 0; o < base.length; o++) {
            if (base[o] == b) {
                return o;
            }
        }
        throw new IndexOutOfBoundsException(b);
    }

    /** A number of the data at the level that an output models, before any differences. */
    double level(int o, double y) {
        return outputs.get(o).level(y, centre[o], spread[o]);
    }

    /** The number of the data at a level. */
    double ofLevel(int o, double level) {
        return outputs.get(o).ofLevel(level, centre[o], spread[o]);
    }

    Json toJson() {
        List<Json> all = new ArrayList<>();
        for (int o = 0; o < count(); o++) {
            all.add(Json.object(
                    "name", Json.of(outputs.get(o).name()),
                    "centre", Json.of(centre[o]),
                    "spread", Json.of(spread[o]),
                    "mean", Json.of(mean[o]),
                    "sd", Json.of(sd[o])));
        }
        return new Json.Arr(all);
    }

    /** Takes over what was learned. */
    void read(SavedField saved) {
        List<SavedField> all = saved.items();
        if (all.size() != count()) {
            throw saved.wrong("a list of the outputs of the formula");
        }
        for (int o = 0; o < count(); o++) {
            double[] c = all.get(o).get("centre").numbers();
            double[] s = all.get(o).get("spread").numbers();
            if (c.length != centre[o].length || s.length != c.length) {
                throw all.get(o).wrong("a scale of this output");
            }
            System.arraycopy(c, 0, centre[o], 0, c.length);
            System.arraycopy(s, 0, spread[o], 0, s.length);
            mean[o] = all.get(o).get("mean").number();
            sd[o] = all.get(o).get("sd").number();
        }
    }
}
