package dev.tilde.cli;

import dev.tilde.linear.AnovaType;
import dev.tilde.linear.DevianceTest;
import dev.tilde.linear.GlmFit;
import dev.tilde.report.Block;
import dev.tilde.report.Block.Entry;
import dev.tilde.report.Document;
import dev.tilde.report.Grid;
import dev.tilde.report.Grid.Cell;
import dev.tilde.report.Grid.Column;
import dev.tilde.report.Grid.Kind;
import dev.tilde.report.Grid.Row;
import dev.tilde.report.Numbers;
import dev.tilde.report.Section;
import java.util.ArrayList;
import java.util.List;

/** An analysis of deviance to read. */
final class DevianceText {
    private DevianceText() {}

    static String label(AnovaType type) {
        return type == AnovaType.I
                ? "type I: each term beside those before it"
                : "type II: each term beside those that do not contain it";
    }

    static Document of(AnovaType type, List<DevianceTest> tests, GlmFit fit) {
        List<Entry> facts = new ArrayList<>(List.of(
                Entry.of("Tests", label(type)),
                Entry.of(
                        "Family",
                        fit.model().family().label() + ", " + fit.model().link().label() + " link"
                                + (fit.isDispersionFixed()
                                        ? ""
                                        : ", dispersion " + Numbers.significant(fit.dispersion(), 3)))));
        fit.design().notes().forEach(note -> facts.add(Entry.of("Note", note)));
        if (tests.stream().allMatch(t -> t.term().isEmpty())) {
            facts.add(Entry.of("Note", "the formula has no term to test"));
        }
        boolean sequential = type == AnovaType.I;
        List<Column> columns = new ArrayList<>(List.of(Column.left(""), Column.right("df"), Column.right("Deviance")));
        if (sequential) {
            columns.add(Column.right("Residual df"));
            columns.add(Column.right("Residual deviance"));
        }
        columns.add(Column.right("\u03c7\u00b2").tone(Grid.Tone.STRONG));
        columns.add(Column.right("p"));
        List<Row> rows = tests.stream().map(t -> row(t, sequential)).toList();
        List<Block> blocks = new ArrayList<>(List.of(new Block.Definitions(facts)));
        if (!rows.isEmpty()) {
            blocks.add(new Grid("", columns, rows));
        }
        Document summary = fit.summary();
        return new Document(
                "",
                "Analysis of deviance",
                summary.formula(),
                summary.subtitle(),
                List.of(Section.untitled("table", blocks.toArray(Block[]::new))));
    }

    private static Row row(DevianceTest t, boolean sequential) {
        boolean first = t.term().isEmpty();
        List<Cell> cells = new ArrayList<>(List.of(Cell.of(first ? "no term" : t.term())));
        cells.add(first ? Cell.EMPTY : Cell.of(Numbers.count(t.df()), t.df()));
        cells.add(number(t.deviance()));
        if (sequential) {
            cells.add(Cell.of(Numbers.count(t.dfResidual()), t.dfResidual()));
            cells.add(number(t.residualDeviance()));
        }
        cells.add(Double.isNaN(t.statistic()) ? Cell.EMPTY : Cell.of(Numbers.fixed(t.statistic(), 2), t.statistic()));
        cells.add(Double.isNaN(t.pValue()) ? Cell.EMPTY : Cell.of(Numbers.p(t.pValue()), t.pValue()));
        return new Row(Kind.PLAIN, cells);
    }

    private static Cell number(double v) {
        return Double.isNaN(v) ? Cell.EMPTY : Cell.of(Numbers.significant(v, 6), v);
    }
}
