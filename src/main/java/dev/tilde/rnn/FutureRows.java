package dev.tilde.rnn;

import dev.tilde.data.DataException;
import dev.tilde.data.Schema;
import dev.tilde.data.Source;
import dev.tilde.formula.Formula;
import dev.tilde.formula.FormulaException;
import dev.tilde.formula.Node;
import dev.tilde.formula.Role;
import dev.tilde.text.Names;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The steps behind the last row of each sequence: group and place are known, lags come from the rows before, anything
 * else from a table of the future.
 */
final class FutureRows {
    private static final int MOST_ROWS = 100_000_000;
    /** How the design says where something is wrong. */
    private static final Pattern ROW = Pattern.compile("in row (\\d+) of the (?:new )?data");

    private final SequenceLayout layout;
    /** How to cut: as the layout does, or rows that are cut and filled already. */
    private final SequenceSpec cut;

    private final int steps;
    /** The steps, and behind them those that the last ones read because the formula looks ahead. */
    private final int length;

    private final List<String> notes = new ArrayList<>();
    private boolean surplus;
    /** The row of the future for each step of each sequence, -1 where there is none. */
    private int[] taken = {};

    private FutureRows(SequenceLayout layout, SequenceSpec cut, int steps) {
        this.layout = layout;
        this.cut = cut;
        this.steps = steps;
        this.length = (int) Math.min(Integer.MAX_VALUE, (long) steps + Ahead.lookahead(layout));
    }

    /**
     * A table and the steps behind it.
     *
     * @param steps for each sequence, at least 1
     * @param future what is known of those steps, in any order of rows; null when nothing is needed
     * @throws DataException naming columns, group and time that are missing
     */
    static Sequences of(SequenceLayout layout, Source source, int steps, @Nullable Source future) {
        return new FutureRows(layout, layout.spec(), checked(steps)).joined(layout.read(source), future);
    }

    /** The last rows of sequences, which stand in their order and have no gaps, and the steps behind them. */
    static Sequences behind(SequenceLayout layout, Columns last, int steps, @Nullable Source future) {
        SequenceSpec spec = layout.spec();
        SequenceSpec cut = spec.learned(List.of(), spec.pattern(), Optional.empty(), spec.statics());
        return new FutureRows(layout, cut, checked(steps)).joined(last, future);
    }

    private static int checked(int steps) {
        if (steps < 1) {
            throw new IllegalArgumentException("a forecast has 1 or more steps, not " + steps);
        }
        return steps;
    }

    private Sequences joined(Columns table, @Nullable Source future) {
        Panel past = Panel.of(table, cut, true, false);
        List<String> needed = needed();
        if (!needed.isEmpty() && future == null) {
            int read = mostRead(needed);
            throw new DataException(
                    "the forecast needs " + Names.list(needed, 8) + " of the "
                            + (read < steps ? "first " + (read == 1 ? "of " : read + " of ") + "the " : "")
                            + (Math.max(read, steps) == 1 ? "step" : Math.max(read, steps) + " steps")
                            + " ahead; give rows of the future with "
                            + (needed.size() == 1 ? "it" : "them"),
                    table.name(),
                    -1,
                    needed.get(0));
        }
        Columns ahead = skeleton(past, future);
        Columns all = table.then(ahead);
        int[] starts = new int[past.count()];
        Panel whole = Panel.of(all, cut, true, false);
        for (int s = 0; s < starts.length; s++) {
            starts[s] = whole.length(s) - length;
        }
        Panel filled = Statics.carried(whole, layout.spec().statics());
        differing(past);
        SequenceLayout noted = layout;
        if (!notes.isEmpty()) {
            List<String> more = new ArrayList<>(layout.notes());
            more.addAll(notes);
            noted = layout.with(more);
        }
        try {
            return Assembly.of(noted, filled, table.rows(), starts);
        } catch (FormulaException e) {
            throw inFuture(e, table.rows());
        }
    }

