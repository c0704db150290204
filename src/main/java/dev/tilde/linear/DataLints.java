package dev.tilde.linear;

import dev.tilde.design.Companion;
import dev.tilde.design.DesignSpec;
import dev.tilde.design.FactorInfo;
import dev.tilde.design.Layout;
import dev.tilde.formula.Conventions;
import dev.tilde.formula.Factor;
import dev.tilde.formula.Formula;
import dev.tilde.formula.Lint;
import dev.tilde.formula.Node;
import dev.tilde.formula.Term;
import dev.tilde.text.Names;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;

/** What can be suspected of a formula once its data are known. */
final class DataLints {
    /** A level with fewer rows says little about itself. */
    private static final int THIN = 5;

    /** In a table of fewer rows every level is thin, and the reader knows. */
    private static final int SMALL = 20;

    private static final int SHOWN = 4;

    private final DesignSpec spec;
    private final Layout layout;
    private final Census census;
    private final Census.State counts;
    private final Companion.Recoding levels;
    private final List<Lint> lints = new ArrayList<>();

    DataLints(DesignSpec spec, Layout layout, Census census, Census.State counts, Companion.Recoding levels) {
        this.spec = spec;
        this.layout = layout;
        this.census = census;
        this.counts = counts;
        this.levels = levels;
    }

    List<Lint> all(OptionalInt rank, Set<String> aliased) {
        if (spec.rows().used() == 0) {
            return List.of();
        }
        sameColumn();
        for (int at = 0; at < census.counted().size(); at++) {
            List<Integer> factors = census.counted().get(at);
            if (factors.size() == 1) {
                thin(at, factors.get(0));
            } else {
                empty(at, factors);
            }
        }
        for (int f = 0; f < layout.factors().size(); f++) {
            if (isPredictor(f) && layout.widths().get(f) == 1) {
                number(f);
            }
        }
        rank.ifPresent(r -> span(r, aliased));
        return lints;
    }

    /** {@code C(a) + a}: two factors of levels that are one column. */
    private void sameColumn() {
        List<Term> mains = spec.predictors().terms().stream()
                .map(t -> t.term())
                .filter(t -> t.degree() == 1)
                .toList();
        for (int i = 0; i < mains.size(); i++) {
            for (int j = 0; j < i; j++) {
                Factor a = mains.get(j).factors().get(0);
                Factor b = mains.get(i).factors().get(0);
                Set<String> names = Formula.names(a.expression());
                boolean plain = a.expression() instanceof Node.Name || b.expression() instanceof Node.Name;
                if (names.size() == 1 && plain && isLevels(a) && isLevels(b) && names.equals(column(b))) {
                    add("same-column", a + " and " + b + " are one column coded twice", "Leave one of them out.", b);
                }
            }
        }
    }

    private Set<String> column(Factor factor) {
        Set<String> names = Formula.names(factor.expression());
        Node first =
                factor.expression() instanceof Node.Call c && !c.arguments().isEmpty()
                        ? c.arguments().get(0).value()
                        : factor.expression();
        return first instanceof Node.Name n ? Set.of(n.name()) : names;
    }

    private boolean isLevels(Factor factor) {
        return spec.factors().stream().anyMatch(i -> i.factor().equals(factor) && i instanceof FactorInfo.Categorical);
    }

    private List<String> names(int factor) {
        return ((FactorInfo.Categorical) spec.factors().get(factor)).levels();
    }

    private void thin(int at, int factor) {
        List<String> thin = new ArrayList<>();
        Cells cells = counts.counts(at);
        for (int c = 0; c < cells.count(); c++) {
            long rows = counts.count(at, c);
            if (rows < THIN) {
                String level = names(factor).get(levels.of(factor)[cells.code(c, 0)]);
                thin.add(level + " (" + rows + (rows == 1 ? " row)" : " rows)"));
            }
        }
        if (!thin.isEmpty() && cells.count() > 1 && spec.rows().used() >= SMALL) {
            add(
                    "thin-level",
                    layout.factors().get(factor) + " has levels with few rows: " + Names.list(thin, SHOWN),
                    "",
                    layout.factors().get(factor));
        }
    }

    private void empty(int at, List<Integer> factors) {
        Cells cells = counts.counts(at);
        long all = 1;
        for (int f : factors) {
            all = Math.min(Long.MAX_VALUE / 10_000, all * names(f).size());
        }
        if (cells.count() >= all) {
            return;
        }
        Set<List<Integer>> seen = new HashSet<>();
        for (int c = 0; c < cells.count(); c++) {
            List<Integer> codes = new ArrayList<>();
            for (int place = 0; place < factors.size(); place++) {
                codes.add(levels.of(factors.get(place))[cells.code(c, place)]);
            }
            seen.add(codes);
        }
        List<String> missing = new ArrayList<>();
        for (long k = 0; k < all && missing.size() < SHOWN; k++) {
            List<Integer> codes = new ArrayList<>();
            List<String> text = new ArrayList<>();
            long rest = k;
            for (int f : factors) {
                int size = names(f).size();
                codes.add((int) (rest % size));
                text.add(names(f).get((int) (rest % size)));
                rest /= size;
            }
            if (!seen.contains(codes)) {
                missing.add(String.join(":", text));
            }
        }
        String name = String.join(
                ":", factors.stream().map(f -> layout.factors().get(f).name()).toList());
        long empty = all - cells.count();
        add(
                "empty-cells",
                name + " has " + empty + " of " + all + " cells without rows: " + String.join(", ", missing)
                        + (empty > missing.size() ? ", ..." : ""),
                "What such a cell would be cannot be estimated.",
                layout.factors().get(factors.get(factors.size() - 1)));
    }

    private boolean isPredictor(int factor) {
        return layout.predictors().stream().anyMatch(t -> t.contains(factor));
    }

    private void number(int f) {
        Factor factor = layout.factors().get(f);
        Set<Double> values = new TreeSet<>(counts.values(f));
        if (values.size() == 1 && !values.contains(Double.NaN)) {
            add("constant", factor + " is " + values.iterator().next() + " in every row used", "", factor);
        } else if (factor.expression() instanceof Node.Name
                && !values.contains(Double.NaN)
                && values.size() > 2
                && spec.rows().used() >= 5L * values.size()) {
            add(
                    "whole-numbers",
                    factor + " has only " + values.size() + " different values and counts as a number",
                    "For one level each write C(" + factor + ").",
                    factor);
        }
    }

    /** R's rule can give redundant columns, and it can lose some. */
    private void span(int rank, Set<String> aliased) {
        if (spec.formula().conventions().coding() != Conventions.Coding.LOCAL || !aliased.isEmpty()) {
            return;
        }
        int exact = spec.exactColumns();
        if (exact > rank) {
            Term last = spec.predictors()
                    .terms()
                    .get(spec.predictors().terms().size() - 1)
                    .term();
            add(
                    "span",
                    "R's coding gives " + rank + " independent columns where all indicators span " + exact,
                    "Add the main effects, or use the conventions of Tilde.",
                    last.factors().get(0));
        }
    }

    private void add(String rule, String problem, String help, Factor at) {
        lints.add(new Lint(rule, problem, help, at.expression().span()));
    }
}
