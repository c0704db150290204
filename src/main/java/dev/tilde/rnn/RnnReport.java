package dev.tilde.rnn;

import dev.tilde.report.Block;
import dev.tilde.report.Block.Entry;
import dev.tilde.report.Block.Tile;
import dev.tilde.report.Document;
import dev.tilde.report.Findings;
import dev.tilde.report.Findings.Finding;
import dev.tilde.report.Findings.Severity;
import dev.tilde.report.Grid;
import dev.tilde.report.Grid.Cell;
import dev.tilde.report.Grid.Column;
import dev.tilde.report.Grid.Kind;
import dev.tilde.report.Grid.Row;
import dev.tilde.report.Numbers;
import dev.tilde.report.Section;
import dev.tilde.report.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;

/** The report of a sequence fit: one function per section, in the order of the page. */
final class RnnReport {
    private static final List<Function<RnnReport, Optional<Section>>> SECTIONS = List.of(
            RnnReport::tiles,
            RnnReport::findings,
            RnnReport::accuracy,
            RnnReport::predictions,
            RnnReport::training,
            RnnReport::terms,
            RnnReport::groups,
            RnnReport::network,
            RnnReport::reproduce);

    private static final int MOST_GROUPS = 20;

    private final RnnFit fit;
    private final GradientFlow flow;
    private final Errors.Rows shown;

    private RnnReport(RnnFit fit) {
        this.fit = fit;
        this.flow = FlowProbe.flow(fit);
        boolean held = Errors.count(Errors.of(fit, fit.predictions, Errors.Rows.HELD_OUT)) > 0;
        this.shown = held ? Errors.Rows.HELD_OUT : Errors.Rows.TRAINED;
    }

    static Document of(RnnFit fit) {
        RnnReport report = new RnnReport(fit);
        List<Section> sections = new ArrayList<>();
        SECTIONS.forEach(s -> s.apply(report).ifPresent(sections::add));
        String response = String.join(", ", fit.layout.responses().bases());
        return new Document(
                "Sequence regression report",
                response + " by " + article(RnnSummary.name(fit)),
                SequencePieces.of(fit),
                Text.of(RnnSummary.name(fit) + " \u00b7 " + RnnSummary.sequences(fit)),
                sections);
    }

    private static String article(String name) {
        return ("AEIOaeio".indexOf(name.charAt(0)) >= 0 || name.startsWith("RNN") || name.startsWith("LSTM")
                        ? "an "
                        : "a ")
                + name;
    }

    private Optional<Score> own(boolean held) {
        return fit.scores().stream()
                .filter(s -> s.model().equals(RnnSummary.name(fit)) && s.heldOut() == held)
                .findFirst();
    }

    private Optional<Section> tiles() {
        List<Tile> tiles = new ArrayList<>();
        Optional<Score> score = own(shown == Errors.Rows.HELD_OUT);
        score.ifPresent(s -> {
            String where = s.heldOut() ? "on " + Numbers.count(s.count()) + " held out" : "on rows that trained";
            tiles.add(new Tile("Typical error", Numbers.error(s.rmse()), ScoreTables.rmse(fit), where));
            tiles.add(new Tile("Variation explained", Numbers.percent(s.r2()), "", "R\u00b2 " + where));
            if (ScoreTables.hasMase(fit)) {
                tiles.add(new Tile(
                        "Against the last value",
                        Numbers.fixed(s.mase(), 2),
                        "MASE",
                        "below 1: better than it on training rows"));
            }
        });
        tiles.add(new Tile("Parameters", Numbers.count(fit.parameters()), "", fit.structure.hidden() + " units"));
        return Optional.of(Section.untitled("tiles", new Block.Tiles(tiles)));
    }

