package dev.tilde.report;

import java.util.Map;
import java.util.TreeMap;

/**
 * Many points counted in hexagons on the page, shaded in five steps of the cube root of the count. Hexagons stand on
 * a corner, in rows; every other row is shifted by half.
 */
final class Hexagons {
    private static final double RADIUS = 6;
    private static final double ACROSS = RADIUS * Math.sqrt(3);
    private static final double DOWN = RADIUS * 1.5;
    private static final int SHADES = 5;

    private record Cell(int row, int column) implements Comparable<Cell> {
        @Override
        public int compareTo(Cell other) {
            return row != other.row ? Integer.compare(row, other.row) : Integer.compare(column, other.column);
        }
    }

    private final Map<Cell, Integer> counts = new TreeMap<>();
    private int most;

    private Hexagons() {}

    static Hexagons of(Series series, Scale x, Scale y) {
        Hexagons all = new Hexagons();
        for (int i = 0; i < series.size(); i++) {
            if (series.shows(i)) {
                int n = all.counts.merge(nearest(x.at(series.x(i)), y.at(series.y(i))), 1, Integer::sum);
                all.most = Math.max(all.most, n);
            }
        }
        return all;
    }

    private static Cell nearest(double px, double py) {
        int row = (int) Math.floor(py / DOWN);
        Cell best = new Cell(row, 0);
        double least = Double.POSITIVE_INFINITY;
        for (int r = row; r <= row + 1; r++) {
            int column = (int) Math.round(px / ACROSS - shift(r));
            double dx = px - (column + shift(r)) * ACROSS;
            double dy = py - r * DOWN;
            if (dx * dx + dy * dy < least) {
                least = dx * dx + dy * dy;
                best = new Cell(r, column);
            }
        }
        return best;
    }

    private static double shift(int row) {
        return (row & 1) * 0.5;
    }

    /** One path per shade; the darkest holds the fullest cells. */
    String paths(boolean quiet) {
        StringBuilder out = new StringBuilder();
        String half = Svg.at(ACROSS / 2);
        String outline = "m0 -6l" + half + " 3v6l-" + half + " 3l-" + half + " -3v-6z";
        for (int shade = 1; shade <= SHADES; shade++) {
            StringBuilder path = new StringBuilder();
            for (Map.Entry<Cell, Integer> cell : counts.entrySet()) {
                if (shade(cell.getValue()) == shade) {
                    Cell at = cell.getKey();
                    path.append("M" + Svg.at((at.column() + shift(at.row())) * ACROSS) + " " + Svg.at(at.row() * DOWN))
                            .append(outline);
                }
            }
            if (!path.isEmpty()) {
                out.append("<path class=\"" + (quiet ? "hm" : "hx") + " h" + shade + "\" d=\"" + path + "\"/>");
            }
        }
        return out.toString();
    }

    private int shade(int count) {
        if (most <= 1) {
            return 3;
        }
        return Math.min(SHADES, 1 + (int) (SHADES * Math.cbrt((double) count / most)));
    }
}
