package dev.tilde.formula;

import dev.tilde.formula.Node.Op;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The parts of a side, {@code x | z}, and the part that only says what a sequence is. */
final class Parts {
    private static final Set<String> OF_SEQUENCES = Set.of("by", "groups", "order", "window", "horizon");

    private Parts() {}

    static List<Node> of(Node side, Conventions conventions) {
        boolean parts = conventions.bars() == Conventions.Bars.PARTS
                && side instanceof Node.Chain c
                && c.operators().get(0) == Op.OR;
        return parts ? ((Node.Chain) side).operands() : List.of(side);
    }

    /** Whether a part is {@code by(g) + order(t) + window(12)} or the like and so has no columns. */
    static boolean isSequence(Node part) {
        List<Node> summands =
                part instanceof Node.Chain c && c.operators().stream().allMatch(o -> o == Op.ADD)
                        ? c.operands()
                        : List.of(part);
        return summands.stream().allMatch(n -> n instanceof Node.Call c && OF_SEQUENCES.contains(c.function()));
    }

    /** The roles that such a part gives. */
    static Map<Role, Node.Call> roles(Node part) {
        Map<Role, Node.Call> roles = new LinkedHashMap<>();
        for (Node.Call call : calls(part)) {
            Role.of(call.function()).ifPresent(role -> roles.put(role, call));
        }
        return roles;
    }

    /** All calls below a node, outermost first. */
    static List<Node.Call> calls(Node node) {
        List<Node.Call> calls = new ArrayList<>();
        if (node instanceof Node.Call c) {
            calls.add(c);
        }
        Formula.children(node).forEach(n -> calls.addAll(calls(n)));
        return calls;
    }
}