    private Optional<Section> findings() {
        List<Finding> all = new ArrayList<>();
        String verdict = Verdict.of(fit);
        Optional<Comparison> linear = Comparisons.withLinear(fit);
        boolean adds = linear.isPresent() && linear.get().isFirstBetter();
        all.add(Finding.of(
                adds ? Severity.OK : Severity.CHECK,
                adds ? "The network earns its place" : "A linear model may do as well",
                sentence(verdict),
                linear.map(Comparison::toString).orElse(""),
                adds ? "" : "the linear model of the same formula, other terms, or more data"));
        for (Comparison c : Comparisons.of(fit)) {
            if (c.statistic() > 0 && c.pValue() < 0.05) {
                all.add(Finding.of(
                        Severity.CHECK,
                        "Simpler predictions are better",
                        "The " + c.second() + " predicts better than the network.",
                        c.toString(),
                        fit.layout.spec().isGrid()
                                ? "other terms, fewer units, or more grids"
                                : "differences or lags of the response in the formula"));
            }
        }
        if (flow.verdict() != GradientFlow.Verdict.FIXED && !flow.profile().isEmpty()) {
            boolean bad = flow.verdict() == GradientFlow.Verdict.EXPLODES
                    || flow.verdict() == GradientFlow.Verdict.VANISHES
                            && flow.memory().orElse(0) < flow.profile().size() / 2;
            all.add(Finding.of(
                    bad ? Severity.NOTE : Severity.OK,
                    "How far back it learns",
                    sentence(flow.toString()),
                    RnnSummary.units(flow).orElse(""),
                    ""));
        }
        double spread = RnnSummary.spread(fit);
        if (spread > 0.3) {
            all.add(Finding.of(
                    Severity.NOTE,
                    "Restarts disagree",
                    "Other first values give losses that differ by " + Numbers.percent(spread) + ".",
                    RnnSummary.network(fit),
                    "more restarts, or fewer units"));
        }
        fit.notes().forEach(note -> all.add(Finding.of(Severity.NOTE, "About the data", sentence(note), "", "")));
        return Optional.of(Section.of(
                "findings",
                "Findings",
                "Worst first. Each one says what was seen, what it rests on, and what to try.",
                new Findings("", all)));
    }

    private static String sentence(String text) {
        String first = text.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + text.substring(1);
        return first.endsWith(".") ? first : first + ".";
    }

    private Optional<Section> accuracy() {
        List<Block> blocks = new ArrayList<>(ScoreTables.of(fit));
        if (fit.rows.outputs() > 1) {
            List<Row> rows = new ArrayList<>();
            List<double[]> errors = Errors.of(fit, fit.predictions, shown);
            List<String> names = fit.layout.responses().names();
            for (int o = 0; o < names.size(); o++) {
                List<double[]> one = Errors.output(errors, names.size(), o);
                rows.add(Row.of(
                        Kind.PLAIN,
                        Cell.of(names.get(o)),
                        Cell.of(Numbers.count(Errors.count(one)), Errors.count(one)),
                        Cell.of(Numbers.error(Errors.rmse(one)), Errors.rmse(one))));
            }
            List<Column> columns = List.of(Column.left("Output"), Column.right("Rows"), Column.right("RMSE"));
            blocks.add(new Grid("By output.", columns, rows));
        }
        return Optional.of(new Section(
                "accuracy",
                "Accuracy",
                Text.of("The same rows for every model. " + sentence(RnnSummary.steps(fit))
                        + (ScoreTables.hasMase(fit)
                                ? " MASE is the mean absolute error over that of the last value on the rows that trained."
                                : "")),
                blocks));
    }

    private Optional<Section> predictions() {
        List<Block> plots = SequencePlots.predictions(fit);
        return plots.isEmpty()
                ? Optional.empty()
                : Optional.of(new Section(
                        "predictions",
                        "Predictions",
                        Text.of(
                                fit.layout.spec().isGrid()
                                        ? ""
                                        : "The last part of the longest sequences, up to four. Right of the upright line rows were held out."),
                        List.of(new Block.Beside(2, plots))));
    }

    private Optional<Section> training() {
        List<Block> plots = new ArrayList<>();
        SequencePlots.loss(fit).ifPresent(plots::add);
        SequencePlots.flow(flow).ifPresent(plots::add);
        return plots.isEmpty()
                ? Optional.empty()
                : Optional.of(new Section(
                        "training",
                        "Training and memory",
                        Text.of(sentence(RnnSummary.network(fit))),
                        List.of(new Block.Beside(2, plots))));
    }

