package dev.tilde.design;

import dev.tilde.data.DataException;
import dev.tilde.data.Schema;
import dev.tilde.data.Source;
import dev.tilde.design.Bound.Later;
import dev.tilde.design.Bound.Neighbours;
import dev.tilde.design.Bound.Numbers;
import dev.tilde.design.Bound.Pending;
import dev.tilde.formula.Conventions;
import dev.tilde.formula.Factor;
import dev.tilde.formula.Formula;
import dev.tilde.formula.FormulaException;
import dev.tilde.formula.Role;
import dev.tilde.formula.Term;
import dev.tilde.formula.Terms;
import dev.tilde.text.Names;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The passes that learn a design: as many as functions that look at the data are nested, and one more for levels and
 * complete rows, on which a {@link Companion} may ride.
 */
public final class DesignFit {
    private final Formula formula;
    private final Source source;
    private final DesignOptions options;
    private final Terms terms;
    private final List<String> notes = new ArrayList<>();
    private final Map<String, Transform> learned = new LinkedHashMap<>();
    private final Set<String> read = new LinkedHashSet<>();

    private DesignFit(Formula formula, Source source, DesignOptions options) {
        this.formula = formula;
        this.source = source;
        this.options = options;
        this.terms = expanded();
    }

    /**
     * What was learned.
     *
     * @param spec the design
     * @param companion what the companion saw on the way
     * @param levels for each code of the companion's dictionary of a factor its position among the levels of the spec
     */
    public record Learned<S>(DesignSpec spec, S companion, Companion.Recoding levels) {}

    /** The companion of a design alone. */
    private static final class Nothing implements Companion<Boolean> {
        @Override
        public Boolean init() {
            return true;
        }

        @Override
        public void add(Boolean state, Frame frame) {}

        @Override
        public Boolean merge(Boolean left, Boolean right, Recoding codes) {
            return true;
        }
    }

    /** Learns a design with nobody riding along; infinite values are refused where the conventions do. */
    static DesignSpec learn(Formula formula, Source source, DesignOptions options) {
        return new DesignFit(formula, source, options)
                .learn(layout -> new Nothing(), formula.conventions().infinite() == Conventions.Infinite.REFUSED)
                .spec();
    }

    /** Learns a design and builds its matrices; infinite values are refused where the conventions do. */
    static DesignMatrices matrices(Formula formula, Source source, DesignOptions options) {
        boolean finite = formula.conventions().infinite() == Conventions.Infinite.REFUSED;
        return Collecting.matrices(new DesignFit(formula, source, options)
                .learn(layout -> new Collecting(layout, source.rowCount()), finite));
    }

    /**
     * Learns a design and runs a companion over the same rows, which must not be infinite anywhere.
     *
     * @param formula what to build
     * @param source rows; replayable when the formula has functions that must see the data first
     * @param options missing values, vocabulary, levels
     * @param companion made when the factors are known
     * @throws FormulaException if the formula does not fit the columns, with the place to blame
     */
    public static <S> Learned<S> learn(
            Formula formula, Source source, DesignOptions options, Function<Layout, Companion<S>> companion) {
        return new DesignFit(formula, source, options).learn(companion, true);
    }

    /** The terms; the variables of formulas that are to have the same rows are evaluated too, at the end. */
    private Terms expanded() {
        List<String> columns = new ArrayList<>(dotColumns(source.schema()));
        options.roles().values().forEach(columns::removeAll);
        Terms own = withRoles(formula.expand(columns));
        Set<Factor> all = new LinkedHashSet<>(own.variables());
        options.sameRows().forEach(other -> all.addAll(other.expand(columns).variables()));
        List<Factor> groups = Sequencing.part(formula);
        if (groups.isEmpty() || !readsNeighbours(own)) {
            return new Terms(own.left(), own.right(), own.roles(), List.copyOf(all));
        }
        // y ~ lag(x) | id: the part is no design of its own, it only keeps the lags apart.
        notes.add("\"| " + formula.text(formula.parts().get(1)) + "\" only groups the rows that lags read");
        Map<Role, List<Factor>> roles = new EnumMap<>(Role.class);
        roles.putAll(own.roles());
        roles.putIfAbsent(Role.GROUPS, groups);
        all.addAll(groups);
        return new Terms(own.left(), own.right().subList(0, 1), roles, List.copyOf(all));
    }

