package dev.tilde.rnn;

import dev.tilde.report.Grid;
import dev.tilde.report.Grid.Cell;
import dev.tilde.report.Grid.Column;
import dev.tilde.report.Grid.Kind;
import dev.tilde.report.Grid.Row;
import dev.tilde.report.Numbers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The errors of a fit and of the models beside it, as tables. */
final class ScoreTables {
    private ScoreTables() {}

    /** One table; where rows held out were judged in closed loop, another of these errors, and both say which. */
    static List<Grid> of(RnnFit fit) {
        List<Score> closed = fit.scores().stream()
                .filter(s -> s.model().endsWith(Scores.IN_CLOSED_LOOP))
                .toList();
        if (closed.isEmpty()) {
            return List.of(grid(fit, "", fit.scores()));
        }
        List<Score> open =
                fit.scores().stream().filter(s -> !closed.contains(s)).toList();
        return List.of(
                grid(fit, "With lags of the response as they were observed.", open),
                grid(
                        fit,
                        "In closed loop, by which epochs were judged: from the first row held out on, lags of the"
                                + " response are predictions.",
                        closed));
    }

    private static Grid grid(RnnFit fit, String caption, List<Score> scores) {
        boolean held = scores.stream().anyMatch(Score::heldOut);
        boolean trained = scores.stream().anyMatch(s -> !s.heldOut());
        List<Column> columns = new ArrayList<>(List.of(Column.left("Model")));
        for (String c : trained || !held ? List.of("RMSE", "MAE", "R\u00b2") : List.<String>of()) {
            columns.add(Column.right(held ? "train\n" + c : c));
        }
        if (held) {
            List.of("RMSE", "MAE", "R\u00b2").forEach(c -> columns.add(Column.right("held\n" + c)));
        }
        boolean mase = hasMase(fit);
        if (mase) {
            columns.add(Column.right(held ? "held\nMASE" : "MASE"));
        }
        Map<String, List<Cell>> byModel = new LinkedHashMap<>();
        for (Score s : scores) {
            List<Cell> cells = byModel.computeIfAbsent(s.model(), m -> new ArrayList<>(List.of(Cell.of(shown(m)))));
            while (trained && s.heldOut() && cells.size() < 4) {
                cells.add(Cell.EMPTY);
            }
            cells.add(Cell.of(Numbers.error(s.rmse()), s.rmse()));
            cells.add(Cell.of(Numbers.error(s.mae()), s.mae()));
            cells.add(Cell.of(Numbers.fixed(s.r2(), 3), s.r2()));
            if (mase && (s.heldOut() || !held)) {
                cells.add(Cell.of(Numbers.fixed(s.mase(), 3), s.mase()));
            }
        }
        List<Row> rows = new ArrayList<>();
        byModel.forEach((model, cells) -> rows.add(new Row(Kind.PLAIN, cells)));
        String unit = isScaled(fit)
                ? (caption.isEmpty() ? "" : " ")
                        + "RMSE and MAE of several responses: each over its standard deviation on the rows that trained."
                : "";
        return new Grid(caption + unit, columns, rows);
    }

    /** Whether errors are over standard deviations. */
    private static boolean isScaled(RnnFit fit) {
        return fit.layout.responses().bases().size() > 1;
    }

    /** What a root mean squared error is called where it stands by itself. */
    static String rmse(RnnFit fit) {
        return isScaled(fit) ? "RMSE / SD" : "RMSE";
    }

    /** Whether there is a last value to measure errors by. */
    static boolean hasMase(RnnFit fit) {
        return !fit.layout.spec().isGrid();
    }

    /** The kind of a linear model in fewer words, without the mode in which it was judged. */
    static String shown(String model) {
        String plain = model.replace(Scores.IN_CLOSED_LOOP, "");
        return plain.equals(Scores.LEAST_SQUARES)
                ? "least squares"
                : plain.equals(Scores.RIDGE) ? "linear part" : plain;
    }
}
