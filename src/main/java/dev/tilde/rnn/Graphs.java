package dev.tilde.rnn;

import dev.tilde.rnn.NetworkGraph.Edge;
import dev.tilde.rnn.NetworkGraph.EdgeKind;
import dev.tilde.rnn.NetworkGraph.Node;
import dev.tilde.rnn.NetworkGraph.NodeKind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Graphs of structures, folded and unfolded. */
final class Graphs {
    private static final int MOST_STEPS = 17;

    private final Structure structure;
    private final boolean echo;
    /** One output for a whole sequence. */
    private final boolean last;
    /** Whether inputs are made of earlier responses, which beyond the data are the network's own outputs. */
    private final boolean reads;

    private final boolean linear;
    private final List<Node> nodes = new ArrayList<>();
    private final List<Edge> edges = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private final Set<String> named = new HashSet<>();

    Graphs(Structure structure, boolean echo, boolean last, boolean reads) {
        this.structure = structure;
        this.echo = echo;
        this.last = last;
        this.reads = reads;
        this.linear = !echo;
    }

    static NetworkGraph folded(RnnFit fit) {
        return of(fit).folded();
    }

    static NetworkGraph unfolded(RnnFit fit) {
        return of(fit).unfolded();
    }

    private static Graphs of(RnnFit fit) {
        return new Graphs(fit.structure, fit.core instanceof EchoCore, fit.layout.isLast(), fit.layout.readsResponse());
    }

    private String title(String how) {
        return (echo ? "echo state network" : structure.kind().words()) + ", " + how;
    }

    private int layers() {
        return echo
                ? 1
                : structure.kind() == Structure.Kind.TDNN ? structure.steps().size() : structure.layers();
    }

    /** How many nodes a layer has: directions, or groups. */
    private int parts() {
        if (echo) {
            return 1;
        }
        return structure.kind() == Structure.Kind.CLOCKWORK
                ? structure.steps().size()
                : structure.scans().size();
    }

    private boolean isClockwork() {
        return !echo && structure.kind() == Structure.Kind.CLOCKWORK;
    }

    private boolean isTdnn() {
        return !echo && structure.kind() == Structure.Kind.TDNN;
    }

    private boolean isGrid() {
        return !echo && structure.kind().isGrid();
    }

    private List<Integer> delays() {
        if (echo) {
            return List.of(1);
        }
        return switch (structure.kind()) {
            case SKIP -> structure.steps();
            case OUTPUT, TDNN -> List.of();
            default -> List.of(1);
        };
    }

    private String stateLabel(int layer, int part, String time) {
        String number = layers() > 1 ? Integer.toString(layer + 1) : "";
        String what = isClockwork()
                ? "h" + number + " every " + structure.steps().get(part)
                : echo ? "reservoir x" : "h" + number + direction(part);
        return what + (time.isEmpty() || isClockwork() ? "" : "_" + time);
    }

    private String direction(int part) {
        List<Scan> scans = structure.scans();
        if (scans.size() == 1) {
            return "";
        }
        return switch (scans.get(part)) {
            case FORWARD -> isGrid() ? " from upper left" : " forward";
            case BACKWARD -> " backward";
            case DOWN_LEFT -> " from upper right";
            case UP_RIGHT -> " from lower left";
            case UP_LEFT -> " from lower right";
        };
    }

    private String index(int layer) {
        return layers() > 1 ? Integer.toString(layer + 1) : "";
    }

    private String inputWeights(int layer) {
        return echo ? "W in, fixed" : "W" + index(layer);
    }

    private String recurrentWeights(int layer, int delay) {
        if (echo) {
            return "W, fixed";
        }
        return "U" + index(layer) + (structure.kind() == Structure.Kind.SKIP ? "(" + delay + ")" : "");
    }

    // folded

