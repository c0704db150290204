package dev.tilde.linear;

import dev.tilde.data.ColumnBlock;
import dev.tilde.data.Pass;
import dev.tilde.data.Schema;
import dev.tilde.design.DesignOptions;
import dev.tilde.design.DesignSpec;
import dev.tilde.formula.Role;
import dev.tilde.text.Names;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What says which rows follow each other: {@code groups(...)} and {@code order(...)} of the formula or the options, by the
 * number of the row. Numbers and dates are ordered by value, levels as declared, else as text.
 */
final class RowKeys {
    private final List<String> groups;
    private final List<String> order;
    private final Map<String, List<Comparable<?>>> values = new LinkedHashMap<>();

    private RowKeys(List<String> groups, List<String> order) {
        this.groups = groups;
        this.order = order;
    }

    /** @throws IllegalArgumentException if the order is no plain column */
    static RowKeys of(LinearFit fit) {
        DesignSpec spec = fit.design();
        DesignOptions options = spec.options();
        RowKeys keys =
                new RowKeys(named(spec, Role.GROUPS, options.groups()), named(spec, Role.ORDER, options.order()));
        List<Schema.Column> columns = new ArrayList<>();
        List<String> names = new ArrayList<>(keys.groups);
        names.addAll(keys.order);
        for (String name : names) {
            columns.add(fit.source()
                    .schema()
                    .column(name)
                    .orElseThrow(
                            () -> new IllegalArgumentException("rows are ordered and grouped by plain columns here; "
                                    + name + " is none of "
                                    + Names.list(fit.source().schema().names(), 20))));
            keys.values.put(name, new ArrayList<>());
        }
        if (!names.isEmpty()) {
            List<List<Comparable<?>>> read = fit.source().run(new Look(columns), names);
            for (int j = 0; j < names.size(); j++) {
                keys.values.put(names.get(j), read.get(j));
            }
        }
        return keys;
    }

    private static List<String> named(DesignSpec spec, Role role, List<String> options) {
        List<String> own = spec.role(role).stream()
                .map(f -> spec.variables().contains(f.name())
                        ? f.name()
                        : f.name().replaceAll("^`|`$", ""))
                .toList();
        return own.isEmpty() ? options : own;
    }

    /** Whether rows stand in another order than that of the data, or in groups. */
    boolean areGiven() {
        return !values.isEmpty();
    }

    /** Groups first, then the order inside; rows that tie keep the order of the data. */
    Comparator<Long> comparator() {
        return (a, b) -> {
            int byGroup = compare(groups, a, b);
            return byGroup != 0 ? byGroup : compare(order, a, b);
        };
    }

    boolean sameGroup(long a, long b) {
        return compare(groups, a, b) == 0;
    }

    @SuppressWarnings("unchecked")
    private int compare(List<String> names, long a, long b) {
        for (String name : names) {
            List<Comparable<?>> column = values.get(name);
            int c = ((Comparable<Object>) column.get((int) a)).compareTo(column.get((int) b));
            if (c != 0) {
                return c;
            }
        }
        return 0;
    }

    /** All values of some columns. */
    private record Look(List<Schema.Column> columns) implements Pass<List<List<Comparable<?>>>> {
        @Override
        public List<List<Comparable<?>>> init() {
            List<List<Comparable<?>>> all = new ArrayList<>();
            columns.forEach(c -> all.add(new ArrayList<>()));
            return all;
        }

        @Override
        public void add(List<List<Comparable<?>>> state, ColumnBlock block) {
            for (int j = 0; j < columns.size(); j++) {
                List<Comparable<?>> own = state.get(j);
                boolean text = columns.get(j).kind() == Schema.Kind.TEXT;
                List<String> levels = columns.get(j).levels();
                for (int i = 0; i < block.rows(); i++) {
                    own.add(text ? text(block, j, i, levels) : (Comparable<?>) block.numeric(j)[i]);
                }
            }
        }

        private static String text(ColumnBlock block, int j, int i, List<String> levels) {
            int code = block.codes(j)[i];
            String value = code < 0 ? "" : block.dictionary(j)[code];
            int at = levels.indexOf(value);
            return at < 0 ? value : (char) at + value;
        }

        @Override
        public List<List<Comparable<?>>> merge(List<List<Comparable<?>>> left, List<List<Comparable<?>>> right) {
            for (int j = 0; j < left.size(); j++) {
                left.get(j).addAll(right.get(j));
            }
            return left;
        }
    }
}
