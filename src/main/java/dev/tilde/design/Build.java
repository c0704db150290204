package dev.tilde.design;

import dev.tilde.data.Schema;
import dev.tilde.data.Source;
import dev.tilde.design.Bound.Category;
import dev.tilde.design.Bound.Numbers;
import dev.tilde.formula.Conventions;
import dev.tilde.formula.Factor;
import dev.tilde.formula.FormulaException;
import dev.tilde.formula.FormulaException.Kind;
import dev.tilde.formula.Role;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A learned design applied to rows. */
final class Build {
    private final DesignSpec spec;

    Build(DesignSpec spec) {
        this.spec = spec;
    }

    DesignMatrix predictors(Source source) {
        return run(source, Factors.used(spec.predictors())).matrix(spec.predictors(), spec.factors());
    }

    void predictors(Source source, Consumer<DesignMatrix> sink) {
        Side side = spec.predictors();
        Evaluator evaluator = evaluator(source, needed(Factors.used(side)));
        Building pass = building(evaluator, Factors.used(side), false);
        Streaming.run(source, evaluator.columns(), pass, rows -> sink.accept(rows.matrix(side, spec.factors())));
    }

    DesignMatrices matrices(Source source) {
        Evaluator evaluator = evaluator(source, needed(all()));
        Building pass = building(evaluator, all(), spec.options().naAction() != NaAction.PASS);
        return matrices(source.run(pass, evaluator.columns()));
    }

    void matrices(Source source, Consumer<DesignMatrices> sink) {
        Evaluator evaluator = evaluator(source, needed(all()));
        Building pass = building(evaluator, all(), spec.options().naAction() != NaAction.PASS);
        Streaming.run(source, evaluator.columns(), pass, rows -> sink.accept(matrices(rows)));
    }

    DesignMatrices matrices(Pieces rows) {
        List<FactorInfo> factors = spec.factors();
        return new DesignMatrices(
                spec,
                spec.response().terms().isEmpty()
                        ? Optional.empty()
                        : Optional.of(rows.matrix(spec.response(), factors)),
                rows.matrix(spec.predictors(), factors),
                spec.parts().stream().map(part -> rows.matrix(part, factors)).toList(),
                new RowRoles(spec.roles(), factors, rows));
    }

    double[] offset(Source source) {
        List<Integer> offsets = spec.roles().getOrDefault(Role.OFFSET, List.of());
        Pieces rows = run(source, offsets);
        return RowRoles.sum(offsets, rows)
                .orElseGet(() -> new double[rows.rows().count()]);
    }

    private Collection<Integer> all() {
        Set<Integer> all = new TreeSet<>();
        for (int f = 0; f < spec.factors().size(); f++) {
            all.add(f);
        }
        return all;
    }

    private List<Factor> needed(Collection<Integer> used) {
        return new TreeSet<>(used)
                .stream().map(f -> spec.factors().get(f).factor()).toList();
    }

    private Pieces run(Source source, Collection<Integer> used) {
        List<Factor> needed = needed(used);
        new Lookup(spec.formula(), source.schema()).check(needed);
        Evaluator evaluator = evaluator(source, needed);
        return source.run(building(evaluator, used, false), evaluator.columns());
    }

    private Building building(Evaluator evaluator, Collection<Integer> used, boolean dropMissing) {
        List<@Nullable Bound> bounds = new ArrayList<>();
        for (int f = 0; f < spec.factors().size(); f++) {
            bounds.add(used.contains(f) ? bind(evaluator, f) : null);
        }
        return new Building(
                spec.formula(),
                spec.factors(),
                bounds,
                dropMissing,
                open(),
                spec.options().unseen());
    }

    /** Factors whose levels need not have been seen before. */
    private Set<Integer> open() {
        Set<Integer> open = new HashSet<>();
        spec.roles().forEach((role, positions) -> open.addAll(role.isNumeric() ? List.of() : positions));
        return open;
    }

    /** What reads the neighbours of a row does so among the rows of this source only. */
    Evaluator evaluator(Source source, List<Factor> needed) {
        Map<String, Transform> states = new LinkedHashMap<>(spec.learned());
        Map<String, Gathered> gathered = new LinkedHashMap<>();
        return DesignFit.settle(
                source,
                needed,
                () -> new Evaluator(
                        spec.formula(), source.schema(), spec.options(), states, spec.sequencing(), gathered),
                states,
                gathered,
                new LinkedHashSet<>());
    }

    /** Without rows: what reads the neighbours of a row stays unknown. */
    Evaluator evaluator(Schema schema) {
        return new Evaluator(spec.formula(), schema, spec.options(), spec.learned(), spec.sequencing(), Map.of());
    }

    private boolean isResponse(int f) {
        return Factors.used(spec.response()).contains(f)
                && spec.formula().conventions().response() != Conventions.Response.TERMS;
    }

    /** A factor bound as it was when the design was learned. */
    Bound bind(Evaluator evaluator, int f) {
        FactorInfo info = spec.factors().get(f);
        Optional<Role> role = spec.roles().entrySet().stream()
                .filter(e -> e.getValue().contains(f))
                .map(Map.Entry::getKey)
                .findFirst();
        Bound bound = role.isPresent()
                ? evaluator.role(info.factor(), role.get())
                : isResponse(f) ? evaluator.response(info.factor()) : evaluator.factor(info.factor());
        boolean numeric = info instanceof FactorInfo.Numeric;
        if (numeric != bound instanceof Numbers || !numeric && !(bound instanceof Category)) {
            throw new FormulaException(
                    Kind.TYPE,
                    info.factor() + " was " + (numeric ? "a number" : "a factor")
                            + " when the design was learned and is " + (numeric ? "a factor" : "a number") + " now",
                    numeric ? evaluator.lookup().notNumbers(info.factor().expression()) : "",
                    spec.formula().source(),
                    info.factor().expression().span());
        }
        return bound;
    }
}
