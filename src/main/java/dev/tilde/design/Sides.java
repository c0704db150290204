package dev.tilde.design;

import dev.tilde.design.Coding.Piece;
import dev.tilde.formula.Conventions;
import dev.tilde.formula.Factor;
import dev.tilde.formula.Formula;
import dev.tilde.formula.FormulaException;
import dev.tilde.formula.FormulaException.Kind;
import dev.tilde.formula.Node;
import dev.tilde.formula.Term;
import dev.tilde.formula.Terms;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The two sides of a formula as coded terms: order of terms, coding, names of columns. */
final class Sides {
    /** A coding is held as a square of numbers: 200 MB for this many. */
    static final int MOST_LEVELS = 5000;

    private final Formula formula;
    private final Terms terms;
    private final Layout layout;
    private final List<FactorInfo> infos;
    private final CodingPolicy policy;

    Sides(Formula formula, Terms terms, Layout layout, List<FactorInfo> infos, CodingPolicy policy) {
        this.policy = policy;
        this.formula = formula;
        this.terms = terms;
        this.layout = layout;
        this.infos = infos;
    }

    /** The left side: coded like a right side under patsy's rule, else one term for each response, in full. */
    Side response() {
        if (conventions().response() == Conventions.Response.TERMS) {
            return side(terms.response(), layout.response(), conventions().coding(), CodingPolicy.REDUCED);
        }
        List<List<List<Piece>>> coded = new ArrayList<>();
        for (List<Integer> term : layout.response()) {
            coded.add(List.of(term.stream().map(f -> new Piece(f, true)).toList()));
        }
        return assemble(terms.response(), coded);
    }

    Side predictors() {
        if (conventions().oneLevel() == Conventions.OneLevel.REFUSED) {
            Set<Integer> left = new HashSet<>();
            layout.response().forEach(left::addAll);
            layout.roles().values().forEach(left::addAll);
            for (int f = 0; f < infos.size(); f++) {
                if (!left.contains(f)) {
                    refuseOneLevel(f);
                }
            }
        }
        return side(terms.predictors(), layout.predictors(), conventions().coding(), policy);
    }

    /** The further parts of the right side, each coded for itself. */
    List<Side> further() {
        List<Side> sides = new ArrayList<>();
        for (int k = 0; k < layout.further().size(); k++) {
            sides.add(side(
                    terms.right().get(k + 1),
                    layout.further().get(k),
                    conventions().coding(),
                    policy));
        }
        return sides;
    }

    /** The right side in the exact coding, whatever the conventions say; a policy of coding stays. */
    Side exact() {
        return side(terms.predictors(), layout.predictors(), Conventions.Coding.EXACT, policy);
    }

    Layout layout() {
        return layout;
    }

    /** The terms before they were put in order. */
    Terms terms() {
        return terms;
    }

    /** The right side with these of its terms. */
    Side predictors(List<Term> wanted) {
        List<Term> some = new ArrayList<>();
        List<List<Integer>> positions = new ArrayList<>();
        for (int t = 0; t < terms.predictors().size(); t++) {
            if (wanted.contains(terms.predictors().get(t))) {
                some.add(terms.predictors().get(t));
                positions.add(layout.predictors().get(t));
            }
        }
        return side(some, positions, conventions().coding(), policy);
    }

    private void refuseOneLevel(int factor) {
        if (infos.get(factor) instanceof FactorInfo.Categorical c && c.levels().size() < 2) {
            throw new FormulaException(
                    c.levels().isEmpty() ? Kind.EMPTY_DATA : Kind.TOO_FEW_LEVELS,
                    c.factor() + " has " + c.levels().size() + " level"
                            + (c.levels().size() == 1 ? "" : "s") + " in the rows used; R's contrasts need 2 or more",
                    "",
                    formula.source(),
                    c.factor().expression().span());
        }
    }

    private record Placed(Term term, List<Integer> factors) {}

