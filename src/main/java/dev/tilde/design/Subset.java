package dev.tilde.design;

import dev.tilde.data.Schema;
import dev.tilde.formula.Conventions;
import dev.tilde.formula.Factor;
import dev.tilde.formula.Formula;
import dev.tilde.formula.FormulaException;
import dev.tilde.formula.FormulaException.Kind;
import dev.tilde.formula.Node;
import dev.tilde.formula.Span;
import dev.tilde.formula.Term;
import dev.tilde.text.Names;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Some terms of the right side of a design with the columns they have there. */
final class Subset {
    private Subset() {}

    /** The terms of a formula without a left side, in its order. */
    static DesignSpec of(DesignSpec spec, String text) {
        Formula whole = spec.formula();
        boolean bare = whole.conventions().tilde() == Conventions.Tilde.REQUIRED && text.indexOf('~') < 0;
        Formula formula = Formula.parse(bare ? "~ " + text : text, whole.conventions(), whole.limits());
        if (formula.response().isPresent()) {
            throw new FormulaException(
                    Kind.BAD_ARGUMENT,
                    "a subset has no left side",
                    "Name some terms of the right side.",
                    formula.source(),
                    formula.response().get().span());
        }
        return of(spec, formula, formula.expand(spec.schema().names()).predictors());
    }

    static DesignSpec of(DesignSpec spec, List<Term> terms) {
        List<String> names = new ArrayList<>();
        terms.forEach(t -> names.add(t.toString()));
        if (!terms.contains(Term.INTERCEPT)) {
            names.add(0, "0");
        }
        Formula whole = spec.formula();
        return of(
                spec,
                Formula.parse("~ " + String.join(" + ", names), whole.conventions(), whole.limits()),
                List.copyOf(new LinkedHashSet<>(terms)));
    }

    private static DesignSpec of(DesignSpec spec, Formula formula, List<Term> terms) {
        Map<Term, CodedTerm> known = new HashMap<>();
        spec.predictors().terms().forEach(t -> known.put(t.term(), t));
        Map<String, Node> places = SavedFormula.places(formula);
        List<CodedTerm> kept = new ArrayList<>();
        Set<String> needed = new LinkedHashSet<>();
        for (Term t : terms) {
            CodedTerm coded = known.get(t);
            if (coded == null) {
                throw unknown(spec, formula, t, places);
            }
            kept.add(coded);
            coded.term().factors().forEach(f -> needed.add(f.name()));
        }
        List<FactorInfo> factors = new ArrayList<>();
        Map<String, Integer> position = new HashMap<>();
        for (FactorInfo info : spec.factors()) {
            String name = info.factor().name();
            if (needed.contains(name)) {
                position.put(name, factors.size());
                factors.add(moved(info, places.getOrDefault(name, info.factor().expression())));
            }
        }
        Set<String> read = Set.copyOf(Variables.of(spec, factors));
        Schema schema = new Schema(spec.schema().columns().stream()
                .filter(c -> read.contains(c.name()))
                .toList());
        return DesignSpec.of(
                formula,
                spec.options(),
                learned(spec, formula, factors),
                factors,
                new SavedSides(
                        new SavedSide(List.of(), List.of(), new Side(List.of(), List.of())),
                        side(spec, kept, factors, position),
                        List.of(),
                        Map.of()),
                spec.rows(),
                spec.notes(),
                schema);
    }

    private static FactorInfo moved(FactorInfo info, Node expression) {
        Factor factor = new Factor(info.factor().name(), expression);
        return info instanceof FactorInfo.Categorical c
                ? new FactorInfo.Categorical(factor, c.levels(), c.contrast())
                : new FactorInfo.Numeric(factor, ((FactorInfo.Numeric) info).suffixes());
    }

    private static FormulaException unknown(DesignSpec spec, Formula formula, Term term, Map<String, Node> places) {
        Span whole = new Span(0, formula.source().length());
        Span at = term.factors().stream()
                .map(f -> Optional.ofNullable(places.get(f.name()))
                        .map(Node::span)
                        .orElse(whole))
                .reduce(Span::to)
                .orElse(whole);
        List<String> names =
                spec.predictors().terms().stream().map(CodedTerm::name).toList();
        return new FormulaException(
                Kind.BAD_ARGUMENT,
                term.degree() == 0 ? "the design has no intercept" : "the design has no term " + term,
                (term.degree() == 0 ? "Write 0 + ... without one.\n" : "") + "Terms: " + Names.list(names, 12),
                formula.source(),
                at);
    }

    private static Map<String, Transform> learned(DesignSpec spec, Formula formula, List<FactorInfo> factors) {
        Set<String> texts = new LinkedHashSet<>();
        factors.forEach(f -> calls(formula, f.factor().expression(), texts));
        Map<String, Transform> some = new LinkedHashMap<>(spec.learned());
        some.keySet().retainAll(texts);
        return some;
    }

    private static void calls(Formula formula, Node node, Set<String> texts) {
        if (node instanceof Node.Call) {
            texts.add(formula.text(node));
        }
        Formula.children(node).forEach(child -> calls(formula, child, texts));
    }

    private static SavedSide side(
            DesignSpec spec, List<CodedTerm> kept, List<FactorInfo> factors, Map<String, Integer> position) {
        List<Term> terms = new ArrayList<>();
        List<List<Integer>> positions = new ArrayList<>();
        List<CodedTerm> coded = new ArrayList<>();
        List<String> columns = new ArrayList<>();
        for (CodedTerm t : kept) {
            List<Integer> own =
                    t.term().factors().stream().map(f -> position.get(f.name())).toList();
            List<Factor> moved = own.stream().map(f -> factors.get(f).factor()).toList();
            List<CodedTerm.Block> blocks = new ArrayList<>();
            for (CodedTerm.Block b : t.blocks()) {
                List<CodedTerm.Part> parts = new ArrayList<>();
                for (CodedTerm.Part p : b.parts()) {
                    String name = spec.factors().get(p.factor()).factor().name();
                    parts.add(new CodedTerm.Part(position.get(name), p.coding()));
                }
                blocks.add(new CodedTerm.Block(parts, b.columns()));
            }
            int start = columns.size();
            columns.addAll(spec.predictors().columns().subList(t.start(), t.end()));
            terms.add(Term.of(moved));
            positions.add(own);
            coded.add(new CodedTerm(Term.of(moved), t.name(), start, columns.size(), blocks));
        }
        return new SavedSide(terms, positions, new Side(coded, columns));
    }
}
