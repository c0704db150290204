package dev.tilde.rnn;

import dev.tilde.design.CodedTerm;
import dev.tilde.report.Block;
import dev.tilde.report.Block.Entry;
import dev.tilde.report.Document;
import dev.tilde.report.Numbers;
import dev.tilde.report.Section;
import dev.tilde.report.Text;
import dev.tilde.text.Names;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/** What a console shows of a fit. */
final class RnnSummary {
    /** Most networks x parameters x steps x terms x repeats for which a summary looks at terms without being asked. */
    private static final double CHEAP = 4e9;

    private RnnSummary() {}

    static String name(RnnFit fit) {
        return fit.core instanceof EchoCore
                ? "echo state network"
                : fit.structure.kind().words();
    }

    static String line(RnnFit fit) {
        return name(fit) + " " + fit.formula.source();
    }

    static Document of(RnnFit fit) {
        boolean grid = fit.layout.spec().isGrid();
        List<Entry> facts = new ArrayList<>();
        if (fit.hasRows()) {
            facts.add(Entry.of(grid ? "Grids" : "Sequences", sequences(fit)));
            facts.add(Entry.of(grid ? "Cells" : "Steps", steps(fit)));
        } else {
            facts.add(Entry.of("Rows", "not in the file; the table is of when it was fitted"));
        }
        facts.add(Entry.of("Inputs", inputs(fit)));
        facts.add(Entry.of("Network", network(fit)));
        List<Entry> checks = new ArrayList<>();
        if (fit.hasRows()) {
            checked(fit, checks);
        }
        fit.notes().forEach(note -> checks.add(Entry.of("Note", note)));
        List<Block> blocks = new ArrayList<>(List.of(new Block.Definitions(facts)));
        blocks.addAll(ScoreTables.of(fit));
        if (!checks.isEmpty()) {
            blocks.add(new Block.Definitions(checks));
        }
        return new Document(
                "",
                "Sequence regression: " + name(fit),
                SequencePieces.of(fit),
                Text.NONE,
                List.of(new Section("summary", "", Text.NONE, blocks)));
    }

    /** What only the rows of the fit tell. */
    private static void checked(RnnFit fit, List<Entry> checks) {
        checks.add(Entry.of("Verdict", Verdict.of(fit)));
        Verdict.tests(fit).ifPresent(t -> checks.add(Entry.of("Tests", t)));
        outputs(fit).ifPresent(o -> checks.add(Entry.of("Outputs", o)));
        checks.add(Entry.of("Residuals", ResidualWords.order(fit)));
        ResidualWords.coverage(fit).ifPresent(c -> checks.add(Entry.of("Intervals", c)));
        if (fit.core.parameters() > 0) {
            GradientFlow flow = FlowProbe.flow(fit);
            checks.add(Entry.of("Memory", flow.toString()));
            units(flow).ifPresent(u -> checks.add(Entry.of("Training", u)));
        }
        terms(fit).ifPresent(t -> checks.add(Entry.of("Terms", t)));
        worst(fit).ifPresent(w -> checks.add(Entry.of("Groups", w)));
    }

    /** Of less than 1,000 characters. */
    static String compact(RnnFit fit) {
        StringBuilder out = new StringBuilder(name(fit)).append("  ").append(shortened(fit.formula.source(), 300));
        if (fit.hasRows()) {
            out.append(fit.layout.spec().isGrid() ? "\n  grids: " : "\n  sequences: ")
                    .append(sequences(fit));
        }
        String own = name(fit);
        for (Score s : fit.scores()) {
            if (s.heldOut() || s.model().equals(own)) {
                out.append("\n  ")
                        .append(s.model())
                        .append(s.heldOut() ? ", held out: " : ", train: ")
                        .append(ScoreTables.rmse(fit))
                        .append(" ")
                        .append(Numbers.significant(s.rmse(), 4))
                        .append(", R\u00b2 ")
                        .append(Numbers.fixed(s.r2(), 3));
            }
        }
        out.append(fit.hasRows() ? "\n  " + Verdict.of(fit) : "").append("\n  summary() for more");
        return out.length() < 1000 ? out.toString() : out.substring(0, 990) + "\u2026";
    }

    private static String shortened(String text, int most) {
        return text.length() <= most ? text : text.substring(0, most - 1) + "\u2026";
    }

    // the data

