package dev.tilde.rnn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tilde.rnn.NetworkGraph.Edge;
import dev.tilde.rnn.NetworkGraph.EdgeKind;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class NetworkGraphTest {
    private static Graphs graphs(Structure s) {
        return new Graphs(s.hidden(8), false, false, false);
    }

    /** Edges that go back in time, as from > to with their label. */
    private static String recurrent(NetworkGraph g) {
        return g.edges().stream()
                .filter(e ->
                        e.kind() == EdgeKind.RECURRENT || e.kind() == EdgeKind.KEPT || e.kind() == EdgeKind.FEEDBACK)
                .map(e -> e.from()
                        + (e.kind() == EdgeKind.KEPT ? "~" : ">")
                        + e.to()
                        + (e.label().isEmpty() ? "" : " " + e.label()))
                .collect(Collectors.joining("; "));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "RNN       |       | h0_0>h0_0 U, 1 step",
                "LSTM      |       | h0_0>h0_0 U, 1 step",
                "SKIP      | 1 7   | h0_0>h0_0 U(1), 1 step; h0_0>h0_0 U(7), 7 steps",
                "SKIP      | 5     | h0_0>h0_0 U(5), 5 steps",
                "CLOCKWORK | 1 4   | h0_0>h0_0 U, 1 step; h0_1>h0_0 U, 1 step; h0_1>h0_1 U, 1 step",
                "OUTPUT    |       | y>h0_0 R, 1 step",
                "TDNN      | 1 2   | ''",
                "GRID      |       | h0_0>h0_0 U1, 1 row; h0_0>h0_0 U2, 1 column",
            })
    void folds(Structure.Kind kind, String steps, String edges) {
        assertThat(recurrent(graphs(structure(kind, steps)).folded())).isEqualTo(edges);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GRU       |       | h0_0_1>h0_0_2 U; h0_0_0>h0_0_1",
                "SKIP      | 1 7   | h0_0_1>h0_0_2 U(1); h0_0_0>h0_0_2 U(7)",
                "SKIP      | 5     | h0_0_1>h0_0_2 U(5); h0_0_0>h0_0_1",
                "CLOCKWORK | 1 2   | h0_0_1>h0_0_2 U; h0_1_1>h0_0_2; h0_1_1>h0_1_2; h0_0_0>h0_0_1; h0_1_0>h0_0_1; "
                        + "h0_1_0~h0_1_1",
                "OUTPUT    |       | y1>h0_0_2 R; y0>h0_0_1",
                "GRID      |       | h0_0>h0_1 U2; h0_1>h0_2; h0_0>h1_0 U1; h0_1>h1_1; h1_0>h1_1; h0_2>h1_2; h1_1>h1_2; "
                        + "h1_0>h2_0; h1_1>h2_1; h2_0>h2_1; h1_2>h2_2; h2_1>h2_2",
            })
    void unfolds(Structure.Kind kind, String steps, String edges) {
        assertThat(recurrent(graphs(structure(kind, steps)).unfolded())).isEqualTo(edges);
    }

    private static Structure structure(Structure.Kind kind, String steps) {
        Structure s = Structure.of(kind);
        return steps == null
                ? s
                : s.steps(java.util.Arrays.stream(steps.split(" "))
                        .mapToInt(Integer::parseInt)
                        .toArray());
    }

    @Test
    void readsBothWays() {
        NetworkGraph g =
                graphs(Structure.of(Structure.Kind.GRU).bidirectional(true)).unfolded();
        assertThat(recurrent(g)).isEqualTo("h0_0_1>h0_0_2 U; h0_0_0>h0_0_1; h0_1_2>h0_1_1 U; h0_1_1>h0_1_0");
        assertThat(graphs(Structure.of(Structure.Kind.GRID_FOUR)).folded().nodes())
                .hasSize(6);
    }

    @Test
    void seesAsFarAsItsTaps() {
        NetworkGraph g = graphs(Structure.of(Structure.Kind.TDNN)).unfolded();
        assertThat(g.nodes().stream().filter(n -> n.kind() == NetworkGraph.NodeKind.INPUT))
                .hasSize(15);
        assertThat(g.notes()).contains("W2 at 0, -2, -4: the same at every step.");
    }

    /** Parameters of a graph are named once, however many steps share them. */
    @ParameterizedTest
    @EnumSource(Structure.Kind.class)
    void drawsEveryKind(Structure.Kind kind) throws Exception {
        for (Structure s : List.of(Structure.of(kind), Structure.of(kind).layers(2))) {
            for (NetworkGraph g : List.of(graphs(s).folded(), graphs(s).unfolded())) {
                DocumentBuilderFactory.newInstance()
                        .newDocumentBuilder()
                        .parse(new ByteArrayInputStream(g.svg().getBytes(StandardCharsets.UTF_8)));
                assertThat(g.svg())
                        .contains("prefers-color-scheme:dark", "<title>")
                        .doesNotContain("NaN");
                assertThat(g.dot()).startsWith("digraph network {").endsWith("}\n");
                assertThat(g.mermaid()).startsWith("flowchart BT\n");
                assertThat(g.mermaid().lines().count())
                        .isEqualTo(1 + g.nodes().size() + g.edges().size());
            }
            List<String> named = graphs(s).unfolded().edges().stream()
                    .filter(e -> e.kind() == EdgeKind.RECURRENT)
                    .map(Edge::label)
                    .filter(l -> !l.isEmpty())
                    .toList();
            assertThat(named).doesNotHaveDuplicates();
        }
    }

    @Test
    void writesOtherLanguages() {
        NetworkGraph g = new Graphs(Structure.of(Structure.Kind.GRU), false, true, false).folded();
        assertThat(g.mermaid()).isEqualTo("""
                flowchart BT
                  x["x_t"]
                  h0_0("h")
                  y(("\u0177 after the last step"))
                  x -->|"W"| h0_0
                  h0_0 ==>|"U, 1 step"| h0_0
                  h0_0 -->|"V"| y
                  x -.->|"B, ridge"| y
                """);
        assertThat(g.dot()).isEqualTo("""
                digraph network {
                  rankdir=BT;
                  label="GRU, folded";
                  node [fontname="sans-serif"];
                  x [label="x_t", shape=box];
                  h0_0 [label="h", shape=box, style="rounded,filled", fillcolor="#e4ecfd"];
                  y [label="\u0177 after the last step", shape=ellipse];
                  x -> h0_0 [label="W"];
                  h0_0 -> h0_0 [label="U, 1 step", color="#c2570c", constraint=false];
                  h0_0 -> y [label="V"];
                  x -> y [label="B, ridge", style=dashed];
                }
                """);
        assertThat(g).hasToString("GRU, folded: 3 nodes, 4 edges");
    }

    @Test
    void drawsAReservoir() {
        NetworkGraph g = new Graphs(Structure.of(Structure.Kind.GRU).hidden(40), true, false, true).folded();
        assertThat(g.title()).isEqualTo("echo state network, folded");
        assertThat(g.edges()).extracting(Edge::label).containsExactly("W in, fixed", "W, fixed, 1 step", "V", "");
        assertThat(g.notes()).contains("Only the readout V is fitted.");
    }

    @Test
    void refusesLooseEnds() {
        assertThatThrownBy(() -> new NetworkGraph(
                        "loose", List.of(), List.of(new Edge("a", "b", EdgeKind.INPUT, "")), List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no node for the edge from a to b");
    }
}
