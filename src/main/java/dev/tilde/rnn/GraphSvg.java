package dev.tilde.rnn;

import dev.tilde.rnn.NetworkGraph.Edge;
import dev.tilde.rnn.NetworkGraph.EdgeKind;
import dev.tilde.rnn.NetworkGraph.Node;
import dev.tilde.rnn.NetworkGraph.NodeKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Draws a graph: boxes on a grid, straight arrows between them, arcs where an arrow would run through a box. */
final class GraphSvg {
    private static final double ACROSS = 150;
    private static final double UP = 92;
    private static final double MARGIN = 34;
    private static final double HIGH = 34;
    private static final double CHARACTER = 6.6;
    private static final String STYLE = "<style>"
            + "svg{--page:#fff;--ink:#171b26;--mut:#5a6375;--line:#dfe3ea;--soft:#f6f7fa;--acc:#2456c9;--accs:#e4ecfd;"
            + "--warm:#c2570c;--teal:#0b7d74;color-scheme:light dark}"
            + "@media(prefers-color-scheme:dark){svg{--page:#161a23;--ink:#e7eaf1;--mut:#9da7b8;--line:#2c3340;"
            + "--soft:#1c212c;--acc:#8ab0ff;--accs:#1d2b4d;--warm:#ffab66;--teal:#5fd0c5}}"
            + ".bg{fill:var(--page)}text{font:13px system-ui,sans-serif;fill:var(--ink);text-anchor:middle}"
            + ".el{font-size:11.5px;paint-order:stroke;stroke:var(--page);stroke-width:4px;stroke-linejoin:round}"
            + ".nt{text-anchor:start;fill:var(--mut);font-size:11.5px}"
            + "rect.n{stroke-width:1.3;stroke:var(--mut);fill:var(--soft)}rect.n-state{stroke:var(--acc);"
            + "fill:var(--accs)}rect.n-more{stroke:none;fill:none}"
            + "path.e{fill:none;stroke:var(--mut);stroke-width:1.4}path.e-recurrent,path.e-kept{stroke:var(--warm)}"
            + "path.e-feedback{stroke:var(--teal)}path.e-output{stroke:var(--acc)}path.d{stroke-dasharray:5 4}"
            + ".a-input,.a-linear{fill:var(--mut)}.a-output{fill:var(--acc)}.a-recurrent,.a-kept{fill:var(--warm)}"
            + ".a-feedback{fill:var(--teal)}</style>";

    private final NetworkGraph graph;
    private final StringBuilder lines = new StringBuilder();
    private final StringBuilder words = new StringBuilder();
    private final double left;
    private final double top;
    private final double across;
    private double right;
    private final double bottom;

    private GraphSvg(NetworkGraph graph) {
        this.graph = graph;
        double least = graph.nodes().stream().mapToDouble(Node::x).min().orElse(0);
        double highest = graph.nodes().stream().mapToDouble(Node::y).max().orElse(0);
        double widest = graph.nodes().stream().mapToDouble(GraphSvg::wide).max().orElse(0);
        boolean many = graph.nodes().stream().mapToDouble(Node::x).max().orElse(0) - least > 6;
        boolean loops = graph.edges().stream().anyMatch(e -> e.from().equals(e.to()));
        this.across = many ? widest + 18 : Math.max(ACROSS, widest + (loops ? 110 : 50));
        this.left = MARGIN + widest / 2 + 40 - least * across;
        this.top = MARGIN + HIGH / 2 + 16 + highest * UP;
        double lowest = graph.nodes().stream().mapToDouble(Node::y).min().orElse(0);
        this.bottom = top - lowest * UP + HIGH / 2 + 20;
        this.right = left + graph.nodes().stream().mapToDouble(Node::x).max().orElse(0) * across + widest / 2 + 90;
    }

    static String of(NetworkGraph graph) {
        return new GraphSvg(graph).draw();
    }