    static String sequences(RnnFit fit) {
        Sequences rows = fit.rows;
        if (fit.layout.spec().isGrid()) {
            return GridSummary.grids(fit);
        }
        int[] lengths =
                IntStream.range(0, rows.count()).map(rows::length).sorted().toArray();
        SequenceSpec spec = fit.sequences();
        StringBuilder out = new StringBuilder();
        if (lengths.length == 0) {
            return "none";
        }
        if (lengths.length == 1) {
            out.append("1 of ").append(Numbers.count(lengths[0])).append(" steps");
        } else {
            int n = lengths.length;
            double median = (lengths[(n - 1) / 2] + lengths[n / 2]) / 2.0;
            out.append(Numbers.count(n))
                    .append(" (")
                    .append(String.join(":", spec.by()))
                    .append("), ");
            out.append(
                    lengths[0] == lengths[n - 1]
                            ? "each of " + Numbers.count(lengths[0]) + " steps"
                            : "of " + Numbers.count(lengths[0]) + " to " + Numbers.count(lengths[n - 1])
                                    + " steps, median " + Numbers.significant(median, 4));
        }
        out.append(spec.order().isEmpty() ? ", in row order" : ", by " + String.join(", ", spec.order()));
        return out.append(fit.layout.isLast() ? "; one response each" : "").toString();
    }

    static String steps(RnnFit fit) {
        int outputs = fit.rows.outputs();
        long[] parts = new long[3];
        long masked = 0;
        long inserted = 0;
        long early = 0;
        long cut = 0;
        for (int s = 0; s < fit.rows.count(); s++) {
            long[] table = fit.rows.rows(s);
            for (int t = fit.layout.isLast() ? table.length - 1 : 0; t < table.length; t++) {
                boolean any = false;
                for (int o = 0; o < outputs; o++) {
                    any |= fit.rows.weight(s)[t * outputs + o] > 0;
                }
                if (any) {
                    parts[fit.rows.part(s)[t * outputs]]++;
                } else if (table[t] < 0) {
                    inserted += fit.layout.spec().isGrid() ? 0 : 1;
                } else if (!fit.rows.hasHistory(t)) {
                    early++;
                } else if (fit.rows.isOpen(s, t) && !Double.isNaN(fit.rows.y(s)[t * outputs])) {
                    cut++;
                } else {
                    masked++;
                }
            }
        }
        long held = parts[Split.STOP] + parts[Split.CALIBRATE];
        String out = Numbers.count(parts[Split.TRAIN]) + " train, " + Numbers.count(held) + " held out"
                + (held > 0 ? " (" + split(fit) + ")" : "");
        out += early > 0 ? "; " + Numbers.count(early) + " before the longest lag" : "";
        out += masked > 0 ? "; " + Numbers.count(masked) + " without a response or a weight" : "";
        out += cut > 0 ? "; " + Numbers.count(cut) + " whose lags miss responses" : "";
        return out + (inserted > 0 ? "; " + Numbers.count(inserted) + " put in for gaps" : "");
    }

    private static String split(RnnFit fit) {
        String words = fit.layout.split().words();
        return fit.layout.spec().isGrid() ? words.replace("sequences", "grids") : words;
    }

    private static String inputs(RnnFit fit) {
        List<CodedTerm> terms = fit.design().predictors().terms().stream()
                .filter(t -> t.term().degree() > 0)
                .toList();
        int indicators = fit.layout.inputs().indicators().size();
        int columns = fit.rows.inputs() - indicators;
        String out = columns
                + (columns == 1 ? " column from " : " columns from ")
                + terms.size()
                + (terms.size() == 1 ? " term" : " terms");
        out += indicators > 0 ? ", " + indicators + " for missing values" : "";
        List<String> statics = fit.sequences().statics();
        return out
                + (statics.isEmpty()
                        ? ""
                        : "; constant in a " + (fit.layout.spec().isGrid() ? "grid" : "sequence") + ": "
                                + Names.list(statics, 5));
    }

    static String network(RnnFit fit) {
        Structure s = fit.structure;
        StringBuilder out = new StringBuilder();
        out.append(s.hidden()).append(" units");
        out.append(s.layers() > 1 && s.kind() != Structure.Kind.TDNN ? " in each of " + s.layers() + " layers" : "");
        out.append(s.bidirectional() ? ", both directions" : "");
        out.append(s.kind().isGrid() && s.scans().size() > 1 ? " from each corner" : "");
        out.append(
                switch (s.kind()) {
                    case SKIP -> ", delays " + numbers(s.steps());
                    case CLOCKWORK -> ", periods " + numbers(s.steps());
                    case TDNN -> ", " + s.taps() + " taps, dilations " + numbers(s.steps());
                    default -> "";
                });
        out.append(", ").append(Numbers.count(fit.parameters())).append(" parameters");
        out.append(
                fit.core instanceof EchoCore
                        ? ""
                        : ", seed " + fit.model.training().seed());
        if (fit.core instanceof EchoCore echo) {
            return out + " in the readout, spectral radius "
                    + Numbers.significant(echo.fit.options.spectralRadius(), 3) + ", leak rate "
                    + Numbers.significant(echo.fit.options.leak(), 3) + ", penalty "
                    + Numbers.significant(echo.fit.ridge, 2);
        }
        int restarts = fit.bestEpochs.size();
        if (restarts == 1) {
            return out + "; best epoch " + fit.bestEpochs.get(0) + " of "
                    + last(fit.history().get(0));
        }
        if (restarts > 1) {
            out.append("; ").append(restarts).append(" restarts, best epochs ").append(numbers(fit.bestEpochs));
            double spread = spread(fit);
            out.append(Double.isNaN(spread) ? "" : ", whose loss differs by " + Numbers.percent(spread));
        }
        return out.toString();
    }

