package dev.tilde.rnn;

import java.util.List;

/** Graphs of structures, folded and unfolded: how many nodes there are of each kind, and what they are called. */
final class Graphs {
    private final Structure structure;
    private final boolean echo;
    /** One output for a whole sequence. */
    private final boolean last;
    /** Whether inputs are made of earlier responses, which beyond the data are the network's own outputs. */
    private final boolean reads;

    private final boolean linear;

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

    NetworkGraph folded() {
        return new FoldedGraph(this).draw();
    }

    NetworkGraph unfolded() {
        return new UnfoldedGraph(this).draw();
    }

    Structure structure() {
        return structure;
    }

    boolean isEcho() {
        return echo;
    }

    /** Whether there is one output for a whole sequence. */
    boolean isLast() {
        return last;
    }

    boolean isLinear() {
        return linear;
    }

    /** Whether the output alone goes on to the next step. */
    boolean isOutputFed() {
        return !echo && structure.kind() == Structure.Kind.OUTPUT;
    }

    /** Whether outputs become inputs of the next step. */
    boolean isInputFed() {
        return reads && !last;
    }

    String title(String how) {
        return (echo ? "echo state network" : structure.kind().words()) + ", " + how;
    }

    int layers() {
        return echo
                ? 1
                : structure.kind() == Structure.Kind.TDNN ? structure.steps().size() : structure.layers();
    }

    /** How many nodes a layer has: directions, or groups. */
    int parts() {
        if (echo) {
            return 1;
        }
        return structure.kind() == Structure.Kind.CLOCKWORK
                ? structure.steps().size()
                : structure.scans().size();
    }

    boolean isClockwork() {
        return !echo && structure.kind() == Structure.Kind.CLOCKWORK;
    }

    boolean isTdnn() {
        return !echo && structure.kind() == Structure.Kind.TDNN;
    }

    boolean isGrid() {
        return !echo && structure.kind().isGrid();
    }

    List<Integer> delays() {
        if (echo) {
            return List.of(1);
        }
        return switch (structure.kind()) {
            case SKIP -> structure.steps();
            case OUTPUT, TDNN -> List.of();
            default -> List.of(1);
        };
    }

    String stateLabel(int layer, int part, String time) {
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

    String index(int layer) {
        return layers() > 1 ? Integer.toString(layer + 1) : "";
    }

    String inputWeights(int layer) {
        return echo ? "W in, fixed" : "W" + index(layer);
    }

    String recurrentWeights(int layer, int delay) {
        if (echo) {
            return "W, fixed";
        }
        return "U" + index(layer) + (structure.kind() == Structure.Kind.SKIP ? "(" + delay + ")" : "");
    }

    void noteFeedback(Sketch sketch) {
        if (isInputFed() && !isOutputFed()) {
            sketch.note("Green: beyond the data outputs stand in for the earlier responses among the inputs.");
        }
    }

    String taps(int layer) {
        int d = structure.steps().get(layer);
        StringBuilder out = new StringBuilder("W" + index(layer) + " at 0");
        for (int k = 1; k < structure.taps(); k++) {
            out.append(", ").append(-k * d);
        }
        return out.toString();
    }
}