    /** The terms with the roles that the options give. */
    private Terms withRoles(Terms own) {
        if (options.roles().isEmpty()) {
            return own;
        }
        Map<Role, List<Factor>> roles = new EnumMap<>(Role.class);
        roles.putAll(own.roles());
        Set<Factor> all = new LinkedHashSet<>(own.variables());
        options.roles().forEach((role, columns) -> {
            String name = role.name().toLowerCase(Locale.ROOT);
            List<Factor> given = Sequencing.agreed(name, own.role(role), columns);
            given.forEach(f -> Sequencing.check(f, source.schema().names(), source.name(), role));
            roles.put(role, given);
            all.addAll(given);
        });
        return new Terms(own.left(), own.right(), roles, List.copyOf(all));
    }

    private boolean readsNeighbours(Terms own) {
        return Stream.concat(own.response().stream(), own.predictors().stream())
                .flatMap(t -> t.factors().stream())
                .anyMatch(f ->
                        !Reach.of(formula, f.expression(), options.vocabulary()).equals(Reach.NONE));
    }

    /** The columns that {@code .} stands for; whether those that merely name rows are among them, conventions say. */
    private List<String> dotColumns(Schema schema) {
        if (formula.conventions().dot() == Conventions.Dot.ALL) {
            return schema.names();
        }
        List<String> used = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (Schema.Column c : schema.columns()) {
            (c.identifier() ? names : used).add(c.name());
        }
        if (!names.isEmpty() && formula.hasDot()) {
            notes.add("\".\" leaves out " + String.join(", ", names) + ", which only "
                    + (names.size() == 1 ? "names" : "name") + " the rows");
        }
        return used;
    }

    private <S> Learned<S> learn(Function<Layout, Companion<S>> companion, boolean finite) {
        List<Factor> factors = new ArrayList<>(terms.variables());
        for (String column : options.levels().keySet()) {
            if (source.schema().column(column).isEmpty()) {
                throw new DataException(
                        "levels are declared for " + column + ", but there is no such column; columns: "
                                + Names.list(source.schema().names(), 12),
                        source.name(),
                        -1,
                        column);
            }
        }
        Lookup lookup = new Lookup(formula, source.schema());
        lookup.check(factors);
        Evaluator evaluator = learnStates(factors);
        List<Bound> bounds = bind(evaluator, factors);
        Map<Role, List<Integer>> roles = roles(evaluator, factors, bounds);
        lookup.refuseConstants(termFactors());
        if (formula.conventions().reading() == Conventions.Reading.R) {
            lookup.refuseConstants(terms.roles().getOrDefault(Role.OFFSET, List.of()));
        }
        Layout layout = layout(factors, bounds, roles);
        Learning<S> pass = new Learning<>(
                formula,
                factors,
                bounds,
                companion.apply(layout),
                options.naAction() == NaAction.PASS,
                Set.copyOf(layout.role(Role.WEIGHTS)));
        Learning.State<S> state = source.run(pass, evaluator.columns());
        Set<Integer> finiteOnes = new HashSet<>();
        if (finite) {
            layout.response().forEach(finiteOnes::addAll);
            layout.predictors().forEach(finiteOnes::addAll);
            layout.further().forEach(part -> part.forEach(finiteOnes::addAll));
            layout.roles().values().forEach(finiteOnes::addAll);
        }
        pass.check(state, options.naAction(), finiteOnes);
        Rows rows = pass.rows(state);
        LearnedLevels levels = new LearnedLevels(formula, options, learned, rows.used() > 0, notes);
        List<FactorInfo> infos = new ArrayList<>();
        for (int f = 0; f < factors.size(); f++) {
            infos.add(levels.info(factors.get(f), bounds.get(f), state.levels(f)));
        }
        Sides sides = new Sides(formula, terms, layout, infos, options.coding());
        read.addAll(evaluator.columns());
        DesignSpec spec =
                DesignSpec.learned(formula, options, learned, infos, sides, rows, notes, source.schema(), read);
        int[][] codes = new int[factors.size()][];
        return new Learned<>(spec, state.companion(), f -> {
            codes[f] = codes[f] == null ? codes(state.levels(f), infos.get(f)) : codes[f];
            return codes[f];
        });
    }

    /** Runs passes until every function that must see the data has. */
    private Evaluator learnStates(List<Factor> factors) {
        Sequencing sequencing = Sequencing.of(formula, terms.roles(), options);
        sequencing.check(source);
        Map<String, Gathered> gathered = new LinkedHashMap<>();
        return settle(
                source,
                factors,
                () -> new Evaluator(formula, source.schema(), options, learned, sequencing, gathered),
                learned,
                gathered,
                read);
    }

