package dev.tilde.rnn;

import dev.tilde.design.DesignSpec;
import dev.tilde.formula.Formula;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which variables miss a value that the inputs of a step need. */
final class MissingInputs {
    private final DesignSpec design;
    private final Set<String> responses;
    private final Panel panel;
    private final int longestLag;
    private final Map<Integer, List<Variable>> variables = new HashMap<>();

    /** One that a column of the design is made of, and its cells in the panel. */
    @SuppressWarnings("ArrayRecordComponent") // asked for its cells, never compared
    private record Variable(String name, double[] cells) {}

    MissingInputs(DesignSpec design, Set<String> responses, Panel panel, int longestLag) {
        this.design = design;
        this.responses = responses;
        this.panel = panel;
        this.longestLag = longestLag;
    }

    /**
     * @param raw a sequence, T x columns
     * @param from where it begins in the panel
     */
    List<String> at(double[] raw, int t, int[] columns, int from) {
        List<String> missing = List.of();
        for (int c = 0; c < columns.length; c++) {
            if (!Double.isNaN(raw[t * columns.length + c])) {
                continue;
            }
            List<Variable> of = variables.computeIfAbsent(columns[c], this::variables);
            boolean here = of.stream().anyMatch(v -> Double.isNaN(v.cells[from + t]));
            // A lag that reaches before the start is no missing value; one into a gap is.
            if (!here && t < longestLag) {
                continue;
            }
            missing = new ArrayList<>(missing);
            for (Variable v : of) {
                if (!here || Double.isNaN(v.cells[from + t])) {
                    missing.add(v.name);
                }
            }
        }
        return missing;
    }

    /** Groups and order, which lags read too, are never missing. */
    private List<Variable> variables(int column) {
        return Assembly.term(design, column).term().factors().stream()
                .flatMap(f -> Formula.names(f.expression()).stream())
                .filter(v -> !responses.contains(v) && panel.columns().find(v) >= 0)
                .distinct()
                .map(v ->
                        new Variable(v, panel.columns().numbers(panel.columns().find(v))))
                .toList();
    }
}