    private Side side(
            List<Term> unordered, List<List<Integer>> positions, Conventions.Coding rule, CodingPolicy columns) {
        boolean implicit = columns == CodingPolicy.IMPLICIT_INTERCEPT;
        List<Placed> placed = new ArrayList<>();
        if (implicit && !unordered.contains(Term.INTERCEPT)) {
            placed.add(new Placed(Term.INTERCEPT, List.of()));
        }
        for (int i = 0; i < unordered.size(); i++) {
            placed.add(new Placed(unordered.get(i), positions.get(i)));
        }
        List<Placed> ordered =
                conventions().termOrder() == Conventions.TermOrder.DEGREE ? byDegree(placed) : buckets(placed);
        List<Term> order = new ArrayList<>(ordered.stream().map(Placed::term).toList());
        List<List<Integer>> factors = ordered.stream().map(Placed::factors).toList();
        List<List<List<Piece>>> coded = coded(order, factors, rule, columns);
        if (conventions().responseOnTheRight() == Conventions.ResponseOnTheRight.DROPPED) {
            coded.replaceAll(blocks -> isResponse(blocks) ? List.of() : blocks);
        }
        if (implicit) {
            coded.remove(order.indexOf(Term.INTERCEPT));
            order.remove(Term.INTERCEPT);
        }
        return assemble(order, coded);
    }

    /** Whether a term is a response alone: R drops its columns and keeps its number. */
    private boolean isResponse(List<List<Piece>> blocks) {
        return blocks.size() == 1
                && blocks.get(0).size() == 1
                && layout.response().stream()
                        .anyMatch(
                                term -> term.equals(List.of(blocks.get(0).get(0).factor())));
    }

    /** For each term its blocks of columns. */
    private List<List<List<Piece>>> coded(
            List<Term> order, List<List<Integer>> factors, Conventions.Coding rule, CodingPolicy columns) {
        if (columns != CodingPolicy.REDUCED && columns != CodingPolicy.IMPLICIT_INTERCEPT) {
            boolean full = columns == CodingPolicy.FULL;
            List<List<List<Piece>>> same = new ArrayList<>();
            for (List<Integer> term : factors) {
                same.add(List.of(term.stream().map(f -> new Piece(f, full)).toList()));
            }
            return same;
        }
        if (rule == Conventions.Coding.EXACT) {
            return Coding.exact(factors, layout::isCategorical, formula, order);
        }
        boolean intercept = order.contains(Term.INTERCEPT);
        List<List<Integer>> proper = factors.subList(intercept ? 1 : 0, factors.size());
        List<List<List<Piece>>> coded = new ArrayList<>(Coding.local(proper, layout::isCategorical, intercept));
        if (intercept) {
            coded.add(0, List.of(List.of()));
        }
        return coded;
    }

    private static List<Placed> byDegree(List<Placed> terms) {
        List<Placed> ordered = new ArrayList<>(terms);
        ordered.sort(Comparator.comparingInt(p -> p.term().degree()));
        return ordered;
    }

    /** patsy's order: terms without numeric factors, then by set of numeric factors as it first appears. */
    private List<Placed> buckets(List<Placed> terms) {
        Map<Set<Integer>, List<Placed>> buckets = new LinkedHashMap<>();
        buckets.put(Set.of(), new ArrayList<>());
        for (Placed p : terms) {
            Set<Integer> numerics = new HashSet<>(p.factors());
            numerics.removeIf(layout::isCategorical);
            buckets.computeIfAbsent(numerics, k -> new ArrayList<>()).add(p);
        }
        List<Placed> ordered = new ArrayList<>();
        buckets.values().forEach(b -> ordered.addAll(byDegree(b)));
        return ordered;
    }

    private Side assemble(List<Term> order, List<List<List<Piece>>> coded) {
        List<CodedTerm> result = new ArrayList<>();
        List<String> columns = new ArrayList<>();
        for (int t = 0; t < order.size(); t++) {
            int start = columns.size();
            List<CodedTerm.Block> blocks = new ArrayList<>();
            for (List<Piece> pieces : coded.get(t)) {
                CodedTerm.Block block = block(pieces, columns.size());
                blocks.add(block);
                columns.addAll(names(block));
            }
            String name = order.get(t).degree() == 0
                    ? intercept()
                    : quoted(order.get(t).toString());
            result.add(new CodedTerm(order.get(t), name, start, columns.size(), blocks));
        }
        return new Side(result, columns);
    }

