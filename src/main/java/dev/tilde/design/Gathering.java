package dev.tilde.design;

import dev.tilde.data.ColumnBlock;
import dev.tilde.data.DataException;
import dev.tilde.data.Pass;
import dev.tilde.data.Source;
import dev.tilde.design.Bound.Category;
import dev.tilde.design.Bound.Coded;
import dev.tilde.design.Bound.Neighbours;
import dev.tilde.design.Bound.Numbers;
import dev.tilde.design.Bound.Place;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One pass that brings together whole columns: what the neighbours of a row are is known only when all rows are there.
 * Levels are gathered as codes.
 */
final class Gathering implements Pass<Gathering.State> {
    /** Some room below the longest array. */
    private static final long MOST_ROWS = Integer.MAX_VALUE - 16L;

    private final List<Bound> bounds;

    private Gathering(List<Bound> bounds) {
        this.bounds = List.copyOf(bounds);
    }

    /** The values of these calls for every row of a source, by key. */
    static Map<String, Gathered> run(List<Neighbours> calls, Source source, List<String> columns) {
        if (!source.replayable()) {
            throw new DataException(
                    calls.get(0).key() + " needs the neighbours of a row, but these rows can be read only once; "
                            + "a table, a file or chunks that can be asked for again would work",
                    source.name(),
                    -1,
                    "");
        }
        List<Bound> bounds = new ArrayList<>();
        Map<String, Place> places = new LinkedHashMap<>();
        calls.forEach(c -> places.putIfAbsent(c.place().key(), c.place()));
        for (Place p : places.values()) {
            p.groups().forEach(k -> bounds.add(k.values()));
            p.order().forEach(k -> bounds.add(k.values()));
        }
        calls.forEach(c -> bounds.add(c.argument()));
        State state = source.run(new Gathering(bounds), columns);
        if (state.rows > MOST_ROWS) {
            throw new DataException(
                    "too many rows for " + calls.get(0).key() + ": " + state.rows, source.name(), -1, "");
        }
        int at = 0;
        Map<String, RowOrder> orders = new LinkedHashMap<>();
        for (Map.Entry<String, Place> e : places.entrySet()) {
            List<Gathered> groups = state.take(at, e.getValue().groups().size());
            at += groups.size();
            List<Gathered> order = state.take(at, e.getValue().order().size());
            at += order.size();
            orders.put(e.getKey(), RowOrder.of((int) state.rows, e.getValue(), groups, order, source.name()));
        }
        Map<String, Gathered> results = new LinkedHashMap<>();
        for (Neighbours c : calls) {
            Gathered x = state.take(at++, 1).get(0);
            results.put(c.key(), orders.get(c.place().key()).apply(c.function(), x));
        }
        return results;
    }

    /** The columns of some rows, in pieces. */
    static final class State {
        private final List<List<List<double[]>>> pieces = new ArrayList<>();
        private final List<Map<String, Integer>> dictionaries = new ArrayList<>();
        private long rows;

        private State(List<Bound> bounds) {
            for (Bound b : bounds) {
                List<List<double[]>> columns = new ArrayList<>();
                int width = b instanceof Numbers n ? n.suffixes().size() : 1;
                for (int j = 0; j < width; j++) {
                    columns.add(new ArrayList<>());
                }
                pieces.add(columns);
                dictionaries.add(new LinkedHashMap<>());
            }
        }

        private List<Gathered> take(int from, int count) {
            List<Gathered> taken = new ArrayList<>();
            for (int k = from; k < from + count; k++) {
                double[][] columns = new double[pieces.get(k).size()][];
                for (int j = 0; j < columns.length; j++) {
                    columns[j] = joined(pieces.get(k).get(j));
                }
                taken.add(new Gathered(columns, dictionaries.get(k).keySet().toArray(String[]::new)));
            }
            return taken;
        }

        private double[] joined(List<double[]> parts) {
            double[] all = new double[(int) rows];
            int at = 0;
            for (double[] part : parts) {
                System.arraycopy(part, 0, all, at, part.length);
                at += part.length;
            }
            parts.clear();
            return all;
        }
    }

    @Override
    public State init() {
        return new State(bounds);
    }

    @Override
    public void add(State s, ColumnBlock block) {
        int rows = block.rows();
        for (int k = 0; k < bounds.size(); k++) {
            if (bounds.get(k) instanceof Numbers n) {
                double[][] values = n.values().of(block);
                for (int j = 0; j < values.length; j++) {
                    s.pieces.get(k).get(j).add(Arrays.copyOf(values[j], rows));
                }
            } else {
                Coded coded = ((Category) bounds.get(k)).coder().of(block);
                s.pieces.get(k).get(0).add(codes(coded, rows, s.dictionaries.get(k)));
            }
        }
        s.rows += rows;
    }

    /** Codes of the state's dictionary, in which texts stand in order of first appearance. */
    private static double[] codes(Coded coded, int rows, Map<String, Integer> dictionary) {
        int[] known = new int[coded.dictionary().length];
        Arrays.fill(known, -1);
        double[] out = new double[rows];
        for (int i = 0; i < rows; i++) {
            int code = coded.codes()[i];
            if (code >= 0 && known[code] < 0) {
                known[code] = code(dictionary, coded.dictionary()[code]);
            }
            out[i] = code < 0 ? Double.NaN : known[code];
        }
        return out;
    }

    private static int code(Map<String, Integer> dictionary, String text) {
        Integer next = dictionary.size();
        Integer old = dictionary.putIfAbsent(text, next);
        return old == null ? next : old;
    }

    @Override
    public State merge(State left, State right) {
        for (int k = 0; k < bounds.size(); k++) {
            Map<String, Integer> dictionary = left.dictionaries.get(k);
            String[] texts = right.dictionaries.get(k).keySet().toArray(String[]::new);
            int[] recoded = new int[texts.length];
            for (int c = 0; c < texts.length; c++) {
                recoded[c] = code(dictionary, texts[c]);
            }
            for (int j = 0; j < left.pieces.get(k).size(); j++) {
                List<double[]> more = right.pieces.get(k).get(j);
                if (bounds.get(k) instanceof Category) {
                    more.forEach(piece -> recode(piece, recoded));
                }
                left.pieces.get(k).get(j).addAll(more);
            }
        }
        left.rows += right.rows;
        return left;
    }

    private static void recode(double[] piece, int[] codes) {
        for (int i = 0; i < piece.length; i++) {
            if (!Double.isNaN(piece[i])) {
                piece[i] = codes[(int) piece[i]];
            }
        }
    }

    /** What the key of a group or an order holds in a row, in words. */
    static String text(Bound.Key key, Gathered values, int row) {
        double v = values.column(0)[row];
        return key.values() instanceof Numbers n ? n.kind().text(v) : values.dictionary()[(int) v];
    }
}
