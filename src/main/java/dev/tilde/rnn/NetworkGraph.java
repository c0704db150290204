package dev.tilde.rnn;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The computational graph of a network: what is computed from what. Folded it has one node for each quantity and edges
 * that say how many steps they go back; unfolded it has a node for each quantity and step, and every set of parameters
 * is named once, since all steps share it. Goodfellow, Bengio and Courville (2016), section 10.1.
 *
 * <p>It can be drawn as SVG, which follows the dark mode of whoever looks at it, and written for Graphviz and Mermaid.
 *
 * @param title what is drawn
 * @param nodes with their places on a grid, x to the right and y up
 * @param edges between them
 * @param notes what the drawing leaves out, in sentences
 */
public record NetworkGraph(String title, List<Node> nodes, List<Edge> edges, List<String> notes) {
    /** What a node stands for. */
    public enum NodeKind {
        /** The inputs of a step. */
        INPUT,
        /** Units. */
        STATE,
        /** The output of a step. */
        OUTPUT,
        /** Steps not shown. */
        MORE
    }

    /** What an edge does. */
    public enum EdgeKind {
        /** Inputs into units, or units into the units of a higher layer. */
        INPUT,
        /** Units of an earlier step into units. */
        RECURRENT,
        /** A state that is kept as it is. */
        KEPT,
        /** Units into the output. */
        OUTPUT,
        /** Inputs straight into the output. */
        LINEAR,
        /** An output into a later step. */
        FEEDBACK
    }

    /** A quantity; its id is a word of letters, digits and underscores. */
    public record Node(String id, String label, NodeKind kind, double x, double y) {}

    /**
     * A dependence.
     *
     * @param label the parameters, and in a folded graph the steps it goes back; empty where they are named elsewhere
     */
    public record Edge(String from, String to, EdgeKind kind, String label) {}

    public NetworkGraph {
        nodes = List.copyOf(nodes);
        edges = List.copyOf(edges);
        notes = List.copyOf(notes);
        Set<String> ids = new LinkedHashSet<>();
        nodes.forEach(n -> ids.add(n.id()));
        for (Edge e : edges) {
            if (!ids.contains(e.from()) || !ids.contains(e.to())) {
                throw new IllegalArgumentException("no node for the edge from " + e.from() + " to " + e.to());
            }
        }
    }

    Node node(String id) {
        return nodes.stream().filter(n -> n.id().equals(id)).findFirst().orElseThrow();
    }

    /** As an SVG file of its own. */
    public String svg() {
        return GraphSvg.of(this);
    }

    /** For Graphviz, from bottom to top. */
    public String dot() {
        StringBuilder out = new StringBuilder("digraph network {\n  rankdir=BT;\n  label=" + quoted(title) + ";\n");
        out.append("  node [fontname=\"sans-serif\"];\n");
        for (Node n : nodes) {
            String shape = switch (n.kind()) {
                case INPUT -> "box";
                case STATE -> "box, style=\"rounded,filled\", fillcolor=\"#e4ecfd\"";
                case OUTPUT -> "ellipse";
                case MORE -> "plaintext";
            };
            out.append("  ")
                    .append(n.id())
                    .append(" [label=")
                    .append(quoted(n.label()))
                    .append(", shape=");
            out.append(shape).append("];\n");
        }
        Map<Double, List<String>> levels = new LinkedHashMap<>();
        nodes.forEach(n -> levels.computeIfAbsent(n.y(), y -> new ArrayList<>()).add(n.id()));
        levels.values().stream()
                .filter(l -> l.size() > 1)
                .forEach(l -> out.append("  { rank=same; ")
                        .append(String.join("; ", l))
                        .append("; }\n"));
        for (Edge e : edges) {
            out.append("  ")
                    .append(e.from())
                    .append(" -> ")
                    .append(e.to())
                    .append(" [label=")
                    .append(quoted(e.label()));
            out.append(isDashed(e.kind()) ? ", style=dashed" : "");
            out.append(e.kind() == EdgeKind.RECURRENT ? ", color=\"#c2570c\", constraint=false" : "");
            out.append(e.kind() == EdgeKind.FEEDBACK ? ", color=\"#0b7d74\", constraint=false" : "")
                    .append("];\n");
        }
        return out.append("}\n").toString();
    }

    /** For Mermaid, from bottom to top. */
    public String mermaid() {
        StringBuilder out = new StringBuilder("flowchart BT\n");
        for (Node n : nodes) {
            String label = "\"" + n.label().replace("\"", "#quot;") + "\"";
            out.append("  ")
                    .append(n.id())
                    .append(
                            switch (n.kind()) {
                                case INPUT -> "[" + label + "]";
                                case STATE -> "(" + label + ")";
                                case OUTPUT -> "((" + label + "))";
                                case MORE -> ">" + label + "]";
                            });
            out.append('\n');
        }
        for (Edge e : edges) {
            String arrow = isDashed(e.kind()) ? "-.->" : e.kind() == EdgeKind.RECURRENT ? "==>" : "-->";
            String label = e.label().isEmpty() ? "" : "|\"" + e.label().replace("\"", "#quot;") + "\"|";
            out.append("  ")
                    .append(e.from())
                    .append(' ')
                    .append(arrow)
                    .append(label)
                    .append(' ')
                    .append(e.to());
            out.append('\n');
        }
        return out.toString();
    }

    static boolean isDashed(EdgeKind kind) {
        return kind == EdgeKind.KEPT || kind == EdgeKind.LINEAR || kind == EdgeKind.FEEDBACK;
    }

    private static String quoted(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    /** What it shows, in a line. */
    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%s: %d nodes, %d edges", title, nodes.size(), edges.size());
    }
}