    /**
     * Runs passes over a source until no call waits for its rows.
     *
     * @param fresh makes evaluators that know what these maps hold
     * @param read gets the columns that all of this needs
     */
    static Evaluator settle(
            Source source,
            List<Factor> factors,
            Supplier<Evaluator> fresh,
            Map<String, Transform> learned,
            Map<String, Gathered> gathered,
            Set<String> read) {
        while (true) {
            Evaluator evaluator = fresh.get();
            Map<String, Pending> pending = new LinkedHashMap<>();
            Map<String, Neighbours> neighbours = new LinkedHashMap<>();
            for (Factor f : factors) {
                for (Later u : evaluator.unseen(f)) {
                    if (u instanceof Neighbours n) {
                        neighbours.put(n.key(), n);
                    } else if (u instanceof Pending p) {
                        pending.put(p.key(), p);
                    }
                }
            }
            read.addAll(evaluator.columns());
            if (pending.isEmpty() && neighbours.isEmpty()) {
                return fresh.get();
            }
            if (!neighbours.isEmpty()) {
                gathered.putAll(Gathering.run(List.copyOf(neighbours.values()), source, evaluator.columns()));
            }
            if (!pending.isEmpty()) {
                learned.putAll(States.learn(List.copyOf(pending.values()), source, evaluator.columns()));
            }
        }
    }

    private List<Bound> bind(Evaluator evaluator, List<Factor> factors) {
        Set<Factor> responses = new HashSet<>();
        terms.response().forEach(t -> responses.addAll(t.factors()));
        List<Bound> bounds = new ArrayList<>();
        Set<Factor> roleOnly = new HashSet<>();
        terms.roles().values().forEach(roleOnly::addAll);
        terms.left().forEach(part -> part.forEach(t -> roleOnly.removeAll(t.factors())));
        terms.right().forEach(part -> part.forEach(t -> roleOnly.removeAll(t.factors())));
        for (Factor f : factors) {
            if (roleOnly.contains(f)) {
                bounds.add(evaluator.response(f));
                continue;
            }
            evaluator.lookup().refuseNumbersAsText(f);
            boolean response = responses.contains(f) && formula.conventions().response() != Conventions.Response.TERMS;
            bounds.add(response ? evaluator.response(f) : evaluator.factor(f));
        }
        return bounds;
    }

    /**
     * Where the factors with a role stand. Groups are levels of whatever kind the column is, so a factor that is a term
     * too gets a place of its own.
     */
    private Map<Role, List<Integer>> roles(Evaluator evaluator, List<Factor> factors, List<Bound> bounds) {
        Set<Factor> inTerms = termFactors();
        Map<Role, List<Integer>> roles = new EnumMap<>(Role.class);
        terms.roles().forEach((role, given) -> {
            for (Factor f : given) {
                Bound bound = evaluator.role(f, role);
                int at = factors.indexOf(f);
                boolean taken = inTerms.contains(f)
                        || roles.values().stream()
                                .flatMap(List::stream)
                                .anyMatch(p -> factors.get(p).equals(f));
                if (taken) {
                    at = factors.size();
                    factors.add(f);
                    bounds.add(bound);
                } else {
                    bounds.set(at, bound);
                }
                roles.computeIfAbsent(role, r -> new ArrayList<>()).add(at);
            }
        });
        return roles;
    }

    private Set<Factor> termFactors() {
        Set<Factor> all = new LinkedHashSet<>();
        terms.left().forEach(part -> part.forEach(t -> all.addAll(t.factors())));
        terms.right().forEach(part -> part.forEach(t -> all.addAll(t.factors())));
        return all;
    }

    private Layout layout(List<Factor> factors, List<Bound> bounds, Map<Role, List<Integer>> roles) {
        List<Integer> widths = new ArrayList<>();
        for (Bound b : bounds) {
            widths.add(b instanceof Numbers n ? n.suffixes().size() : 0);
        }
        Map<Factor, Integer> position = new HashMap<>();
        for (int f = 0; f < factors.size(); f++) {
            position.putIfAbsent(factors.get(f), f);
        }
        List<List<List<Integer>>> further = new ArrayList<>();
        for (List<Term> part : terms.right().subList(1, terms.right().size())) {
            further.add(positions(part, position));
        }
        return new Layout(
                factors,
                widths,
                positions(terms.response(), position),
                positions(terms.predictors(), position),
                further,
                roles);
    }

    private static List<List<Integer>> positions(List<Term> terms, Map<Factor, Integer> position) {
        List<List<Integer>> all = new ArrayList<>();
        for (Term t : terms) {
            all.add(t.factors().stream().map(position::get).toList());
        }
        return all;
    }

    private static int[] codes(List<String> seen, FactorInfo info) {
        List<String> levels = ((FactorInfo.Categorical) info).levels();
        Map<String, Integer> position = new HashMap<>();
        levels.forEach(l -> position.put(l, position.size()));
        return seen.stream().mapToInt(position::get).toArray();
    }
}
