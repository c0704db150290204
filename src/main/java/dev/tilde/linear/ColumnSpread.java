package dev.tilde.linear;

import dev.tilde.data.ColumnBlock;
import dev.tilde.data.Pass;
import dev.tilde.data.Schema;
import dev.tilde.data.Source;
import dev.tilde.design.DesignSpec;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * The values of a column in the rows used.
 *
 * @param mean NaN of texts
 * @param low smallest number
 * @param high largest number
 * @param distinct in ascending order; of numbers no more than 1,000
 */
record ColumnSpread(double mean, double low, double high, List<Object> distinct) {
    private static final int MOST = 1000;

    static Map<String, ColumnSpread> of(DesignSpec spec, Source source, List<Schema.Column> columns) {
        BitSet used = new BitSet();
        spec.matrices(source, block -> {
            for (long row : block.predictors().keptRows()) {
                used.set(Math.toIntExact(row));
            }
        });
        List<Sums> all = source.run(
                new Look(columns, used),
                columns.stream().map(Schema.Column::name).toList());
        Map<String, ColumnSpread> out = new LinkedHashMap<>();
        for (int j = 0; j < columns.size(); j++) {
            Sums s = all.get(j);
            List<Object> distinct = new ArrayList<>(s.texts);
            distinct.addAll(s.numbers);
            double mean = s.count == 0 ? Double.NaN : s.sum / s.count;
            out.put(columns.get(j).name(), new ColumnSpread(mean, s.low, s.high, distinct));
        }
        return out;
    }

    private static final class Sums {
        private double sum;
        private long count;
        private double low = Double.POSITIVE_INFINITY;
        private double high = Double.NEGATIVE_INFINITY;
        private final TreeSet<Double> numbers = new TreeSet<>();
        private final TreeSet<String> texts = new TreeSet<>();
    }

    private record Look(List<Schema.Column> columns, BitSet used) implements Pass<List<Sums>> {
        @Override
        public List<Sums> init() {
            List<Sums> all = new ArrayList<>();
            columns.forEach(c -> all.add(new Sums()));
            return all;
        }

        @Override
        public void add(List<Sums> state, ColumnBlock block) {
            for (int j = 0; j < columns.size(); j++) {
                Sums s = state.get(j);
                boolean text = columns.get(j).kind() == Schema.Kind.TEXT;
                for (int i = 0; i < block.rows(); i++) {
                    if (!used.get(Math.toIntExact(block.firstRow() + i))) {
                        continue;
                    }
                    if (text) {
                        int code = block.codes(j)[i];
                        if (code >= 0) {
                            s.texts.add(block.dictionary(j)[code]);
                        }
                        continue;
                    }
                    double v = block.numeric(j)[i];
                    if (!Double.isNaN(v)) {
                        s.sum += v;
                        s.count++;
                        s.low = Math.min(s.low, v);
                        s.high = Math.max(s.high, v);
                        if (s.numbers.size() < MOST) {
                            s.numbers.add(v);
                        }
                    }
                }
            }
        }

        @Override
        public List<Sums> merge(List<Sums> left, List<Sums> right) {
            for (int j = 0; j < left.size(); j++) {
                Sums l = left.get(j);
                Sums r = right.get(j);
                l.sum += r.sum;
                l.count += r.count;
                l.low = Math.min(l.low, r.low);
                l.high = Math.max(l.high, r.high);
                l.texts.addAll(r.texts);
                r.numbers.stream().limit(Math.max(0, MOST - l.numbers.size())).forEach(l.numbers::add);
            }
            return left;
        }
    }
}