    NetworkGraph folded() {
        int parts = parts();
        nodes.add(new Node("x", isGrid() ? "x at a cell" : "x_t", NodeKind.INPUT, 0, 0));
        int layers = layers();
        for (int l = 0; l < layers; l++) {
            for (int p = 0; p < parts; p++) {
                String id = "h" + l + "_" + p;
                nodes.add(new Node(id, stateLabel(l, p, ""), NodeKind.STATE, p - (parts - 1) / 2.0, l + 1));
                for (int below = 0; below < (l == 0 ? 1 : parts); below++) {
                    String from = l == 0 ? "x" : "h" + (l - 1) + "_" + below;
                    edges.add(new Edge(
                            from, id, EdgeKind.INPUT, once(isTdnn() ? taps(l) : inputWeights(l), l + "in" + p)));
                }
                foldedRecurrence(l, p, id);
            }
        }
        nodes.add(new Node(
                "y",
                last
                        ? isGrid() ? "\u0177 after the last cell" : "\u0177 after the last step"
                        : isGrid() ? "\u0177 at the cell" : "\u0177_t",
                NodeKind.OUTPUT,
                0,
                layers + 1));
        for (int p = 0; p < parts; p++) {
            edges.add(new Edge("h" + (layers - 1) + "_" + p, "y", EdgeKind.OUTPUT, once("V", "V")));
        }
        if (linear) {
            edges.add(new Edge("x", "y", EdgeKind.LINEAR, "B, ridge"));
        }
        boolean output = !echo && structure.kind() == Structure.Kind.OUTPUT;
        if (output) {
            edges.add(new Edge("y", "h0_0", EdgeKind.FEEDBACK, "R, 1 step"));
        } else if (reads && !last) {
            edges.add(new Edge("y", "x", EdgeKind.FEEDBACK, ""));
        }
        foldedNotes(output);
        return new NetworkGraph(title("folded"), nodes, edges, notes);
    }

    private void foldedRecurrence(int layer, int part, String id) {
        if (isClockwork()) {
            for (int slower = part; slower < parts(); slower++) {
                edges.add(new Edge(
                        "h" + layer + "_" + slower, id, EdgeKind.RECURRENT, slower == part ? "U" + index(layer) : ""));
            }
            return;
        }
        if (isGrid()) {
            boolean first = part == 0;
            edges.add(new Edge(id, id, EdgeKind.RECURRENT, first ? "U1, 1 row" : ""));
            edges.add(new Edge(id, id, EdgeKind.RECURRENT, first ? "U2, 1 column" : ""));
            return;
        }
        for (int d : delays()) {
            String steps = d + (d == 1 ? " step" : " steps");
            String way = part == 1 ? " ahead" : "";
            edges.add(new Edge(id, id, EdgeKind.RECURRENT, recurrentWeights(layer, d) + ", " + steps + way));
        }
    }

    private void foldedNotes(boolean output) {
        if (isTdnn()) {
            int reach = structure.steps().stream()
                    .mapToInt(d -> (structure.taps() - 1) * d)
                    .sum();
            notes.add("No state: an output sees the last " + (1 + reach) + " steps.");
        }
        if (isClockwork()) {
            notes.add("A group moves at every such step, keeps its state at others, and reads slower groups only.");
        }
        if (parts() > 1 && !isClockwork()) {
            notes.add("Each direction has parameters of its own.");
        }
        if (isGrid() && last) {
            notes.add("The last cell is the one farthest from the corner where a direction starts.");
        }
        if (output) {
            notes.add("Units do not see each other's past: only the output comes back.");
        }
        feedbackNote();
        if (linear) {
            notes.add("The dashed way from x is the linear part, fitted first and left as it is.");
        }
        if (echo) {
            notes.add("Only the readout V is fitted.");
        }
    }

    private void feedbackNote() {
        boolean output = !echo && structure.kind() == Structure.Kind.OUTPUT;
        if (reads && !last && !output) {
            notes.add("Green: beyond the data outputs stand in for the earlier responses among the inputs.");
        }
    }

