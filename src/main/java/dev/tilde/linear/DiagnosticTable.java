package dev.tilde.linear;

import dev.tilde.data.Dataset;
import dev.tilde.linear.Diagnostic.Question;
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
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import tech.tablesaw.api.Table;

/** Tests as a table of data, and as a table to read. */
final class DiagnosticTable {
    private DiagnosticTable() {}

    static Table table(List<Diagnostic> tests) {
        return Dataset.named("diagnostics")
                .with("test", texts(tests, Diagnostic::name))
                .with("question", texts(tests, t -> t.question().text()))
                .with("symbol", texts(tests, Diagnostic::symbol))
                .with("statistic", numbers(tests, Diagnostic::statistic))
                .with("df1", numbers(tests, t -> df(t, 0)))
                .with("df2", numbers(tests, t -> df(t, 1)))
                .with("p.value", numbers(tests, Diagnostic::pValue))
                .with("remark", texts(tests, Diagnostic::remark))
                .table();
    }

    private static double df(Diagnostic t, int at) {
        return at < t.df().size() ? t.df().get(at) : Double.NaN;
    }

    private static String[] texts(List<Diagnostic> tests, Function<Diagnostic, String> of) {
        return tests.stream().map(of).toArray(String[]::new);
    }

    private static double[] numbers(List<Diagnostic> tests, ToDoubleFunction<Diagnostic> of) {
        return tests.stream().mapToDouble(of).toArray();
    }

    static Document document(RowDetail detail, List<Diagnostic> tests) {
        return new Document(
                "",
                "Diagnostics",
                FormulaPieces.of(detail.fit().design().formula()),
                Text.NONE,
                List.of(Section.untitled("tests", grid(detail, tests))));
    }

    /** One group of rows for each question, in the order of the tests. */
    static Grid grid(RowDetail detail, List<Diagnostic> tests) {
        List<Row> rows = new ArrayList<>();
        Question last = null;
        for (Diagnostic t : tests) {
            if (t.question() != last) {
                last = t.question();
                rows.add(Row.of(Kind.TERM, Cell.of(last.text()).spanning(5)));
            }
            rows.add(row(t));
        }
        String residuals =
                detail.residuals().scale().weighted() ? " Pearson residuals, rows of weight 0 left out." : "";
        return new Grid(
                "A small p says yes." + residuals,
                List.of(
                        Column.left(""),
                        Column.right("Statistic"),
                        Column.right("df"),
                        Column.right("p"),
                        Column.left("Remark")),
                rows);
    }

    private static Row row(Diagnostic t) {
        if (!t.exists()) {
            return Row.of(
                    Kind.LEVEL,
                    Cell.of(t.name()),
                    Cell.of("none: " + t.remark()).spanning(4));
        }
        String df = String.join(
                ", ", t.df().stream().map(v -> Numbers.count(Math.round(v))).toList());
        return Row.of(
                Kind.LEVEL,
                Cell.of(t.name()),
                Cell.of(t.symbol() + " " + Numbers.fixed(t.statistic(), 2), t.statistic()),
                Cell.of(df),
                Cell.of(Double.isNaN(t.pValue()) ? "" : Numbers.p(t.pValue()), t.pValue()),
                Cell.of(t.remark()));
    }
}
