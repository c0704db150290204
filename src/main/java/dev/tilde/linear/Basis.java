package dev.tilde.linear;

import dev.tilde.design.Layout;
import dev.tilde.formula.Role;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/*
 * The over-complete basis of a formula, known before any level is.
 *
 * Every column that any coding can give a term is a product  z * w:  z a product of numeric columns, w a function of
 * the cell of the term's categorical factors. So cross-products of the z within the cells hold all cross-products of
 * all columns, and contrasts can be applied when the pass is over (Moments, Gram).
 */

/** The products of numeric columns that a formula needs, and the sets of factors in whose cells they are summed. */
final class Basis {
    /** A numeric column: factor and column inside it. */
    record Numeric(int factor, int column) {}

    /** Two products whose product is summed; {@code first <= second}. */
    record Pair(int first, int second) {}

    /** The product of no column: the constant 1. */
    static final int ONE = 0;

    /** The factor that stands for a response made on the way, as the working response of a generalised linear model. */
    static final int WORKING = -1;

    private final Layout layout;
    private final Map<List<Numeric>, Integer> products = new LinkedHashMap<>();
    private final Map<List<Integer>, Set<Pair>> cells = new LinkedHashMap<>();

    /** Of the predictors, the responses and the offsets. */
    Basis(Layout layout) {
        this(layout, responses(layout));
    }

    /** Of the predictors and a working response. */
    static Basis working(Layout layout) {
        return new Basis(layout, List.of(List.of(WORKING)));
    }

    private static List<List<Integer>> responses(Layout layout) {
        List<List<Integer>> all = new ArrayList<>(layout.response());
        layout.role(Role.OFFSET).forEach(f -> all.add(List.of(f)));
        return all;
    }

    private Basis(Layout layout, List<List<Integer>> beside) {
        this.layout = layout;
        product(List.of());
        Map<List<Integer>, Set<Integer>> byFactors = new LinkedHashMap<>();
        byFactors.computeIfAbsent(List.of(), k -> new LinkedHashSet<>()).add(ONE);
        List<List<Integer>> terms = new ArrayList<>(layout.predictors());
        terms.addAll(beside);
        for (List<Integer> term : terms) {
            byFactors
                    .computeIfAbsent(categorical(term), k -> new LinkedHashSet<>())
                    .addAll(numerics(term));
        }
        List<List<Integer>> keys = new ArrayList<>(byFactors.keySet());
        for (int a = 0; a < keys.size(); a++) {
            for (int b = a; b < keys.size(); b++) {
                List<Integer> joint = union(keys.get(a), keys.get(b));
                if (!joint.isEmpty()) {
                    pair(
                            cells.computeIfAbsent(joint, k -> new LinkedHashSet<>()),
                            byFactors.get(keys.get(a)),
                            byFactors.get(keys.get(b)));
                }
            }
        }
    }

    private static void pair(Set<Pair> pairs, Set<Integer> left, Set<Integer> right) {
        for (int l : left) {
            for (int r : right) {
                pairs.add(new Pair(Math.min(l, r), Math.max(l, r)));
            }
        }
    }

    private int product(List<Numeric> columns) {
        return products.computeIfAbsent(columns, k -> products.size());
    }

    /** The categorical factors of a term, in ascending order. */
    List<Integer> categorical(List<Integer> term) {
        return List.copyOf(
                new TreeSet<>(term.stream().filter(this::isCategorical).toList()));
    }

    static List<Integer> union(List<Integer> a, List<Integer> b) {
        if (a.isEmpty() && b.isEmpty()) {
            return List.of();
        }
        Set<Integer> all = new TreeSet<>(a);
        all.addAll(b);
        return List.copyOf(all);
    }

    /** The products of one column of each numeric factor of a term, the first factor's varying fastest. */
    List<Integer> numerics(List<Integer> term) {
        List<List<Numeric>> all = List.of(List.of());
        for (int f : term) {
            if (!isCategorical(f)) {
                List<List<Numeric>> more = new ArrayList<>();
                for (int c = 0; c < width(f); c++) {
                    for (List<Numeric> head : all) {
                        List<Numeric> longer = new ArrayList<>(head);
                        longer.add(new Numeric(f, c));
                        more.add(longer);
                    }
                }
                all = more;
            }
        }
        return all.stream().map(this::product).toList();
    }

    /** Columns of a numeric factor. */
    int width(int factor) {
        return factor == WORKING ? 1 : layout.widths().get(factor);
    }

    private boolean isCategorical(int factor) {
        return factor != WORKING && layout.isCategorical(factor);
    }

    /** The products, by number. */
    List<List<Numeric>> products() {
        return List.copyOf(products.keySet());
    }

    /** The sets of factors in whose cells something is summed, and what. */
    Map<List<Integer>, Set<Pair>> cells() {
        return cells;
    }
}
