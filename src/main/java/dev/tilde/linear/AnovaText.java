package dev.tilde.linear;

import dev.tilde.report.Block;
import dev.tilde.report.Document;
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

/** Tables of tests to print. */
final class AnovaText {
    private AnovaText() {}

    static Document of(Anova anova) {
        boolean classic = anova.covariance().equals(Covariances.CLASSIC.name());
        List<Column> columns = new ArrayList<>(List.of(Column.left(""), Column.right("df")));
        if (classic) {
            columns.add(Column.right("Sum of squares"));
            columns.add(Column.right("Mean square"));
        }
        columns.add(Column.right(classic ? "F" : "Wald F").tone(Grid.Tone.STRONG));
        columns.add(Column.right("p"));
        List<Row> rows = new ArrayList<>();
        for (Anova.Line l : anova.lines()) {
            List<Cell> cells = new ArrayList<>(List.of(Cell.of(l.term()), Cell.of(Numbers.count(l.df()), l.df())));
            if (classic) {
                cells.add(Cell.of(Numbers.significant(l.sumOfSquares(), 6), l.sumOfSquares()));
                cells.add(Cell.of(Numbers.significant(l.meanSquare(), 5), l.meanSquare()));
            }
            boolean residual = l.term().equals("Residuals") && Double.isNaN(l.statistic());
            cells.add(residual ? Cell.EMPTY : Cell.of(Numbers.fixed(l.statistic(), 2), l.statistic()));
            cells.add(residual ? Cell.EMPTY : Cell.of(Numbers.p(l.pValue()), l.pValue()));
            rows.add(new Row(residual ? Kind.TOTAL : Kind.PLAIN, cells));
        }
        List<Block> blocks = new ArrayList<>();
        List<Block.Entry> facts = new ArrayList<>(List.of(Block.Entry.of("Tests", anova.label())));
        if (!classic) {
            facts.add(Block.Entry.of("Errors", anova.covariance()));
        }
        anova.notes().forEach(note -> facts.add(Block.Entry.of("Note", note)));
        blocks.add(new Block.Definitions(facts));
        blocks.add(new Grid("", columns, rows));
        return document("Analysis of variance", anova.formula(), blocks);
    }

    static Document document(String title, String subtitle, List<Block> blocks) {
        return new Document(
                "", title, List.of(), Text.of(subtitle), List.of(new Section("table", "", Text.NONE, blocks)));
    }
}
