package dev.tilde.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Draws the small pictures inside table cells, one scale for a column. */
final class Marks {
    private static final int WIDE = 190;

    private final Scale forest;
    private final double mostShare;

    /** The scale of all marks in one column of a table. */
    Marks(Grid grid, int column) {
        double low = 0;
        double high = 0;
        double share = 0;
        for (Grid.Mark mark : marks(grid, column)) {
            if (mark instanceof Grid.Mark.Forest f) {
                for (double v : new double[] {f.estimate(), f.low(), f.high()}) {
                    low = Double.isFinite(v) ? Math.min(low, v) : low;
                    high = Double.isFinite(v) ? Math.max(high, v) : high;
                }
            } else if (mark instanceof Grid.Mark.Share s && Double.isFinite(s.value())) {
                share = Math.max(share, s.value());
            }
        }
        this.forest = new Scale(low, high == low ? low + 1 : high, 8, WIDE - 8);
        this.mostShare = share;
    }

    private static List<Grid.Mark> marks(Grid grid, int column) {
        List<Grid.Mark> all = new ArrayList<>();
        for (Grid.Row row : grid.rows()) {
            int at = 0;
            for (Grid.Cell cell : row.cells()) {
                if (at == column && cell.mark() != null) {
                    all.add(cell.mark());
                }
                at += cell.span();
            }
        }
        return all;
    }

    /** The axis for the head of a column of forests; empty for other columns. */
    static String head(Grid grid, int column) {
        if (marks(grid, column).stream().noneMatch(Grid.Mark.Forest.class::isInstance)) {
            return "";
        }
        Scale scale = new Marks(grid, column).forest;
        StringBuilder out =
                new StringBuilder("<svg viewBox=\"0 0 190 14\" width=\"190\" height=\"14\" aria-hidden=\"true\">");
        double step = scale.step(3);
        for (double tick : scale.ticks(3)) {
            out.append("<text class=\"tk\" x=\"" + Svg.at(scale.at(tick)) + "\" y=\"11\" text-anchor=\"middle\">"
                    + Svg.minus(Scale.label(tick, step)) + "</text>");
        }
        return out.append("</svg>").toString();
    }

    String draw(Grid.Mark mark) {
        if (mark instanceof Grid.Mark.Forest f) {
            return forest(f);
        }
        if (mark instanceof Grid.Mark.Share s) {
            return share(s);
        }
        return counts((Grid.Mark.Counts) mark);
    }

    private String forest(Grid.Mark.Forest f) {
        if (!Double.isFinite(f.estimate()) || !Double.isFinite(f.low()) || !Double.isFinite(f.high())) {
            return "";
        }
        boolean clear = f.low() > 0 || f.high() < 0;
        String says = String.format(
                Locale.ROOT,
                "standardised effect %s, interval %s to %s",
                Svg.minus(Numbers.fixed(f.estimate(), 2)),
                Svg.minus(Numbers.fixed(f.low(), 2)),
                Svg.minus(Numbers.fixed(f.high(), 2)));
        return "<svg viewBox=\"0 0 190 24\" width=\"190\" height=\"24\" role=\"img\" aria-label=\"" + says
                + "\"><path class=\"refs\" d=\"M" + Svg.at(forest.at(0)) + " 0v24\"/><path class=\""
                + (clear ? "fi" : "fi fo") + "\" d=\"M" + Svg.at(forest.at(f.low())) + " 12H"
                + Svg.at(forest.at(f.high())) + "\"/><circle class=\"" + (clear ? "fd" : "fd fh") + "\" cx=\""
                + Svg.at(forest.at(f.estimate())) + "\" cy=\"12\" r=\"4.6\"/></svg>";
    }

    private String share(Grid.Mark.Share s) {
        double part = mostShare > 0 && s.value() > 0 ? s.value() / mostShare : 0;
        return "<svg viewBox=\"0 0 120 14\" width=\"120\" height=\"14\" role=\"img\" aria-label=\"share "
                + Numbers.fixed(s.value(), 3)
                + "\"><rect class=\"track\" y=\"2\" width=\"120\" height=\"10\" rx=\"3\"/><rect class=\"dot\" y=\"2\" width=\""
                + Svg.at(120 * part) + "\" height=\"10\" rx=\"3\"/></svg>";
    }

    private static String counts(Grid.Mark.Counts c) {
        int n = c.counts().size();
        int most = c.counts().stream().mapToInt(Integer::intValue).max().orElse(0);
        if (most <= 0) {
            return "";
        }
        StringBuilder path = new StringBuilder();
        double wide = 96.0 / n;
        for (int i = 0; i < n; i++) {
            double high = 22.0 * c.counts().get(i) / most;
            if (high > 0) {
                path.append("M" + Svg.at(i * wide) + " 24v-" + Svg.at(high) + "h" + Svg.at(Math.max(0.5, wide - 1))
                        + "V24z");
            }
        }
        return "<svg viewBox=\"0 0 96 24\" width=\"96\" height=\"24\" aria-hidden=\"true\"><path class=\"bar\" d=\""
                + path + "\"/></svg>";
    }
}
