package dev.tilde.report;

/** What the axes of a plot have to cover; lows above highs when nothing is drawn. */
final class Extent {
    private double lowX = Double.POSITIVE_INFINITY;
    private double highX = Double.NEGATIVE_INFINITY;
    private double lowY = Double.POSITIVE_INFINITY;
    private double highY = Double.NEGATIVE_INFINITY;

    static Extent of(Plot plot) {
        Extent extent = new Extent();
        extent.coverX(plot.x().low());
        extent.coverX(plot.x().high());
        extent.coverY(plot.y().low());
        extent.coverY(plot.y().high());
        for (Plot.Layer layer : plot.layers()) {
            if (layer instanceof Plot.Points p) {
                extent.cover(p.at());
            } else if (layer instanceof Plot.Line l) {
                extent.cover(l.through());
            } else if (layer instanceof Plot.Band b) {
                extent.cover(b.low());
                extent.cover(b.high());
            } else if (layer instanceof Plot.Intervals i) {
                extent.cover(i.estimate());
                extent.cover(i.low());
                extent.cover(i.high());
            } else if (layer instanceof Plot.Slope s && s.slope() == 0) {
                extent.coverY(s.intercept());
            } else if (layer instanceof Plot.Upright u) {
                extent.coverX(u.at());
            }
        }
        return extent;
    }

    double lowX() {
        return lowX;
    }

    double highX() {
        return highX;
    }

    double lowY() {
        return lowY;
    }

    double highY() {
        return highY;
    }

    private void cover(Series series) {
        for (int i = 0; i < series.size(); i++) {
            if (series.shows(i)) {
                coverX(series.x(i));
                coverY(series.y(i));
            }
        }
    }

    private void coverX(double v) {
        if (Double.isFinite(v)) {
            lowX = Math.min(lowX, v);
            highX = Math.max(highX, v);
        }
    }

    private void coverY(double v) {
        if (Double.isFinite(v)) {
            lowY = Math.min(lowY, v);
            highY = Math.max(highY, v);
        }
    }
}
