package dev.tilde.design;

import dev.tilde.data.DataException;
import dev.tilde.data.Source;
import dev.tilde.formula.Factor;
import dev.tilde.formula.Formula;
import dev.tilde.formula.Node;
import dev.tilde.formula.Role;
import dev.tilde.formula.Span;
import dev.tilde.text.Names;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What says which rows are neighbours: groups that nothing reaches across, and the order inside them.
 *
 * @param groups from the formula's {@code groups(...)} or its second part {@code | g:h}, else from the options
 * @param order from the formula's {@code order(...)}, else from the options; empty for the order of the source
 */
record Sequencing(List<Factor> groups, List<Factor> order) {
    Sequencing {
        groups = List.copyOf(groups);
        order = List.copyOf(order);
    }

    /** @throws IllegalArgumentException if formula and options both name some, and not the same */
    static Sequencing of(Formula formula, Map<Role, List<Factor>> roles, DesignOptions options) {
        List<Factor> groups = roles.getOrDefault(Role.GROUPS, List.of());
        return new Sequencing(
                agreed("groups", groups.isEmpty() ? part(formula) : groups, options.groups()),
                agreed("order", roles.getOrDefault(Role.ORDER, List.of()), options.order()));
    }

    /** The columns of {@code | g} or {@code | g:h}; any other part says nothing about sequences. */
    static List<Factor> part(Formula formula) {
        if (formula.parts().size() != 2) {
            return List.of();
        }
        Node part = formula.parts().get(1);
        List<Node> names =
                part instanceof Node.Chain c && c.operators().stream().allMatch(o -> o == Node.Op.INTERACT)
                        ? c.operands()
                        : List.of(part);
        return names.stream().allMatch(Node.Name.class::isInstance)
                ? names.stream().map(n -> new Factor(formula.text(n), n)).toList()
                : List.of();
    }

    /** What the formula names, or the options; both only when they say the same. */
    static List<Factor> agreed(String what, List<Factor> formula, List<String> options) {
        List<Factor> given = new ArrayList<>();
        options.forEach(column -> given.add(option(column)));
        if (formula.isEmpty()) {
            return given;
        }
        List<Object> columns = new ArrayList<>();
        formula.forEach(f -> columns.add(f.expression() instanceof Node.Name n ? n.name() : f));
        if (!options.isEmpty() && !columns.equals(options)) {
            throw new IllegalArgumentException("the formula has the " + what + " " + formula + ", the options have "
                    + options + "; name them once, or the same");
        }
        return formula;
    }

    /** A column that options name: it stands nowhere in the formula. */
    static Factor option(String column) {
        return new Factor(column, new Node.Name(column, Node.Quoting.BACKTICKS, new Span(0, 0)));
    }

    /** Whether options named it, so that no place in the formula is to blame. */
    static boolean isOption(Factor f) {
        return f.expression().span().end() == 0;
    }

    /** Refuses columns of the options that a source does not have, also when no function needs them. */
    void check(Source source) {
        groups.forEach(f -> check(f, source.schema().names(), source.name(), Role.GROUPS));
        order.forEach(f -> check(f, source.schema().names(), source.name(), Role.ORDER));
    }

    /** Refuses a column of the options that is not there; those of the formula are looked up with it. */
    static void check(Factor f, List<String> names, String source, Role role) {
        if (isOption(f) && !names.contains(f.name())) {
            throw wrong(f, role, "but there is no such column; columns: " + Names.list(names, 12), source);
        }
    }

    /** That a column of the options is not what its role needs. */
    static DataException wrong(Factor f, Role role, String why, String source) {
        String verb = switch (role) {
            case GROUPS -> "grouped by ";
            case ORDER -> "sorted by ";
            case CLUSTER -> "clustered by ";
            case WEIGHTS -> "weighted by ";
            case OFFSET -> "offset by ";
        };
        return new DataException("the rows are to be " + verb + f.name() + ", " + why, source, -1, f.name());
    }
}
