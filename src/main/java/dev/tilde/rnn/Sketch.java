package dev.tilde.rnn;

import dev.tilde.rnn.NetworkGraph.Edge;
import dev.tilde.rnn.NetworkGraph.Node;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A graph that is being drawn. */
final class Sketch {
    private final List<Node> nodes = new ArrayList<>();
    private final List<Edge> edges = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private final Set<String> named = new HashSet<>();

    void add(Node node) {
        nodes.add(node);
    }

    void add(Edge edge) {
        edges.add(edge);
    }

    void note(String sentence) {
        notes.add(sentence);
    }

    /** A label the first time, nothing after. */
    String once(String label, String key) {
        return named.add(key) ? label : "";
    }

    NetworkGraph graph(String title) {
        return new NetworkGraph(title, nodes, edges, notes);
    }
}