    private Optional<Section> terms() {
        List<TermImportance> all = Importance.of(fit);
        if (all.isEmpty()) {
            return Optional.empty();
        }
        List<Row> rows = new ArrayList<>();
        for (TermImportance t : all.stream()
                .sorted((a, b) -> Double.compare(b.increase(), a.increase()))
                .toList()) {
            rows.add(Row.of(
                    Kind.PLAIN,
                    Cell.of(t.term()),
                    Cell.of(Numbers.estimate(t.increase(), t.spread()), t.increase()),
                    Cell.of(Numbers.error(t.spread()), t.spread()),
                    Cell.of(t.peak() < 0 ? Numbers.NONE : Integer.toString(t.peak()), t.peak()),
                    Cell.of(new Grid.Mark.Share(Math.max(0, t.increase())))));
            for (TermImportance.LagImportance lag : t.columns()) {
                rows.add(Row.of(
                        Kind.LEVEL,
                        Cell.of("lag " + lag.lag()),
                        Cell.of(Numbers.significant(lag.increase(), 3), lag.increase()),
                        Cell.EMPTY,
                        Cell.EMPTY,
                        Cell.of(new Grid.Mark.Share(Math.max(0, lag.increase())))));
            }
        }
        List<Block> blocks = new ArrayList<>(List.of(new Grid(
                "",
                List.of(
                        Column.left("Term"),
                        Column.right(ScoreTables.rmse(fit) + " rises by"),
                        Column.right("\u00b1"),
                        Column.right(fit.layout.spec().isGrid() ? "Acts most at distance" : "Acts most at lag"),
                        Column.left("")),
                rows)));
        SequencePlots.reach(fit, all).ifPresent(p -> blocks.add(p));
        return Optional.of(new Section(
                "terms",
                "Terms",
                Text.of("What becomes of the errors when the columns of a term are shuffled together, five times."),
                blocks));
    }

    private Optional<Section> groups() {
        int count = fit.rows.count();
        if (count < 2) {
            return Optional.empty();
        }
        List<double[]> errors = Errors.inUnits(fit, fit.predictions, shown);
        List<Row> rows = IntStream.range(0, count)
                .boxed()
                .filter(s -> Errors.count(List.of(errors.get(s))) > 0)
                .sorted((a, b) ->
                        Double.compare(Errors.rmse(List.of(errors.get(b))), Errors.rmse(List.of(errors.get(a)))))
                .limit(MOST_GROUPS)
                .map(s -> {
                    double rmse = Errors.rmse(List.of(errors.get(s)));
                    int n = Errors.count(List.of(errors.get(s)));
                    return Row.of(
                            Kind.PLAIN,
                            Cell.of(fit.rows.key(s)),
                            Cell.of(Numbers.count(n), n),
                            Cell.of(Numbers.error(rmse), rmse),
                            Cell.of(new Grid.Mark.Share(rmse)));
                })
                .toList();
        Grid grid = new Grid(
                rows.size() < count ? "The " + rows.size() + " largest." : "",
                List.of(
                        Column.left(String.join(":", fit.sequences().by())),
                        Column.right("Rows"),
                        Column.right(ScoreTables.rmse(fit)),
                        Column.left("")),
                rows);
        String on = shown == Errors.Rows.HELD_OUT ? "On rows held out." : "On rows that trained.";
        return Optional.of(Section.of("groups", "Errors by group", on, grid));
    }

    private Optional<Section> network() {
        NetworkGraph folded = fit.graph();
        NetworkGraph unfolded = fit.unfoldedGraph();
        List<Block> drawings =
                List.of(drawing("What is computed from what", folded), drawing("The same, step by step", unfolded));
        return Optional.of(new Section(
                "network",
                "Network",
                Text.of(sentence(RnnSummary.name(fit) + ", " + RnnSummary.network(fit))),
                List.of(new Block.Beside(2, drawings))));
    }

    private static Block drawing(String title, NetworkGraph graph) {
        return new Block.Drawing(title, "", graph.toString(), graph.svg());
    }

    private Optional<Section> reproduce() {
        List<Entry> entries = new ArrayList<>(List.of(
                new Entry("Formula", Text.NONE.code(fit.formula.source())),
                Entry.of("Seed", Long.toString(fit.model.training().seed())),
                Entry.of("Steps", RnnSummary.steps(fit)),
                Entry.of(
                        "Arithmetic",
                        fit.core instanceof EchoCore
                                ? "double precision"
                                : fit.model.training().precision().name().toLowerCase(java.util.Locale.ROOT)
                                        + " precision; the same digits for any number of threads")));
        fit.notes().forEach(n -> entries.add(Entry.of("Note", n)));
        return Optional.of(Section.of("reproduce", "Reproduce", "", new Block.Definitions(entries)));
    }
}
