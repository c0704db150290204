package dev.tilde.rnn;

import dev.tilde.rnn.NetworkGraph.Edge;
import dev.tilde.rnn.NetworkGraph.EdgeKind;
import dev.tilde.rnn.NetworkGraph.Node;
import dev.tilde.rnn.NetworkGraph.NodeKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** A graph over a few steps or cells, each with nodes of its own. */
final class UnfoldedGraph {
    private static final int MOST_STEPS = 17;

    private final Graphs drawn;
    private final Sketch sketch = new Sketch();

    UnfoldedGraph(Graphs drawn) {
        this.drawn = drawn;
    }

    NetworkGraph draw() {
        if (drawn.isTdnn()) {
            return taps();
        }
        if (drawn.isGrid()) {
            return grid();
        }
        List<Integer> back = shown();
        int columns = back.size();
        int parts = drawn.parts();
        int layers = drawn.layers();
        double height = layers * parts;
        for (int c = 0; c < columns; c++) {
            String time = time(back.get(c));
            sketch.add(new Node("x" + c, "x_" + time, NodeKind.INPUT, c, 0));
            for (int l = 0; l < layers; l++) {
                for (int p = 0; p < parts; p++) {
                    String label = drawn.stateLabel(l, p, time);
                    sketch.add(new Node(id(l, p, c), label, NodeKind.STATE, c + shift(p), 1 + l * parts + p));
                }
            }
            if (!drawn.isLast() || c == columns - 1) {
                sketch.add(new Node("y" + c, "\u0177_" + time, NodeKind.OUTPUT, c, height + 1));
            }
        }
        // From the newest step on, so that parameters are named there.
        for (int c = columns - 1; c >= 0; c--) {
            step(back, c);
        }
        sketch.note("Every step has the same parameters; each is named once.");
        if (drawn.isClockwork()) {
            sketch.note("Dashed: a group that is not due keeps its state. t is a step at which all are due.");
        }
        drawn.noteFeedback(sketch);
        if (drawn.isLinear()) {
            sketch.note("Each output also adds the linear part B x of its step, not drawn.");
        }
        return sketch.graph(drawn.title("unfolded"));
    }

    /** Two parts of a layer stand a little beside each other, so that arrows pass. */
    private double shift(int part) {
        return drawn.parts() == 1 ? 0 : (part - (drawn.parts() - 1) / 2.0) * 0.18;
    }

    private static String id(int layer, int part, int column) {
        return "h" + layer + "_" + part + "_" + column;
    }

    private void step(List<Integer> back, int c) {
        int parts = drawn.parts();
        int layers = drawn.layers();
        for (int l = 0; l < layers; l++) {
            for (int p = 0; p < parts; p++) {
                boolean due = !drawn.isClockwork()
                        || back.get(c) % drawn.structure().steps().get(p) == 0;
                for (int below = 0; due && below < (l == 0 ? 1 : parts); below++) {
                    String from = l == 0 ? "x" + c : id(l - 1, below, c);
                    sketch.add(new Edge(
                            from, id(l, p, c), EdgeKind.INPUT, sketch.once(drawn.inputWeights(l), "W" + l + "_" + p)));
                }
                recurrence(back, c, l, p, due);
            }
        }
        boolean output = !drawn.isLast() || c == back.size() - 1;
        for (int p = 0; output && p < parts; p++) {
            sketch.add(new Edge(id(layers - 1, p, c), "y" + c, EdgeKind.OUTPUT, sketch.once("V", "V")));
        }
        boolean fed = drawn.isOutputFed();
        if ((fed && !drawn.isLast() || drawn.isInputFed()) && c > 0 && back.get(c - 1) - back.get(c) == 1) {
            sketch.add(new Edge(
                    "y" + (c - 1), fed ? id(0, 0, c) : "x" + c, EdgeKind.FEEDBACK, fed ? sketch.once("R", "R") : ""));
        }
    }