    /** A complaint about a row behind those of the past, about the row of the future that it was taken from. */
    private FormulaException inFuture(FormulaException e, int past) {
        Matcher row = ROW.matcher(e.problem());
        if (!row.find()) {
            return e;
        }
        int at = Integer.parseInt(row.group(1)) - 1 - past;
        if (at < 0 || at >= taken.length || taken[at] < 0) {
            return e;
        }
        return new FormulaException(
                e.kind(),
                row.replaceFirst("in row " + (taken[at] + 1) + " of the future"),
                e.help().orElse(""),
                e.source(),
                e.span());
    }

    /** Columns that must be known ahead: what the right side reads, but for responses, groups, order and statics. */
    private List<String> needed() {
        Set<String> needed =
                new LinkedHashSet<>(layout.design().variables(layout.design().predictors()));
        layout.design().role(Role.OFFSET).forEach(f -> needed.addAll(Formula.names(f.expression())));
        needed.removeAll(layout.responses().columns());
        needed.remove(SequenceLayout.ROWS);
        needed.removeAll(layout.spec().by());
        needed.removeAll(layout.spec().statics());
        if (layout.spec().calendar().isPresent()) {
            needed.removeAll(layout.spec().order());
        }
        needed.removeIf(c -> read(c) < 1);
        return List.copyOf(needed);
    }

    /** How many of the rows ahead tell a column: what is only lagged is not read of the last ones. */
    private int read(String column) {
        return Math.min(length, rowsRead() - leastLag(layout, column));
    }

    private int mostRead(List<String> columns) {
        return columns.stream().mapToInt(this::read).max().orElse(0);
    }

    /** How many rows ahead are asked: with several leads the first of them speaks for as many steps. */
    private int rowsRead() {
        Responses responses = layout.responses();
        int block = responses.mostLead() - responses.leastLead() + 1;
        boolean once = steps <= block && responses.mostLead() > 0;
        return !once ? steps : responses.leastLead() == 0 ? 1 : 0;
    }

    /** How far back every use of a column on the right side reads at least. */
    static int leastLag(SequenceLayout layout, String column) {
        int most = Integer.MIN_VALUE;
        for (var term : layout.design().predictors().terms()) {
            for (var f : term.term().factors()) {
                most = Math.max(most, latest(f.expression(), column, 0));
            }
        }
        for (var f : layout.design().role(Role.OFFSET)) {
            most = Math.max(most, latest(f.expression(), column, 0));
        }
        return most == Integer.MIN_VALUE ? 0 : -most;
    }

    private static int latest(Node node, String column, int shift) {
        if (node instanceof Node.Name n) {
            return n.name().equals(column) ? shift : Integer.MIN_VALUE;
        }
        int inner = shift;
        if (node instanceof Node.Call c) {
            inner += Expression.Shift.of(c).map(Expression.Shift::most).orElse(0);
        }
        int most = Integer.MIN_VALUE;
        for (var child : Formula.children(node)) {
            most = Math.max(most, latest(child, column, inner));
        }
        return most;
    }

    /** The steps ahead of all groups, group by group. */
    private Columns skeleton(Panel past, @Nullable Source future) {
        int groups = past.count();
        if ((long) groups * length > MOST_ROWS) {
            throw new IllegalArgumentException(
                    steps + " steps of " + groups + (groups == 1 ? " sequence" : " sequences")
                            + " are more rows than one forecast holds, " + MOST_ROWS);
        }
        int[] last = new int[groups * length];
        for (int s = 0; s < groups; s++) {
            Arrays.fill(last, s * length, (s + 1) * length, past.starts()[s + 1] - 1);
        }
        Columns columns = past.columns();
        Columns ahead = columns.rows(last);
        Set<String> carried = new LinkedHashSet<>(layout.spec().by());
        carried.addAll(layout.spec().statics());
        Optional<Calendar> calendar = layout.spec().calendar();
        for (int j = 0; j < columns.schema().size(); j++) {
            String name = columns.column(j).name();
            double[] cells = ahead.numbers(j).clone();
            if (calendar.isPresent() && layout.spec().order().contains(name)) {
                for (int i = 0; i < cells.length; i++) {
                    cells[i] = calendar.get().plus(cells[i], i % length + 1L);
                }
            } else if (layout.spec().statics().contains(name)) {
                double[] known = columns.numbers(j);
                for (int s = 0; s < groups; s++) {
                    double value = Double.NaN;
                    for (int i = past.starts()[s]; i < past.starts()[s + 1]; i++) {
                        value = Double.isNaN(known[i]) ? value : known[i];
                    }
                    Arrays.fill(cells, s * length, (s + 1) * length, value);
                }
            } else if (!carried.contains(name)) {
                Arrays.fill(cells, Double.NaN);
            }
            ahead = ahead.with(j, cells);
        }
        return future == null ? ahead : filled(past, ahead, future);
    }

