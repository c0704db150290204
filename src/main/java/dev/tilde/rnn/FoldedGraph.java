package dev.tilde.rnn;

import dev.tilde.rnn.NetworkGraph.Edge;
import dev.tilde.rnn.NetworkGraph.EdgeKind;
import dev.tilde.rnn.NetworkGraph.Node;
import dev.tilde.rnn.NetworkGraph.NodeKind;

/** A graph with one node for each quantity, and edges that go back in time. */
final class FoldedGraph {
    private final Graphs drawn;
    private final Sketch sketch = new Sketch();

    FoldedGraph(Graphs drawn) {
        this.drawn = drawn;
    }

    NetworkGraph draw() {
        int parts = drawn.parts();
        sketch.add(new Node("x", drawn.isGrid() ? "x at a cell" : "x_t", NodeKind.INPUT, 0, 0));
        int layers = drawn.layers();
        for (int l = 0; l < layers; l++) {
            for (int p = 0; p < parts; p++) {
                String id = "h" + l + "_" + p;
                sketch.add(new Node(id, drawn.stateLabel(l, p, ""), NodeKind.STATE, p - (parts - 1) / 2.0, l + 1));
                for (int below = 0; below < (l == 0 ? 1 : parts); below++) {
                    String from = l == 0 ? "x" : "h" + (l - 1) + "_" + below;
                    sketch.add(new Edge(
                            from,
                            id,
                            EdgeKind.INPUT,
                            sketch.once(drawn.isTdnn() ? drawn.taps(l) : drawn.inputWeights(l), l + "in" + p)));
                }
                recurrence(l, p, id);
            }
        }
        sketch.add(new Node(
                "y",
                drawn.isLast()
                        ? drawn.isGrid() ? "\u0177 after the last cell" : "\u0177 after the last step"
                        : drawn.isGrid() ? "\u0177 at the cell" : "\u0177_t",
                NodeKind.OUTPUT,
                0,
                layers + 1));
        for (int p = 0; p < parts; p++) {
            sketch.add(new Edge("h" + (layers - 1) + "_" + p, "y", EdgeKind.OUTPUT, sketch.once("V", "V")));
        }
        if (drawn.isLinear()) {
            sketch.add(new Edge("x", "y", EdgeKind.LINEAR, "B, ridge"));
        }
        boolean output = drawn.isOutputFed();
        if (output) {
            sketch.add(new Edge("y", "h0_0", EdgeKind.FEEDBACK, "R, 1 step"));
        } else if (drawn.isInputFed()) {
            sketch.add(new Edge("y", "x", EdgeKind.FEEDBACK, ""));
        }
        notes(output);
        return sketch.graph(drawn.title("folded"));
    }

    private void recurrence(int layer, int part, String id) {
        if (drawn.isClockwork()) {
            for (int slower = part; slower < drawn.parts(); slower++) {
                sketch.add(new Edge(
                        "h" + layer + "_" + slower, id, EdgeKind.RECURRENT, "U" + drawn.index(layer) + ", 1 step"));
            }
            return;
        }
        if (drawn.isGrid()) {
            boolean first = part == 0;
            sketch.add(new Edge(id, id, EdgeKind.RECURRENT, first ? "U1, 1 row" : ""));
            sketch.add(new Edge(id, id, EdgeKind.RECURRENT, first ? "U2, 1 column" : ""));
            return;
        }
        for (int d : drawn.delays()) {
            String steps = d + (d == 1 ? " step" : " steps");
            String way = part == 1 ? " ahead" : "";
            sketch.add(new Edge(id, id, EdgeKind.RECURRENT, drawn.recurrentWeights(layer, d) + ", " + steps + way));
        }
    }

    private void notes(boolean output) {
        if (drawn.isTdnn()) {
            int reach = drawn.structure().steps().stream()
                    .mapToInt(d -> (drawn.structure().taps() - 1) * d)
                    .sum();
            sketch.note("No state: an output sees the last " + (1 + reach) + " steps.");
        }
        if (drawn.isClockwork()) {
            sketch.note("A group moves at every such step, keeps its state at others, and reads slower groups only.");
        }
        if (drawn.parts() > 1 && !drawn.isClockwork()) {
            sketch.note("Each direction has parameters of its own.");
        }
        if (drawn.isGrid() && drawn.isLast()) {
            sketch.note("The last cell is the one farthest from the corner where a direction starts.");
        }
        if (output) {
            sketch.note("Units do not see each other's past: only the output comes back.");
        }
        drawn.noteFeedback(sketch);
        if (drawn.isLinear()) {
            sketch.note("The dashed way from x is the linear part, fitted first and left as it is.");
        }
        if (drawn.isEcho()) {
            sketch.note("Only the readout V is fitted.");
        }
    }
}