    private String taps(int layer) {
        int d = structure.steps().get(layer);
        StringBuilder out = new StringBuilder("W" + index(layer) + " at 0");
        for (int k = 1; k < structure.taps(); k++) {
            out.append(", ").append(-k * d);
        }
        return out.toString();
    }

    // unfolded

    NetworkGraph unfolded() {
        if (isTdnn()) {
            return unfoldedTaps();
        }
        if (isGrid()) {
            return unfoldedGrid();
        }
        List<Integer> back = shown();
        int columns = back.size();
        int parts = parts();
        int layers = layers();
        double height = layers * parts;
        for (int c = 0; c < columns; c++) {
            String time = time(back.get(c));
            nodes.add(new Node("x" + c, "x_" + time, NodeKind.INPUT, c, 0));
            for (int l = 0; l < layers; l++) {
                for (int p = 0; p < parts; p++) {
                    String label = stateLabel(l, p, time);
                    nodes.add(new Node(id(l, p, c), label, NodeKind.STATE, c + shift(p), 1 + l * parts + p));
                }
            }
            if (!last || c == columns - 1) {
                nodes.add(new Node("y" + c, "\u0177_" + time, NodeKind.OUTPUT, c, height + 1));
            }
        }
        // From the newest step on, so that parameters are named there.
        for (int c = columns - 1; c >= 0; c--) {
            step(back, c);
        }
        notes.add("Every step has the same parameters; each is named once.");
        if (isClockwork()) {
            notes.add("Dashed: a group that is not due keeps its state. t is a step at which all are due.");
        }
        feedbackNote();
        if (linear) {
            notes.add("Each output also adds the linear part B x of its step, not drawn.");
        }
        return new NetworkGraph(title("unfolded"), nodes, edges, notes);
    }

    /** Two parts of a layer stand a little beside each other, so that arrows pass. */
    private double shift(int part) {
        return parts() == 1 ? 0 : (part - (parts() - 1) / 2.0) * 0.18;
    }

    private static String id(int layer, int part, int column) {
        return "h" + layer + "_" + part + "_" + column;
    }

    private void step(List<Integer> back, int c) {
        int parts = parts();
        int layers = layers();
        for (int l = 0; l < layers; l++) {
            for (int p = 0; p < parts; p++) {
                boolean due = !isClockwork() || back.get(c) % structure.steps().get(p) == 0;
                for (int below = 0; due && below < (l == 0 ? 1 : parts); below++) {
                    String from = l == 0 ? "x" + c : id(l - 1, below, c);
                    edges.add(new Edge(from, id(l, p, c), EdgeKind.INPUT, once(inputWeights(l), "W" + l + "_" + p)));
                }
                unfoldedRecurrence(back, c, l, p, due);
            }
        }
        boolean output = !last || c == back.size() - 1;
        for (int p = 0; output && p < parts; p++) {
            edges.add(new Edge(id(layers - 1, p, c), "y" + c, EdgeKind.OUTPUT, once("V", "V")));
        }
        boolean fed = !echo && structure.kind() == Structure.Kind.OUTPUT;
        if ((fed || reads) && !last && c > 0 && back.get(c - 1) - back.get(c) == 1) {
            edges.add(
                    new Edge("y" + (c - 1), fed ? id(0, 0, c) : "x" + c, EdgeKind.FEEDBACK, fed ? once("R", "R") : ""));
        }
    }

    private void unfoldedRecurrence(List<Integer> back, int c, int l, int p, boolean due) {
        if (isClockwork()) {
            if (c > 0 && !due) {
                edges.add(new Edge(id(l, p, c - 1), id(l, p, c), EdgeKind.KEPT, ""));
            }
            for (int slower = p; c > 0 && due && slower < parts(); slower++) {
                edges.add(
                        new Edge(id(l, slower, c - 1), id(l, p, c), EdgeKind.RECURRENT, once("U" + index(l), "U" + l)));
            }
            return;
        }
        boolean backward = p == 1;
        for (int d : delays()) {
            int other = back.indexOf(back.get(c) + (backward ? -d : d));
            if (other >= 0) {
                String label = once(recurrentWeights(l, d), "U" + l + "_" + p + "_" + d);
                edges.add(new Edge(id(l, p, other), id(l, p, c), EdgeKind.RECURRENT, label));
            }
        }
    }