    /** Takes what a table of the future knows. */
    private Columns filled(Panel past, Columns ahead, Source future) {
        List<String> needed = needed();
        List<String> names = future.schema().names();
        List<String> absent = new ArrayList<>(needed);
        absent.addAll(layout.spec().by());
        absent.addAll(layout.spec().order());
        absent.removeAll(names);
        if (!absent.isEmpty()) {
            throw new DataException(
                    "the rows of the future have no column " + String.join(", ", absent) + "; columns: "
                            + Names.list(names, 12),
                    future.name(),
                    -1,
                    absent.get(0));
        }
        Set<String> wanted = new LinkedHashSet<>(needed);
        wanted.addAll(layout.spec().by());
        wanted.addAll(layout.spec().order());
        Columns given = Columns.of(future, c -> wanted.contains(c.name()));
        layout.refuseOtherOrder(given, "the rows of the future");
        Map<List<String>, List<Integer>> rows = byGroup(given);
        List<List<String>> keys = new ArrayList<>();
        int[] by = Panel.slots(past.columns(), layout.spec().by(), "grouped");
        for (int s = 0; s < past.count(); s++) {
            keys.add(key(past.columns(), by, past.starts()[s]));
        }
        Set<List<String>> known = Set.copyOf(keys);
        long extra = rows.keySet().stream().filter(k -> !known.contains(k)).count();
        if (extra > 0) {
            notes.add(extra + (extra == 1 ? " sequence" : " sequences") + " of the future without a past left out");
        }
        int[] source = new int[ahead.rows()];
        Arrays.fill(source, -1);
        boolean ordered = layout.spec().order().size() == 1;
        for (int s = 0; s < past.count(); s++) {
            List<Integer> own = rows.getOrDefault(keys.get(s), List.of());
            place(past, given, s, own, source, ordered);
        }
        if (surplus) {
            notes.add("the future has more rows than steps; without an order the first " + length
                    + " of each sequence count");
        }
        taken = source;
        return taken(ahead, given, source, needed, future);
    }

    private static List<String> key(Columns table, int[] by, int row) {
        return Arrays.stream(by).mapToObj(c -> table.text(c, row)).toList();
    }

    private Map<List<String>, List<Integer>> byGroup(Columns given) {
        int[] by = Panel.slots(given, layout.spec().by(), "grouped");
        Map<List<String>, List<Integer>> rows = new HashMap<>();
        for (int i = 0; i < given.rows(); i++) {
            rows.computeIfAbsent(key(given, by, i), k -> new ArrayList<>()).add(i);
        }
        return rows;
    }

    /** Finds the row of the future for each step of a sequence: by its place where there is an order, else in turn. */
    private void place(Panel past, Columns given, int s, List<Integer> own, int[] source, boolean ordered) {
        if (!ordered) {
            surplus |= own.size() > length;
            for (int k = 0; k < Math.min(length, own.size()); k++) {
                source[s * length + k] = own.get(k);
            }
            return;
        }
        String order = layout.spec().order().get(0);
        double[] theirs = given.numbers(given.find(order));
        double end = past.columns().numbers(past.columns().find(order))[past.starts()[s + 1] - 1];
        if (layout.spec().calendar().isPresent()) {
            for (int i : own) {
                long k = layout.spec().calendar().get().wholeSteps(end, theirs[i]) - 1;
                if (k < 0 || k >= length) {
                    continue;
                }
                int at = s * length + (int) k;
                if (source[at] >= 0) {
                    throw twice(given, s, past, source[at], i);
                }
                source[at] = i;
            }
            return;
        }
        List<Integer> later =
                new ArrayList<>(own.stream().filter(i -> theirs[i] > end).toList());
        later.sort((a, b) -> Double.compare(theirs[a], theirs[b]));
        for (int k = 1; k < later.size(); k++) {
            if (theirs[later.get(k - 1)] == theirs[later.get(k)]) {
                throw twice(given, s, past, later.get(k - 1), later.get(k));
            }
        }
        for (int k = 0; k < Math.min(length, later.size()); k++) {
            source[s * length + k] = later.get(k);
        }
    }