    private void recurrence(List<Integer> back, int c, int l, int p, boolean due) {
        if (drawn.isClockwork()) {
            if (c > 0 && !due) {
                sketch.add(new Edge(id(l, p, c - 1), id(l, p, c), EdgeKind.KEPT, ""));
            }
            for (int slower = p; c > 0 && due && slower < drawn.parts(); slower++) {
                sketch.add(new Edge(
                        id(l, slower, c - 1),
                        id(l, p, c),
                        EdgeKind.RECURRENT,
                        sketch.once("U" + drawn.index(l), "U" + l)));
            }
            return;
        }
        boolean backward = p == 1;
        for (int d : drawn.delays()) {
            int other = back.indexOf(back.get(c) + (backward ? -d : d));
            if (other >= 0) {
                String label = sketch.once(drawn.recurrentWeights(l, d), "U" + l + "_" + p + "_" + d);
                sketch.add(new Edge(id(l, p, other), id(l, p, c), EdgeKind.RECURRENT, label));
            }
        }
    }

    /** The steps shown, as steps back from t, the oldest first: at least three, and the delays. */
    private List<Integer> shown() {
        TreeSet<Integer> set = new TreeSet<>(List.of(0));
        set.addAll(drawn.delays());
        for (int k = 1; set.size() < 3; k++) {
            set.add(k * (drawn.delays().isEmpty() ? 1 : drawn.delays().get(0)));
        }
        List<Integer> back = new ArrayList<>(set.descendingSet());
        return back;
    }

    private static String time(int back) {
        return back == 0 ? "t" : "(t-" + back + ")";
    }

    private NetworkGraph taps() {
        int layers = drawn.layers();
        List<Set<Integer>> seen = new ArrayList<>();
        for (int l = 0; l <= layers; l++) {
            seen.add(new TreeSet<>());
        }
        seen.get(layers).add(0);
        sketch.add(new Node("y", "\u0177_t", NodeKind.OUTPUT, 0, layers + 1));
        sketch.add(new Edge(tap(layers, 0), "y", EdgeKind.OUTPUT, "V"));
        boolean cut = false;
        for (int l = layers; l > 0; l--) {
            for (int at : seen.get(l)) {
                for (int k = 0; k < drawn.structure().taps(); k++) {
                    int below = at + k * drawn.structure().steps().get(l - 1);
                    if (below >= MOST_STEPS) {
                        cut = true;
                        continue;
                    }
                    seen.get(l - 1).add(below);
                    sketch.add(new Edge(tap(l - 1, below), tap(l, at), EdgeKind.INPUT, ""));
                }
            }
        }
        for (int l = 0; l <= layers; l++) {
            for (int at : seen.get(l)) {
                String time = at == 0 ? "t" : "t-" + at;
                String label = l == 0 ? time : "h" + drawn.index(l - 1);
                sketch.add(new Node(tap(l, at), label, l == 0 ? NodeKind.INPUT : NodeKind.STATE, -at, l));
            }
        }
        for (int l = 0; l < layers; l++) {
            sketch.note(drawn.taps(l) + ": the same at every step.");
        }
        if (cut) {
            sketch.note("Steps before t-" + (MOST_STEPS - 1) + " are not drawn.");
        }
        return sketch.graph(drawn.title("unfolded: what the output of one step sees"));
    }

    private static String tap(int layer, int back) {
        return "n" + layer + "_" + back;
    }

    private NetworkGraph grid() {
        int size = 3;
        for (int r = 0; r < size; r++) {
            for (int c = 0; c < size; c++) {
                String id = "h" + r + "_" + c;
                sketch.add(new Node(id, "h(" + (r + 1) + ", " + (c + 1) + ")", NodeKind.STATE, c, size - r));
                if (r > 0) {
                    sketch.add(new Edge("h" + (r - 1) + "_" + c, id, EdgeKind.RECURRENT, sketch.once("U1", "U1")));
                }
                if (c > 0) {
                    sketch.add(new Edge("h" + r + "_" + (c - 1), id, EdgeKind.RECURRENT, sketch.once("U2", "U2")));
                }
            }
        }
        sketch.note(
                drawn.isLast()
                        ? "Each cell also reads its x through W; V reads the last one."
                        : "Each cell also reads its x through W and gives its output through V.");
        if (drawn.parts() > 1) {
            sketch.note("One of four: the others start from the other corners, with parameters of their own.");
        }
        sketch.note("Every cell has the same parameters; each is named once.");
        return sketch.graph(drawn.title("unfolded"));
    }
}