    private String draw() {
        graph.edges().forEach(this::edge);
        graph.nodes().forEach(this::node);
        double y = bottom + 8;
        double drawn = right;
        StringBuilder below = new StringBuilder();
        for (String note : graph.notes()) {
            below.append("<text class=\"nt\" x=\"" + at(MARGIN) + "\" y=\"" + at(y) + "\">" + xml(note) + "</text>");
            right = Math.max(right, MARGIN * 2 + 5.9 * note.length());
            y += 18;
        }
        String size = at(right) + " " + at(y);
        StringBuilder out = new StringBuilder("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 " + size
                + "\" width=\"" + at(right) + "\" height=\"" + at(y) + "\" role=\"img\"><title>" + xml(graph.title())
                + "</title>" + STYLE + "<defs>");
        for (EdgeKind kind : EdgeKind.values()) {
            out.append("<marker id=\"" + word(kind) + "\" viewBox=\"0 0 8 8\" refX=\"7\" refY=\"4\" markerWidth=\"7\" "
                    + "markerHeight=\"7\" orient=\"auto\"><path class=\"a-" + word(kind)
                    + "\" d=\"M0 .5L8 4L0 7.5z\"/></marker>");
        }
        out.append("</defs><rect class=\"bg\" width=\"100%\" height=\"100%\"/>");
        out.append("<g transform=\"translate(" + at((right - drawn) / 2) + " 0)\">");
        return out.append(lines)
                .append(words)
                .append("</g>")
                .append(below)
                .append("</svg>\n")
                .toString();
    }

    private void node(Node n) {
        double w = wide(n);
        double round = n.kind() == NodeKind.OUTPUT ? HIGH / 2 : n.kind() == NodeKind.STATE ? 8 : 2;
        words.append("<rect class=\"n n-" + n.kind().name().toLowerCase(Locale.ROOT) + "\" x=\"" + at(x(n) - w / 2)
                + "\" y=\"" + at(y(n) - HIGH / 2) + "\" width=\"" + at(w) + "\" height=\"" + at(HIGH) + "\" rx=\""
                + at(round) + "\"/><text x=\"" + at(x(n)) + "\" y=\"" + at(y(n) + 4.5) + "\">"
                + subscripts(xml(n.label()))
                + "</text>");
    }

    private void edge(Edge e) {
        Node from = graph.node(e.from());
        Node to = graph.node(e.to());
        double x1 = x(from);
        double y1 = y(from);
        double x2 = x(to);
        double y2 = y(to);
        if (from.equals(to)) {
            loop(e, from);
            return;
        }
        double dx = x2 - x1;
        double dy = y2 - y1;
        boolean level = Math.abs(dy) < 1;
        boolean through =
                graph.nodes().stream().anyMatch(n -> !n.equals(from) && !n.equals(to) && isBetween(n, from, to));
        double[] a = border(from, dx, dy);
        double[] b = border(to, -dx, -dy);
        if (!through) {
            // Arrows that run both ways between two boxes stand beside each other.
            boolean back = graph.edges().stream().anyMatch(o -> o.from().equals(e.to()) && o.to().equals(e.from()));
            double length = Math.hypot(dx, dy);
            double sx = back ? 7 * dy / length : 0;
            double sy = back ? -7 * dx / length : 0;
            path(e, "M" + at(a[0] + sx) + " " + at(a[1] + sy) + "L" + at(b[0] + sx) + " " + at(b[1] + sy));
            label(e, (a[0] + b[0]) / 2 + sx * 2, (a[1] + b[1]) / 2 + (level ? -7 : 4) + sy * 2);
        } else if (level) {
            double lift = 26 + 10 * Math.abs(dx) / across;
            path(
                    e,
                    "M" + at(x1) + " " + at(y1 - HIGH / 2) + "C" + at(x1 + dx * .2) + " " + at(y1 - HIGH / 2 - lift)
                            + " " + at(x2 - dx * .2) + " " + at(y1 - HIGH / 2 - lift) + " " + at(x2) + " "
                            + at(y2 - HIGH / 2));
            label(e, (x1 + x2) / 2, y1 - HIGH / 2 - lift * .72);
        } else {
            double side = Math.max(wide(from), wide(to)) / 2 + 46;
            boolean falls = e.kind() == EdgeKind.FEEDBACK;
            boolean loops = graph.edges().stream().anyMatch(o -> o.from().equals(o.to()));
            double s = falls ? side + (loops ? 130 : 16) : -side;
            right = Math.max(right, Math.max(x1, x2) + s + 24);
            double end = falls ? wide(to) / 2 : -wide(to) / 2;
            double begin = falls ? wide(from) / 2 : -wide(from) / 2;
            path(
                    e,
                    "M" + at(x1 + begin) + " " + at(y1) + "C" + at(x1 + s) + " " + at(y1 + dy * .1) + " " + at(x2 + s)
                            + " " + at(y2 - dy * .1) + " " + at(x2 + end) + " " + at(y2));
            label(e, (x1 + x2) / 2 + s * .86, (y1 + y2) / 2 + 4);
        }
    }

