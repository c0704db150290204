package dev.tilde.report;

import dev.tilde.text.Caret;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Draws a plot as SVG: deterministic, well-formed, short. Colours are classes, so that they follow the page; text that
 * may lie over points has a halo. Coordinates have one decimal.
 */
final class Svg {
    private static final double TOP = 14;
    private static final double RIGHT = 16;
    private static final double BOTTOM = 44;
    private static final double CHARACTER = 6.3;

    private final Plot plot;
    private final String id;
    private final int width;
    private final int height;
    private final StringBuilder out = new StringBuilder();
    private final List<double[]> taken = new ArrayList<>();
    private final Scale x;
    private final Scale y;

    private Svg(Plot plot, String id, int width, int height) {
        this.plot = plot;
        this.id = id;
        this.width = width;
        this.height = height;
        Extent extent = Extent.of(plot);
        this.y = Scale.around(extent.lowY(), extent.highY(), height - BOTTOM, TOP);
        double step = y.step(rows());
        double left = y.ticks(rows()).stream()
                .mapToDouble(t -> 36 + CHARACTER * Scale.label(t, step).length())
                .max()
                .orElse(50);
        this.x = Scale.around(extent.lowX(), extent.highX(), Math.max(50, left), width - RIGHT);
    }

    /**
     * The drawing of a plot.
     *
     * @param id start of the ids inside, unique in the page
     */
    static String of(Plot plot, String id, int width, int height) {
        return new Svg(plot, id, width, height).draw();
    }

    private String draw() {
        out.append("<svg viewBox=\"0 0 " + width + " " + height + "\" role=\"img\" aria-labelledby=\"" + id + "t " + id
                + "d\"><title id=\"" + id + "t\">" + Escape.xml(plot.name()) + "</title><desc id=\"" + id + "d\">"
                + Escape.xml(plot.description()) + "</desc>");
        axes();
        layers(Plot.Band.class).forEach(this::band);
        layers(Plot.Slope.class).forEach(this::slope);
        layers(Plot.Upright.class).forEach(this::upright);
        layers(Plot.Points.class).forEach(this::points);
        layers(Plot.Line.class).forEach(this::line);
        layers(Plot.Intervals.class).forEach(this::intervals);
        layers(Plot.Points.class).forEach(this::labels);
        return out.append("</svg>").toString();
    }

