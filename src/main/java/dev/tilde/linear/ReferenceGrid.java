package dev.tilde.linear;

import dev.tilde.data.Dataset;
import dev.tilde.data.Schema;
import dev.tilde.data.Schema.Kind;
import dev.tilde.data.Source;
import dev.tilde.design.DesignSpec;
import dev.tilde.design.FactorInfo;
import dev.tilde.formula.Factor;
import dev.tilde.formula.Formula;
import dev.tilde.formula.Role;
import dev.tilde.report.Numbers;
import dev.tilde.text.Names;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * All combinations of the levels of the columns that are used as factors, the other columns at their means over the rows
 * used: emmeans' {@code ref_grid}.
 */
final class ReferenceGrid {
    private static final int MOST = 200_000;
    /** Values at which a number is looked at when its effect is asked for. */
    private static final int VALUES = 5;

    private final DesignSpec spec;
    private final Map<String, Schema.Column> columns = new LinkedHashMap<>();
    /** For each column its values in the grid, numbers or texts. */
    private final Map<String, List<Object>> values = new LinkedHashMap<>();
    /** Columns used as levels. */
    private final Set<String> leveled = new HashSet<>();

    /** By column how far the values are apart that are no levels. */
    private final Map<String, Double> steps = new LinkedHashMap<>();

    ReferenceGrid(DesignSpec spec, Source source, List<String> focal) {
        this.spec = spec;
        Schema schema = source.schema();
        Set<String> names = new LinkedHashSet<>(spec.variables(spec.predictors()));
        for (Factor f : spec.role(Role.OFFSET)) {
            names.addAll(Formula.names(f.expression()));
        }
        names.forEach(name -> schema.column(name).ifPresent(c -> columns.put(name, c)));
        Map<String, ColumnSpread> spreads = ColumnSpread.of(spec, source, List.copyOf(columns.values()));
        for (Map.Entry<String, Schema.Column> e : columns.entrySet()) {
            values.put(e.getKey(), values(e.getValue(), spreads.get(e.getKey()), focal.contains(e.getKey())));
        }
    }

    private List<Object> values(Schema.Column column, ColumnSpread spread, boolean focal) {
        List<FactorInfo> readers = spec.predictors().terms().stream()
                .flatMap(t -> t.term().factors().stream())
                .distinct()
                .filter(f -> Formula.names(f.expression()).contains(column.name()))
                .map(this::learned)
                .toList();
        List<Object> distinct = spread.distinct();
        boolean texts = column.kind() == Kind.TEXT || column.kind() == Kind.BOOLEAN;
        boolean levels = !readers.isEmpty()
                && readers.stream()
                        .allMatch(f -> f instanceof FactorInfo.Categorical c
                                && c.levels().size() == distinct.size());
        if (texts || levels) {
            leveled.add(column.name());
            return texts ? inOrder(distinct, readers) : distinct;
        }
        if (!focal) {
            return List.of(spread.mean());
        }
        if (spread.low() == spread.high()) {
            return List.of(spread.low());
        }
        steps.put(column.name(), (spread.high() - spread.low()) / (VALUES - 1.0));
        List<Object> all = new ArrayList<>();
        for (int k = 0; k < VALUES; k++) {
            all.add(spread.low() + (spread.high() - spread.low()) * k / (VALUES - 1.0));
        }
        return all;
    }

    private FactorInfo learned(Factor factor) {
        return spec.factors().stream()
                .filter(f -> f.factor().equals(factor))
                .findFirst()
                .orElseThrow();
    }

    /** As the factor that is the column itself has its levels. */
    private static List<Object> inOrder(List<Object> distinct, List<FactorInfo> readers) {
        for (FactorInfo f : readers) {
            if (f instanceof FactorInfo.Categorical c && c.levels().size() == distinct.size()) {
                List<Object> ordered = new ArrayList<>(distinct);
                ordered.sort((a, b) -> Integer.compare(
                        c.levels().indexOf(String.valueOf(a)), c.levels().indexOf(String.valueOf(b))));
                return ordered;
            }
        }
        return distinct;
    }

    /**
     * The column of the data that a name means: itself, or the one that a factor of this name reads.
     *
     * @throws IllegalArgumentException naming the columns there are
     */
    static String column(DesignSpec spec, String name) {
        List<String> all = spec.variables(spec.predictors());
        if (all.contains(name)) {
            return name;
        }
        for (FactorInfo f : spec.factors()) {
            List<String> read = Formula.names(f.factor().expression()).stream()
                    .filter(all::contains)
                    .toList();
            if (f.factor().name().equals(name) && read.size() == 1) {
                return read.get(0);
            }
        }
        throw new IllegalArgumentException(
                "the right side reads no column called " + name + "; there are " + Names.list(all, 20));
    }

    /** Whether a column is used as levels: a text, a truth value, numbers that only factors read. */
    boolean hasLevels(String column) {
        return leveled.contains(column);
    }

    /** Of a column, in order; the reference of a factor first. */
    List<Object> values(String column) {
        return values.get(column);
    }

    /** How the value at a position of a column is written: steps with the digits that tell them apart. */
    String text(String column, int position) {
        Object value = values.get(column).get(position);
        Double step = steps.get(column);
        Kind kind = columns.get(column).kind();
        if (value instanceof Double d && step != null && (kind == Kind.NUMBER || kind == Kind.INTEGER)) {
            String fixed = Numbers.fixed(d, Numbers.decimals(step));
            return fixed.contains(".") ? fixed.replaceAll("\\.?0+$", "") : fixed;
        }
        return value instanceof Double d ? columns.get(column).kind().text(d) : (String) value;
    }

    int rows() {
        long rows = 1;
        for (List<Object> v : values.values()) {
            rows *= v.size();
            if (rows > MOST) {
                throw new IllegalArgumentException(
                        "the factors have more than " + MOST + " combinations of levels, too many to average over");
            }
        }
        return (int) rows;
    }

    /** The position among its values of a column in a row. */
    int position(String column, int row) {
        int at = row;
        for (Map.Entry<String, List<Object>> e : values.entrySet()) {
            if (e.getKey().equals(column)) {
                return at % e.getValue().size();
            }
            at /= e.getValue().size();
        }
        throw new IllegalStateException(column);
    }

    Dataset data() {
        int n = rows();
        Dataset data = Dataset.named("grid");
        for (Map.Entry<String, Schema.Column> e : columns.entrySet()) {
            List<Object> own = values.get(e.getKey());
            if (e.getValue().kind() == Kind.TEXT) {
                String[] cells = new String[n];
                for (int i = 0; i < n; i++) {
                    cells[i] = (String) own.get(position(e.getKey(), i));
                }
                data = data.with(e.getValue(), cells);
            } else {
                double[] cells = new double[n];
                for (int i = 0; i < n; i++) {
                    cells[i] = (double) own.get(position(e.getKey(), i));
                }
                boolean broken = e.getValue().kind() == Kind.INTEGER
                        && own.stream().anyMatch(v -> (double) v != Math.rint((double) v));
                data = data.with(broken ? Schema.Column.of(e.getKey(), Kind.NUMBER) : e.getValue(), cells);
            }
        }
        return data;
    }
}