    /** From a box around its right side into it again; several loops lie around each other. */
    private void loop(Edge e, Node n) {
        List<Edge> loops = new ArrayList<>(graph.edges().stream()
                .filter(o -> o.from().equals(n.id()) && o.to().equals(n.id()))
                .toList());
        double out = 34 + 26 * loops.indexOf(e);
        double x = x(n) + wide(n) / 2;
        double spread = 8 + 2 * loops.indexOf(e);
        path(
                e,
                "M" + at(x) + " " + at(y(n) - spread) + "C" + at(x + out) + " " + at(y(n) - spread - 16) + " "
                        + at(x + out) + " " + at(y(n) + spread + 16) + " " + at(x) + " " + at(y(n) + spread));
        double w = CHARACTER * e.label().length();
        words.append("<text class=\"el\" style=\"text-anchor:start\" x=\""
                + at(x + 10 + (34 + 26 * (loops.size() - 1)) * .75) + "\" y=\""
                + at(y(n) + 4 - 15 * (loops.indexOf(e) - (loops.size() - 1) / 2.0)) + "\">" + xml(e.label())
                + "</text>");
        right = Math.max(right, x + 24 + out * .62 + w);
    }

    private boolean isBetween(Node n, Node a, Node b) {
        double dx = x(b) - x(a);
        double dy = y(b) - y(a);
        double along = ((x(n) - x(a)) * dx + (y(n) - y(a)) * dy) / (dx * dx + dy * dy);
        double off = Math.abs((x(n) - x(a)) * dy - (y(n) - y(a)) * dx) / Math.hypot(dx, dy);
        return along > 0.02 && along < 0.98 && off < HIGH / 2 + 2;
    }

    /** Where a line in a direction leaves a box. */
    private double[] border(Node n, double dx, double dy) {
        double w = wide(n) / 2 + 1.5;
        double h = HIGH / 2 + 1.5;
        double k = Math.min(dx == 0 ? 1e9 : w / Math.abs(dx), dy == 0 ? 1e9 : h / Math.abs(dy));
        return new double[] {x(n) + k * dx, y(n) + k * dy};
    }

    private void path(Edge e, String d) {
        lines.append("<path class=\"e e-" + word(e.kind()) + (NetworkGraph.isDashed(e.kind()) ? " d" : "") + "\" d=\""
                + d + "\" marker-end=\"url(#" + word(e.kind()) + ")\"/>");
    }

    private void label(Edge e, double x, double y) {
        if (!e.label().isEmpty()) {
            words.append("<text class=\"el\" x=\"" + at(x) + "\" y=\"" + at(y) + "\">" + xml(e.label()) + "</text>");
        }
    }

    private double x(Node n) {
        return left + n.x() * across;
    }

    private double y(Node n) {
        return top - n.y() * UP;
    }

    private static double wide(Node n) {
        return Math.max(44, 20 + CHARACTER * n.label().length());
    }

    private static String word(EdgeKind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    private static String at(double v) {
        return String.format(Locale.ROOT, "%.1f", v);
    }

    /** {@code h_(t-1)} with the step set low. */
    private static String subscripts(String xml) {
        return xml.replaceAll("_\\(([^)]*)\\)|_(\\w)", "<tspan dy=\"4\" font-size=\"10\">$1$2</tspan>");
    }

    private static String xml(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