    private <L extends Plot.Layer> List<L> layers(Class<L> kind) {
        return plot.layers().stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    private int rows() {
        return Math.max(3, height / 50);
    }

    private void axes() {
        double step = y.step(rows());
        StringBuilder lines = new StringBuilder();
        for (double tick : y.ticks(rows())) {
            lines.append("M" + at(x.from()) + " " + at(y.at(tick)) + "H" + at(x.to()));
            text("tk", x.from() - 8, y.at(tick) + 3.8, "end", minus(Scale.label(tick, step)));
        }
        out.append("<path class=\"grid\" d=\"" + lines + "\"/>");
        StringBuilder small = new StringBuilder();
        if (plot.x().names().isEmpty()) {
            int columns = Math.max(3, width / 75);
            double across = x.step(columns);
            for (double tick : x.ticks(columns)) {
                small.append(tick(tick));
                text("tk", x.at(tick), y.from() + 17, "middle", minus(Scale.label(tick, across)));
            }
        } else {
            names(small);
        }
        out.append(
                "<path class=\"axis\" d=\"M" + at(x.from()) + " " + at(y.from()) + "H" + at(x.to()) + small + "\"/>");
        text(
                "al",
                (x.from() + x.to()) / 2,
                height - 7,
                "middle",
                fitted(plot.x().title(), x.to() - x.from()));
        out.append("<text class=\"al\" transform=\"translate(13 " + at((y.from() + y.to()) / 2)
                + ") rotate(-90)\" text-anchor=\"middle\">"
                + Escape.xml(fitted(plot.y().title(), y.from() - y.to())) + "</text>");
    }

    private String tick(double at) {
        return "M" + at(x.at(at)) + " " + at(y.from()) + "v4";
    }

    /** Words below the axis, each in the room up to the next; of very many only every k-th. */
    private void names(StringBuilder ticks) {
        List<String> names = plot.x().names();
        double room = x.at(1) - x.at(0);
        int every = (int) Math.ceil(40 / Math.max(room, 0.1));
        for (int k = 0; k < names.size(); k++) {
            ticks.append(tick(k));
            if (k % every == 0) {
                int most = Math.max(4, (int) (room * every / CHARACTER) - 1);
                text("tk", x.at(k), y.from() + 17, "middle", Lines.cut(names.get(k), most));
            }
        }
    }

    private static String fitted(String title, double room) {
        return Lines.cut(title, Math.max(8, (int) (room / CHARACTER)));
    }

    private void band(Plot.Band band) {
        Series low = band.low().thinned(Plot.MOST_OF_LINE);
        Series high = band.high().thinned(Plot.MOST_OF_LINE);
        List<String> outline = new ArrayList<>();
        for (int i = 0; i < high.size(); i++) {
            if (low.shows(i) && high.shows(i)) {
                outline.add(point(high, i));
            }
        }
        for (int i = low.size() - 1; i >= 0; i--) {
            if (low.shows(i) && high.shows(i)) {
                outline.add(point(low, i));
            }
        }
        if (!outline.isEmpty()) {
            out.append("<path class=\"" + (band.quiet() ? "bandm" : "band") + "\" d=\"M" + String.join(" ", outline)
                    + "Z\"/>");
        }
    }

    private void slope(Plot.Slope line) {
        // Cut where it leaves the plot at the top or bottom; a flat line never does.
        double a = x.low();
        double b = x.high();
        if (line.slope() != 0) {
            double atLow = (y.low() - line.intercept()) / line.slope();
            double atHigh = (y.high() - line.intercept()) / line.slope();
            a = Math.max(a, Math.min(atLow, atHigh));
            b = Math.min(b, Math.max(atLow, atHigh));
        } else if (!(line.intercept() >= y.low() && line.intercept() <= y.high())) {
            return;
        }
        if (a < b) {
            out.append("<path class=\"" + css(line.stroke()) + "\" d=\"M" + at(x.at(a)) + " "
                    + at(y.at(line.intercept() + line.slope() * a)) + " " + at(x.at(b)) + " "
                    + at(y.at(line.intercept() + line.slope() * b)) + "\"/>");
        }
    }

    private void upright(Plot.Upright line) {
        if (line.at() >= x.low() && line.at() <= x.high()) {
            out.append("<path class=\"" + css(line.stroke()) + "\" d=\"M" + at(x.at(line.at())) + " " + at(y.from())
                    + "V" + at(y.to()) + "\"/>");
        }
    }

    private void line(Plot.Line line) {
        Series through = line.through().thinned(Plot.MOST_OF_LINE);
        StringBuilder path = new StringBuilder();
        String next = "M";
        for (int i = 0; i < through.size(); i++) {
            if (through.shows(i)) {
                path.append(next).append(point(through, i));
                next = " ";
            } else {
                next = "M";
            }
        }
        if (!path.isEmpty()) {
            out.append("<path class=\"" + css(line.stroke()) + "\" d=\"" + path + "\"/>");
        }
    }

    private void intervals(Plot.Intervals all) {
        StringBuilder bars = new StringBuilder();
        StringBuilder dots = new StringBuilder();
        for (int i = 0; i < all.estimate().size(); i++) {
            if (all.low().shows(i) && all.high().shows(i)) {
                bars.append("M")
                        .append(point(all.low(), i))
                        .append("V")
                        .append(at(y.at(all.high().y(i))));
            }
            if (all.estimate().shows(i)) {
                dots.append("<circle cx=\"" + at(x.at(all.estimate().x(i))) + "\" cy=\""
                        + at(y.at(all.estimate().y(i))) + "\" r=\"4.6\"/>");
            }
        }
        out.append("<path class=\"fi\" d=\"" + bars + "\"/><g class=\"fd\">" + dots + "</g>");
    }

    static String css(Plot.Stroke stroke) {
        return switch (stroke) {
            case MODEL -> "ln";
            case SMOOTHER -> "sm";
            case REFERENCE -> "ref";
            case LIMIT -> "refb";
        };
    }

    private void points(Plot.Points points) {
        Series at = points.at();
        String css = points.quiet() ? "ptm" : "pt";
        if (at.size() > Plot.MOST_POINTS) {
            out.append(Hexagons.of(at, x, y).paths(points.quiet()));
            out.append("<g class=\"" + css + "\">");
            points.labels().keySet().forEach(i -> circle(points, i));
        } else if (at.size() > Plot.MOST_HOVERS) {
            out.append("<g class=\"" + css + "d\">").append(dots(at));
        } else {
            out.append("<g class=\"" + css + "\">");
            for (int i = 0; i < at.size(); i++) {
                circle(points, i);
            }
        }
        out.append("</g>");
    }

    private void circle(Plot.Points points, int i) {
        if (points.at().shows(i)) {
            String title = points.hovers().isEmpty()
                    ? "/>"
                    : "><title>" + Escape.xml(points.hovers().get(i)) + "</title></circle>";
            out.append("<circle cx=\"" + at(x.at(points.at().x(i))) + "\" cy=\""
                    + at(y.at(points.at().y(i))) + "\" r=\"3.1\"" + title);
        }
    }

    /** Round line ends as points, dealt out to a few paths: inside one path overlaps would not add up. */
    private String dots(Series at) {
        int paths = 6;
        StringBuilder all = new StringBuilder();
        for (int k = 0; k < paths; k++) {
            StringBuilder path = new StringBuilder();
            for (int i = k; i < at.size(); i += paths) {
                if (at.shows(i)) {
                    path.append("M").append(point(at, i)).append("h0");
                }
            }
            if (!path.isEmpty()) {
                all.append("<path d=\"" + path + "\"/>");
            }
        }
        return all.toString();
    }

    /** Offset of the text from its point, and where the text starts from there. */
    private record Side(double dx, double dy, String anchor) {}

    private static final List<Side> SIDES = List.of(
            new Side(8, 4, "start"),
            new Side(-8, 4, "end"),
            new Side(0, -8, "middle"),
            new Side(0, 17, "middle"),
            new Side(6, -6, "start"),
            new Side(-6, -6, "end"),
            new Side(6, 14, "start"),
            new Side(-6, 14, "end"),
            new Side(10, -16, "start"),
            new Side(-10, -16, "end"),
            new Side(10, 24, "start"),
            new Side(-10, 24, "end"));

    private void labels(Plot.Points points) {
        for (int i : points.labels().keySet()) {
            if (points.at().shows(i)) {
                double cx = x.at(points.at().x(i));
                double cy = y.at(points.at().y(i));
                taken.add(new double[] {cx - 4, cy - 4, cx + 4, cy + 4});
            }
        }
        for (Map.Entry<Integer, String> label : points.labels().entrySet()) {
            if (points.at().shows(label.getKey())) {
                label(points, label.getKey(), Lines.cut(label.getValue(), 24));
            }
        }
    }

    /** Puts a label on the side that covers the fewest points; without a free side the hover text has to do. */
    private void label(Plot.Points points, int i, String text) {
        double cx = x.at(points.at().x(i));
        double cy = y.at(points.at().y(i));
        double wide = CHARACTER * Caret.width(text) + 2;
        Side best = null;
        double[] bestBox = {};
        double least = Double.POSITIVE_INFINITY;
        for (int k = 0; k < SIDES.size(); k++) {
            Side side = SIDES.get(k);
            double left = cx
                    + side.dx()
                    - (side.anchor().equals("end") ? wide : side.anchor().equals("middle") ? wide / 2 : 0);
            double[] box = {left, cy + side.dy() - 11, left + wide, cy + side.dy() + 3};
            double cost = 0.4 * k + covered(points.at(), box);
            if (cost < least && isFree(box, cx, cy)) {
                best = side;
                bestBox = box;
                least = cost;
            }
        }
        if (best != null) {
            taken.add(bestBox);
            text("lb", cx + best.dx(), cy + best.dy(), best.anchor(), text);
        }
    }

    private boolean isFree(double[] box, double cx, double cy) {
        if (box[0] < x.from() || box[2] > x.to() + RIGHT - 2 || box[1] < 2 || box[3] > y.from()) {
            return false;
        }
        return taken.stream()
                .noneMatch(t -> box[0] < t[2]
                        && t[0] < box[2]
                        && box[1] < t[3]
                        && t[1] < box[3]
                        && !(t[0] == cx - 4 && t[1] == cy - 4));
    }

    private int covered(Series at, double[] box) {
        if (at.size() > Plot.MOST_POINTS) {
            return 0;
        }
        int n = 0;
        for (int i = 0; i < at.size(); i++) {
            double px = x.at(at.x(i));
            double py = y.at(at.y(i));
            if (px > box[0] - 3 && px < box[2] + 3 && py > box[1] - 3 && py < box[3] + 3) {
                n++;
            }
        }
        return n;
    }

    private void text(String css, double tx, double ty, String anchor, String text) {
        out.append("<text class=\"" + css + "\" x=\"" + at(tx) + "\" y=\"" + at(ty) + "\" text-anchor=\"" + anchor
                + "\">" + Escape.xml(text) + "</text>");
    }

    private String point(Series series, int i) {
        return at(x.at(series.x(i))) + " " + at(y.at(series.y(i)));
    }

    static String minus(String number) {
        return number.startsWith("-") ? "\u2212" + number.substring(1) : number;
    }

    /** A coordinate with at most one decimal. */
    static String at(double v) {
        long tenths = Math.round(v * 10);
        String sign = tenths < 0 ? "-" : "";
        long size = Math.abs(tenths);
        return sign + size / 10 + (size % 10 == 0 ? "" : "." + size % 10);
    }
}