    private DataException twice(Columns given, int s, Panel past, int a, int b) {
        String order = layout.spec().order().get(0);
        String group = past.keys().get(s);
        return new DataException(
                "rows " + (a + 1) + " and " + (b + 1) + " of the future are at the same place: "
                        + (group.isEmpty() ? "" : group + ", ") + order + " = "
                        + given.text(given.find(order), b) + "; a step of the future has one row",
                given.name(),
                b,
                order);
    }

    private Columns taken(Columns ahead, Columns given, int[] source, List<String> needed, Source future) {
        Columns out = ahead;
        Set<String> columns = new LinkedHashSet<>(needed);
        // Without a calendar the rows of the future say which steps these are.
        List<String> places = layout.spec().calendar().isEmpty() ? layout.spec().order() : List.of();
        columns.addAll(places);
        int most = places.isEmpty() ? mostRead(needed) : length;
        for (int i = 0; i < source.length; i++) {
            if (source[i] < 0 && i % length < most) {
                throw hole(ahead, i, future, "has no row", most);
            }
        }
        for (String name : columns) {
            int from = given.find(name);
            int to = out.find(name);
            Columns picked = given.rows(source);
            double[] cells = picked.numbers(from);
            int read = places.contains(name) ? length : read(name);
            for (int i = 0; i < cells.length; i++) {
                if (Double.isNaN(cells[i]) && i % length < read) {
                    throw hole(ahead, i, future, "misses " + name, read);
                }
            }
            boolean texts = out.column(to).kind() == Schema.Kind.TEXT;
            if (!texts && given.column(from).kind() == Schema.Kind.TEXT) {
                int row = IntStream.of(source).filter(i -> i >= 0).min().orElse(0);
                throw new DataException(
                        name + " is text in the rows of the future, such as \"" + given.text(from, row)
                                + "\"; it was a number when the model was fitted",
                        future.name(),
                        row,
                        name);
            }
            if (texts) {
                out = out.withTexts(to, picked, from);
            } else {
                out = out.with(to, cells);
            }
        }
        return out;
    }

    private DataException hole(Columns ahead, int i, Source future, String what, int read) {
        List<String> place = new ArrayList<>();
        for (String c : layout.spec().by()) {
            place.add(c + " = " + ahead.text(ahead.find(c), i));
        }
        if (layout.spec().calendar().isPresent()) {
            String order = layout.spec().order().get(0);
            place.add(order + " = " + ahead.text(ahead.find(order), i));
        } else {
            place.add("step " + (i % length + 1));
        }
        return new DataException(
                "the future " + what + " at " + String.join(", ", place) + "; a forecast of " + steps
                        + (steps == 1 ? " step needs " : " steps needs ")
                        + (read > steps
                                ? read + " rows, since the formula looks ahead"
                                : read < steps
                                        ? "the first" + (read == 1 ? "" : " " + read)
                                        : steps == 1 ? "it" : "all of them"),
                future.name(),
                -1,
                layout.spec().order().isEmpty() ? "" : layout.spec().order().get(0));
    }

    /** Sequences that do not end together are forecast from their own ends. */
    private void differing(Panel past) {
        if (layout.spec().calendar().isEmpty() || past.count() < 2) {
            return;
        }
        double[] order =
                past.columns().numbers(past.columns().find(layout.spec().order().get(0)));
        double end = order[past.starts()[1] - 1];
        for (int s = 1; s < past.count(); s++) {
            if (order[past.starts()[s + 1] - 1] != end) {
                notes.add("sequences end at different times; each is forecast from its own last row");
                return;
            }
        }
    }
}
