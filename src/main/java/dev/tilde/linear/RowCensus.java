package dev.tilde.linear;

import dev.tilde.data.ColumnBlock;
import dev.tilde.data.Pass;
import dev.tilde.data.Schema;
import dev.tilde.data.Source;
import dev.tilde.design.CodedTerm;
import dev.tilde.design.DesignMatrix;
import dev.tilde.design.DesignSpec;
import dev.tilde.design.FactorInfo;
import dev.tilde.formula.Formula;
import dev.tilde.linalg.MatrixBlock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How many rows the levels of the factors have, of those used and of all. */
final class RowCensus {
    private RowCensus() {}

    /**
     * The rows of a factor by level.
     *
     * @param name of the factor
     * @param used rows of each level that were used, in the order of levels
     * @param all rows of each level in the data; empty where levels are not the values of one column
     */
    record Levels(String name, Map<String, Long> used, Map<String, Long> all) {
        /**
         * The chi-squared test that rows are left out from all levels alike. NaN where levels are not values of a column, or
         * no row was left out.
         */
        Checks.ChiSquaredTest evenlyLeftOut() {
            long used = 0;
            long total = 0;
            for (Map.Entry<String, Long> level : all.entrySet()) {
                used += this.used.getOrDefault(level.getKey(), 0L);
                total += level.getValue();
            }
            double share = 1 - (double) used / total;
            if (all.size() < 2 || !(share > 0 && share < 1)) {
                return Checks.ChiSquaredTest.NONE;
            }
            double sum = 0;
            for (Map.Entry<String, Long> level : all.entrySet()) {
                double excess = lost(level.getKey()) - share * level.getValue();
                sum += excess * excess / (level.getValue() * share * (1 - share));
            }
            return Checks.ChiSquaredTest.of(sum, all.size() - 1.0);
        }

        private long lost(String level) {
            return all.getOrDefault(level, 0L) - used.getOrDefault(level, 0L);
        }

        /** The level that loses the largest share of its rows. */
        String worst() {
            return all.keySet().stream()
                    .max((a, b) -> Double.compare(shareLost(a), shareLost(b)))
                    .orElse("");
        }

        double shareLost(String level) {
            return (double) lost(level) / all.getOrDefault(level, 1L);
        }
    }

    /** Every factor of levels that is a term of the design by itself. */
    static List<Levels> of(DesignSpec spec, Source source, DesignMatrix x) {
        Map<FactorInfo.Categorical, Map<String, Long>> used = new LinkedHashMap<>();
        int at = 0;
        for (MatrixBlock block : x.blocks()) {
            int from = at;
            at += block.columns();
            if (block instanceof MatrixBlock.Codes codes) {
                factor(spec, from).ifPresent(f -> used.putIfAbsent(f, counts(f, codes)));
            }
        }
        List<FactorInfo.Categorical> factors = List.copyOf(used.keySet());
        List<Optional<Schema.Column>> columns = factors.stream()
                .map(f -> Formula.names(f.factor().expression()).size() == 1
                        ? source.schema()
                                .column(Formula.names(f.factor().expression())
                                        .iterator()
                                        .next())
                        : Optional.<Schema.Column>empty())
                .toList();
        List<Schema.Column> read =
                columns.stream().flatMap(Optional::stream).distinct().toList();
        List<Map<String, Long>> all = spec.rows().dropped() == 0 || read.isEmpty()
                ? List.of()
                : source.run(
                        new Look(read), read.stream().map(Schema.Column::name).toList());
        List<Levels> out = new ArrayList<>();
        for (int k = 0; k < factors.size(); k++) {
            Map<String, Long> whole = new LinkedHashMap<>();
            int slot = columns.get(k).map(read::indexOf).orElse(-1);
            for (String level : factors.get(k).levels()) {
                if (slot >= 0 && slot < all.size() && all.get(slot).containsKey(level)) {
                    whole.put(level, all.get(slot).get(level));
                }
            }
            out.add(new Levels(factors.get(k).factor().name(), used.get(factors.get(k)), whole));
        }
        return out;
    }

    /** The factor whose own columns begin at a column. */
    private static Optional<FactorInfo.Categorical> factor(DesignSpec spec, int column) {
        for (CodedTerm term : spec.predictors().terms()) {
            int at = term.start();
            for (CodedTerm.Block block : term.blocks()) {
                boolean own =
                        at == column && block.columns() > 0 && block.parts().size() == 1;
                if (own && spec.factors().get(block.parts().get(0).factor()) instanceof FactorInfo.Categorical c) {
                    return Optional.of(c);
                }
                at += block.columns();
            }
        }
        return Optional.empty();
    }

    private static Map<String, Long> counts(FactorInfo.Categorical factor, MatrixBlock.Codes codes) {
        long[] rows = new long[factor.levels().size()];
        for (int i = 0; i < codes.rows(); i++) {
            if (codes.code(i) >= 0) {
                rows[codes.code(i)]++;
            }
        }
        Map<String, Long> counts = new LinkedHashMap<>();
        for (int l = 0; l < rows.length; l++) {
            counts.put(factor.levels().get(l), rows[l]);
        }
        return counts;
    }

    /** Counts the values of columns, in the words that levels have. */
    private record Look(List<Schema.Column> columns) implements Pass<List<Map<String, Long>>> {
        @Override
        public List<Map<String, Long>> init() {
            List<Map<String, Long>> counts = new ArrayList<>();
            columns.forEach(c -> counts.add(new HashMap<>()));
            return counts;
        }

        @Override
        public void add(List<Map<String, Long>> state, ColumnBlock block) {
            for (int j = 0; j < columns.size(); j++) {
                Schema.Column column = columns.get(j);
                boolean text = column.kind() == Schema.Kind.TEXT;
                for (int i = 0; i < block.rows(); i++) {
                    if (text ? block.codes(j)[i] >= 0 : !Double.isNaN(block.numeric(j)[i])) {
                        String level = text
                                ? block.dictionary(j)[block.codes(j)[i]]
                                : column.kind().text(block.numeric(j)[i]);
                        state.get(j).merge(level, 1L, Long::sum);
                    }
                }
            }
        }

        @Override
        public List<Map<String, Long>> merge(List<Map<String, Long>> left, List<Map<String, Long>> right) {
            for (int j = 0; j < columns.size(); j++) {
                Map<String, Long> into = left.get(j);
                right.get(j).forEach((level, n) -> into.merge(level, n, Long::sum));
            }
            return left;
        }
    }
}