    /** The steps shown, as steps back from t, the oldest first: at least three, and the delays. */
    private List<Integer> shown() {
        TreeSet<Integer> set = new TreeSet<>(List.of(0));
        set.addAll(delays());
        for (int k = 1; set.size() < 3; k++) {
            set.add(k * (delays().isEmpty() ? 1 : delays().get(0)));
        }
        List<Integer> back = new ArrayList<>(set.descendingSet());
        return back;
    }

    private static String time(int back) {
        return back == 0 ? "t" : "(t-" + back + ")";
    }

    private NetworkGraph unfoldedTaps() {
        int layers = layers();
        List<Set<Integer>> seen = new ArrayList<>();
        for (int l = 0; l <= layers; l++) {
            seen.add(new TreeSet<>());
        }
        seen.get(layers).add(0);
        nodes.add(new Node("y", "\u0177_t", NodeKind.OUTPUT, 0, layers + 1));
        edges.add(new Edge(tap(layers, 0), "y", EdgeKind.OUTPUT, "V"));
        boolean cut = false;
        for (int l = layers; l > 0; l--) {
            for (int at : seen.get(l)) {
                for (int k = 0; k < structure.taps(); k++) {
                    int below = at + k * structure.steps().get(l - 1);
                    if (below >= MOST_STEPS) {
                        cut = true;
                        continue;
                    }
                    seen.get(l - 1).add(below);
                    edges.add(new Edge(tap(l - 1, below), tap(l, at), EdgeKind.INPUT, ""));
                }
            }
        }
        for (int l = 0; l <= layers; l++) {
            for (int at : seen.get(l)) {
                String time = at == 0 ? "t" : "t-" + at;
                String label = l == 0 ? time : "h" + index(l - 1);
                nodes.add(new Node(tap(l, at), label, l == 0 ? NodeKind.INPUT : NodeKind.STATE, -at, l));
            }
        }
        for (int l = 0; l < layers; l++) {
            notes.add(taps(l) + ": the same at every step.");
        }
        if (cut) {
            notes.add("Steps before t-" + (MOST_STEPS - 1) + " are not drawn.");
        }
        return new NetworkGraph(title("unfolded: what the output of one step sees"), nodes, edges, notes);
    }

    private static String tap(int layer, int back) {
        return "n" + layer + "_" + back;
    }

    private NetworkGraph unfoldedGrid() {
        int size = 3;
        for (int r = 0; r < size; r++) {
            for (int c = 0; c < size; c++) {
                String id = "h" + r + "_" + c;
                nodes.add(new Node(id, "h(" + (r + 1) + ", " + (c + 1) + ")", NodeKind.STATE, c, size - r));
                if (r > 0) {
                    edges.add(new Edge("h" + (r - 1) + "_" + c, id, EdgeKind.RECURRENT, once("U1", "U1")));
                }
                if (c > 0) {
                    edges.add(new Edge("h" + r + "_" + (c - 1), id, EdgeKind.RECURRENT, once("U2", "U2")));
                }
            }
        }
        notes.add(
                last
                        ? "Each cell also reads its x through W; V reads the last one."
                        : "Each cell also reads its x through W and gives its output through V.");
        if (parts() > 1) {
            notes.add("One of four: the others start from the other corners, with parameters of their own.");
        }
        notes.add("Every cell has the same parameters; each is named once.");
        return new NetworkGraph(title("unfolded"), nodes, edges, notes);
    }

    /** A label the first time, nothing after. */
    private String once(String label, String key) {
        return named.add(key) ? label : "";
    }
}