    private static int last(List<Epoch> epochs) {
        return epochs.get(epochs.size() - 1).number();
    }

    private static String numbers(List<Integer> list) {
        return String.join(" ", list.stream().map(String::valueOf).toList());
    }

    /** Largest over smallest of the restarts' best losses, less 1; NaN without. */
    static double spread(RnnFit fit) {
        double[] best = fit.history().stream()
                .mapToDouble(h -> h.stream()
                        .mapToDouble(Epoch::stop)
                        .filter(v -> !Double.isNaN(v))
                        .min()
                        .orElse(Double.NaN))
                .sorted()
                .toArray();
        return best.length < 2 ? Double.NaN : best[best.length - 1] / best[0] - 1;
    }

    // what the rows tell

    /** The error of each output where there are several. */
    private static Optional<String> outputs(RnnFit fit) {
        List<String> names = fit.layout.responses().shown();
        if (names.size() == 1) {
            return Optional.empty();
        }
        Errors.Rows which = fit.scores().stream().anyMatch(Score::heldOut) ? Errors.Rows.HELD_OUT : Errors.Rows.TRAINED;
        List<double[]> errors = Errors.of(fit, fit.predictions, which);
        String list = IntStream.range(0, Math.min(8, names.size()))
                .mapToObj(o -> names.get(o) + " " + Numbers.error(Errors.rmse(Errors.output(errors, names.size(), o))))
                .collect(java.util.stream.Collectors.joining(", "));
        String more = names.size() > 8 ? ", and " + (names.size() - 8) + " more" : "";
        return Optional.of((which == Errors.Rows.HELD_OUT ? "RMSE held out: " : "RMSE: ") + list + more);
    }

    static Optional<String> units(GradientFlow flow) {
        List<String> said = new ArrayList<>();
        if (!Double.isNaN(flow.clipped())) {
            said.add(Numbers.percent(flow.clipped()) + " of steps clipped");
        }
        if (flow.units() > 0) {
            said.add((flow.dead() == 0 && flow.saturated() == 0
                            ? "no dead or saturated unit of "
                            : flow.dead() + " dead and " + flow.saturated() + " saturated units of ")
                    + flow.units());
        }
        if (flow.stuckGates() > 0) {
            said.add(Numbers.percent(flow.stuckGates()) + " of gates always open or shut");
        }
        return said.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", said));
    }

    private static Optional<String> terms(RnnFit fit) {
        double work = Importance.work(fit);
        if (work == 0) {
            return Optional.empty();
        }
        if (work > CHEAP) {
            return Optional.of("not looked at, it would take a while: importance()");
        }
        List<TermImportance> terms = Importance.of(fit).stream()
                .sorted((a, b) -> Double.compare(b.increase(), a.increase()))
                .toList();
        String list = String.join(
                ", ", terms.stream().limit(6).map(t -> worth(fit, t)).toList());
        return Optional.of(ScoreTables.rmse(fit) + " rises when shuffled by: " + list
                + (terms.size() > 6 ? ", and " + (terms.size() - 6) + " more" : ""));
    }

    /** A term as the formula has it, without what a calendar or a count of rows put in. */
    static String written(RnnFit fit, String term) {
        String clock = fit.layout.formula().clock();
        return clock.isEmpty() ? term : term.replace(clock, "");
    }

    private static String worth(RnnFit fit, TermImportance t) {
        String far = fit.layout.spec().isGrid() ? "distance " : "lag ";
        return t.term() + " " + Numbers.significant(t.increase(), 2)
                + (t.peak() > 0 ? " (" + far + t.peak() + ")" : "");
    }

    /** The three groups with the largest errors. */
    private static Optional<String> worst(RnnFit fit) {
        if (fit.rows.count() < 4) {
            return Optional.empty();
        }
        List<double[]> errors = Errors.inUnits(fit, fit.predictions, Errors.Rows.HELD_OUT);
        if (Errors.count(errors) == 0) {
            errors = Errors.inUnits(fit, fit.predictions, Errors.Rows.TRAINED);
        }
        List<double[]> all = errors;
        String list = String.join(
                ", ",
                IntStream.range(0, all.size())
                        .boxed()
                        .filter(s -> Errors.count(List.of(all.get(s))) > 0)
                        .sorted((a, b) ->
                                Double.compare(Errors.rmse(List.of(all.get(b))), Errors.rmse(List.of(all.get(a)))))
                        .limit(3)
                        .map(s -> String.format(
                                Locale.ROOT, "%s %s", fit.rows.key(s), Numbers.error(Errors.rmse(List.of(all.get(s))))))
                        .toList());
        return Optional.of("largest " + ScoreTables.rmse(fit) + ": " + list);
    }
}