    private CodedTerm.Block block(List<Piece> pieces, int before) {
        List<CodedTerm.Part> parts = new ArrayList<>();
        long columns = 1;
        for (Piece piece : pieces) {
            Optional<CodingMatrix> coding = Optional.empty();
            if (infos.get(piece.factor()) instanceof FactorInfo.Categorical c) {
                coding = Optional.of(code(c, piece.full()));
                columns *= coding.get().columns();
            } else {
                columns *= layout.widths().get(piece.factor());
            }
            parts.add(new CodedTerm.Part(piece.factor(), coding));
            if (before + columns > formula.limits().columns()) {
                throw new FormulaException(
                        Kind.LIMIT,
                        "the design has more than " + formula.limits().columns() + " columns",
                        "A factor with many levels in an interaction? Raise Limits.columns if that is meant.",
                        formula.source(),
                        infos.get(piece.factor()).factor().expression().span());
            }
        }
        return new CodedTerm.Block(parts, (int) columns);
    }

    private CodingMatrix code(FactorInfo.Categorical c, boolean full) {
        if (c.levels().size() > MOST_LEVELS) {
            throw new FormulaException(
                    Kind.LIMIT,
                    c.factor() + " has " + c.levels().size() + " levels, more than " + MOST_LEVELS,
                    "Does it only name the rows? Leave it out, or use a number made from it.",
                    formula.source(),
                    c.factor().expression().span());
        }
        if (c.levels().isEmpty()
                || full
                        && (policy == CodingPolicy.FULL
                                || conventions().fullForm() == Conventions.FullForm.INDICATORS)) {
            return CodingMatrix.indicators(c.levels());
        }
        try {
            return full ? c.contrast().codeInFull(c.levels()) : c.contrast().code(c.levels());
        } catch (IllegalArgumentException e) {
            Node at = FactorCalls.blamed(formula, c.factor().expression(), e);
            throw new FormulaException(
                    Kind.BAD_ARGUMENT,
                    e instanceof Misfit m && at instanceof Node.Text t
                            ? "\"" + t.value() + "\" " + m.getMessage()
                            : String.valueOf(e.getMessage()),
                    e instanceof Misfit m ? m.help() : "",
                    formula.source(),
                    at.span());
        }
    }

    private List<String> names(CodedTerm.Block block) {
        if (block.parts().isEmpty()) {
            return List.of(intercept());
        }
        List<String> names = List.of("");
        for (CodedTerm.Part part : block.parts()) {
            List<String> more = new ArrayList<>();
            for (String own : names(part)) {
                for (String name : names) {
                    more.add(name.isEmpty() ? own : name + ":" + own);
                }
            }
            names = more;
        }
        return names;
    }

    private List<String> names(CodedTerm.Part part) {
        FactorInfo info = infos.get(part.factor());
        String name = quoted(info.factor().name());
        if (info instanceof FactorInfo.Numeric n) {
            return n.suffixes().stream().map(s -> name + s).toList();
        }
        CodingMatrix coding = part.coding().orElseThrow();
        String own = compared(info, coding) ? compared(info.factor()) : name;
        return coding.suffixes(conventions().spelling()).stream()
                .map(suffix -> own + suffix)
                .toList();
    }

    private static boolean compared(FactorInfo info, CodingMatrix coding) {
        return info instanceof FactorInfo.Categorical c
                && c.contrast() instanceof Hypotheses
                && coding.columns() < c.levels().size();
    }

    /** A hypothesis says all, so its column has only the variable before it, as in {@code a[a2 - a1]}. */
    private String compared(Factor factor) {
        return factor.expression() instanceof Node.Call call
                        && factor.name().equals(formula.text(call))
                        && call.function().equals("contrast")
                ? formula.text(call.arguments().get(0).value())
                : quoted(factor.name());
    }

    /** A data column with the name of the intercept; no other generated name is a plain word. */
    private String quoted(String name) {
        return name.equals("Intercept") && conventions().spelling() == Conventions.Spelling.TILDE
                ? "`Intercept`"
                : name;
    }

    private String intercept() {
        return conventions().spelling() == Conventions.Spelling.R ? "(Intercept)" : "Intercept";
    }

    private Conventions conventions() {
        return formula.conventions();
    }
}
