package dev.tilde.linear;

import dev.tilde.data.Source;
import dev.tilde.design.CodedTerm;
import dev.tilde.design.DesignFit;
import dev.tilde.design.DesignOptions;
import dev.tilde.design.DesignSpec;
import dev.tilde.design.Layout;
import dev.tilde.design.NaAction;
import dev.tilde.formula.Formula;
import dev.tilde.formula.FormulaException;
import dev.tilde.formula.Lint;
import dev.tilde.formula.Readings;
import dev.tilde.formula.Term;
import dev.tilde.formula.Terms;
import dev.tilde.report.Block;
import dev.tilde.report.Block.Entry;
import dev.tilde.report.Document;
import dev.tilde.report.Findings;
import dev.tilde.report.Section;
import dev.tilde.report.Text;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a formula means, and what it makes of data: its terms, how R and patsy read it, the columns with the coding and
 * its reason, rank and aliased columns, empty cells, thin levels, and what is probably not meant.
 *
 * @param readings the terms, here and elsewhere
 * @param design what was learned; empty without data
 * @param rank independent columns among the predictors; empty without data, or when they are too many to tell
 * @param aliased for each redundant column what it equals
 * @param lints what is probably not meant, in order of the formula
 */
public record Explanation(
        Readings readings,
        Optional<DesignSpec> design,
        OptionalInt rank,
        Map<String, String> aliased,
        List<Lint> lints) {
    /** The cross-products of more columns take seconds. */
    private static final int MOST_COLUMNS = 1000;

    public Explanation {
        aliased = Collections.unmodifiableMap(new LinkedHashMap<>(aliased));
        lints = List.copyOf(lints);
    }

    /**
     * What can be said without data.
     *
     * @throws FormulaException if the formula cannot be expanded
     */
    public static Explanation of(Formula formula) {
        return new Explanation(
                Readings.of(formula, List.of()), Optional.empty(), OptionalInt.empty(), Map.of(), formula.lints());
    }

    /**
     * What there is to say with data: one pass more than learning the design takes.
     *
     * @param options missing values are dropped, whatever these say
     * @throws FormulaException if the formula does not fit the columns
     */
    public static Explanation of(Formula formula, Source source, DesignOptions options) {
        Layout[] layout = new Layout[1];
        Moments[] moments = new Moments[1];
        Census[] census = new Census[1];
        DesignFit.Learned<Both.Pair<Moments.State, Census.State>> learned =
                DesignFit.learn(formula, source, options.with(NaAction.DROP), l -> {
                    layout[0] = l;
                    moments[0] = new Moments(l);
                    census[0] = new Census(l);
                    return new Both<>(moments[0], census[0]);
                });
        DesignSpec spec = learned.spec();
        OptionalInt rank = OptionalInt.empty();
        Map<String, String> aliased = new LinkedHashMap<>();
        List<Lint> lints = new ArrayList<>(formula.lints());
        int columns = spec.predictors().columns().size();
        if (spec.rows().used() > 0 && columns > 0 && columns <= MOST_COLUMNS && fits(moments[0], learned, layout[0])) {
            List<CodedTerm> terms = new ArrayList<>(spec.predictors().terms());
            // A constant stands in for the response, which does not matter here.
            CodedTerm.Block one = new CodedTerm.Block(List.of(), 1);
            terms.add(new CodedTerm(Term.INTERCEPT, "1", columns, columns + 1, List.of(one)));
            Gram gram = new Gram(moments[0], learned.companion().first(), learned.levels(), terms, 1, 0);
            LeastSquares solution = new LeastSquares(
                    gram,
                    spec.predictors(),
                    1,
                    0,
                    LinearRegression.tolerance(formula.conventions()),
                    formula.conventions());
            rank = OptionalInt.of(solution.rank());
            List<String> names = spec.predictors().columns();
            solution.relations().forEach(r -> aliased.put(names.get(r.column()), r.text(names)));
        }
        lints.addAll(
                new DataLints(spec, layout[0], census[0], learned.companion().second(), learned.levels())
                        .all(rank, aliased.keySet()));
        return new Explanation(Readings.of(formula, source.schema().names()), Optional.of(spec), rank, aliased, lints);
    }

    /** Whether all columns have sizes that can be squared. */
    private static boolean fits(
            Moments moments, DesignFit.Learned<Both.Pair<Moments.State, Census.State>> learned, Layout layout) {
        try {
            moments.check(learned.companion().first(), learned.spec().formula(), layout);
            return true;
        } catch (FormulaException e) {
            return false;
        }
    }

    /** The explanation as a document. */
    public Document document() {
        Formula formula = readings.formula();
        List<Section> sections = new ArrayList<>();
        sections.add(Section.untitled("reading", new Block.Definitions(facts())));
        design.ifPresent(s -> sections.addAll(s.describe().sections()));
        if (!lints.isEmpty()) {
            List<Findings.Finding> findings = new ArrayList<>();
            for (Lint lint : lints) {
                findings.add(Findings.Finding.of(
                        lint.rule().equals("whole-numbers") ? Findings.Severity.NOTE : Findings.Severity.CHECK,
                        lint.span().of(formula.source()).strip(),
                        lint.problem(),
                        "",
                        lint.help()));
            }
            sections.add(new Section("lints", "Look again", Text.NONE, List.of(new Findings("", findings))));
        }
        List<Document.Piece> text = List.of(new Document.Piece(formula.toString(), Document.Role.PLAIN));
        return new Document("", "Formula", text, Text.NONE, sections);
    }

    private List<Entry> facts() {
        Formula formula = readings.formula();
        List<Entry> facts = new ArrayList<>();
        readings.terms()
                .ifPresentOrElse(
                        t -> terms(t, facts),
                        () -> facts.add(Entry.of("Terms", "need data, since they depend on the names of its columns")));
        List<String> variables = design.map(DesignSpec::variables).orElseGet(formula::variables);
        facts.add(Entry.of("Variables", variables.isEmpty() ? "none" : String.join(", ", variables)));
        for (Readings.Other other : readings.others()) {
            String says = other.refusal().map(why -> "refuses: " + why).orElse("reads " + other.terms());
            facts.add(Entry.of(other.convention().equals("r") ? "R" : other.convention(), says));
        }
        if (design.isEmpty()) {
            facts.add(Entry.of("Columns", "need data: tilde explain FORMULA DATA"));
        }
        design.ifPresent(spec -> rank.ifPresent(r -> {
            int columns = spec.predictors().columns().size();
            facts.add(Entry.of("Rank", r + " of " + columns + (columns == 1 ? " column" : " columns")));
            aliased.entrySet().stream()
                    .limit(10)
                    .forEach(e -> facts.add(Entry.of("Aliased", e.getKey() + " " + e.getValue())));
            if (aliased.size() > 10) {
                facts.add(Entry.of("", "and " + (aliased.size() - 10) + " more"));
            }
        }));
        return facts;
    }

    private static void terms(Terms terms, List<Entry> facts) {
        if (!terms.response().isEmpty()) {
            facts.add(Entry.of("Response", Readings.sum(terms.response())));
        }
        facts.add(Entry.of("Terms", Readings.sum(terms.predictors())));
        terms.right().stream().skip(1).forEach(part -> facts.add(Entry.of("Part", Readings.sum(part))));
        terms.roles()
                .forEach((role, factors) -> facts.add(Entry.of(
                        role.name().charAt(0) + role.name().substring(1).toLowerCase(Locale.ROOT),
                        String.join(", ", factors.stream().map(Object::toString).toList()))));
    }

    /** The explanation as text. */
    @Override
    public String toString() {
        return document().toString();
    }
}
