package dev.tilde.design;

import dev.tilde.formula.Factor;
import dev.tilde.formula.Limits;
import dev.tilde.formula.Term;
import dev.tilde.json.Json;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One side of a saved design.
 *
 * @param terms as the formula has them, before they were put in order
 * @param positions of the factors of each of these terms
 * @param side as it is built
 */
record SavedSide(List<Term> terms, List<List<Integer>> positions, Side side) {
    private static final String REDUCED = "reduced";
    private static final String INDICATORS = "indicators";
    private static final String FULL = "full";

    SavedSide {
        terms = List.copyOf(terms);
        positions = List.copyOf(positions);
    }

    /** What the contrasts of the factors make of their levels, each made once. */
    static final class Codings {
        private final List<FactorInfo> factors;
        private final Map<String, CodingMatrix> made = new HashMap<>();

        Codings(List<FactorInfo> factors) {
            this.factors = List.copyOf(factors);
        }

        private CodingMatrix of(int factor, String how) {
            String key = factor + how;
            CodingMatrix known = made.get(key);
            if (known == null) {
                FactorInfo.Categorical c = (FactorInfo.Categorical) factors.get(factor);
                known = switch (how) {
                    case REDUCED -> c.contrast().code(c.levels());
                    case FULL -> c.contrast().codeInFull(c.levels());
                    default -> CodingMatrix.indicators(c.levels());
                };
                made.put(key, known);
            }
            return known;
        }

        /** A word for a coding, or all of it. */
        private Json json(int factor, CodingMatrix coding) {
            List<String> levels = ((FactorInfo.Categorical) factors.get(factor)).levels();
            for (String how : levels.isEmpty() ? List.of(INDICATORS) : List.of(REDUCED, INDICATORS, FULL)) {
                if (SavedCoding.same(of(factor, how), coding)) {
                    return Json.of(how);
                }
            }
            return SavedCoding.json(coding);
        }

        private Optional<CodingMatrix> read(int factor, Saved s) {
            if (!(factors.get(factor) instanceof FactorInfo.Categorical c)) {
                return Optional.empty();
            }
            Saved coding = s.get("coding");
            if (c.levels().size() > Sides.MOST_LEVELS) {
                throw coding.wrong("the coding of at most " + Sides.MOST_LEVELS + " levels");
            }
            if (!(coding.value() instanceof Json.Str word)) {
                return Optional.of(SavedCoding.of(coding, c.levels().size()));
            }
            if (!List.of(REDUCED, INDICATORS, FULL).contains(word.value())) {
                throw coding.wrong("a known word");
            }
            try {
                return Optional.of(of(factor, word.value()));
            } catch (IllegalArgumentException e) {
                throw coding.wrong("possible, " + e.getMessage());
            }
        }

        private int width(int factor, Optional<CodingMatrix> coding) {
            return coding.map(CodingMatrix::columns)
                    .orElseGet(() -> ((FactorInfo.Numeric) factors.get(factor))
                            .suffixes()
                            .size());
        }
    }

    static Json json(List<Term> terms, List<List<Integer>> positions, Side side, Codings codings) {
        List<Json> written = new ArrayList<>();
        positions.forEach(
                p -> written.add(Json.of(p.stream().mapToDouble(f -> f).toArray())));
        Map<Term, Integer> number = new HashMap<>();
        terms.forEach(t -> number.putIfAbsent(t, number.size()));
        List<Json> coded = new ArrayList<>();
        for (CodedTerm t : side.terms()) {
            List<Json> blocks = new ArrayList<>();
            for (CodedTerm.Block b : t.blocks()) {
                List<Json> parts = new ArrayList<>();
                for (CodedTerm.Part p : b.parts()) {
                    parts.add(
                            p.coding().isEmpty()
                                    ? Json.object("factor", Json.of(p.factor()))
                                    : Json.object(
                                            "factor", Json.of(p.factor()),
                                            "coding",
                                                    codings.json(
                                                            p.factor(),
                                                            p.coding().get())));
                }
                blocks.add(new Json.Arr(parts));
            }
            coded.add(Json.object(
                    "term", Json.of(number.getOrDefault(t.term(), -1)),
                    "name", Json.of(t.name()),
                    "blocks", new Json.Arr(blocks)));
        }
        return Json.object(
                "terms", new Json.Arr(written), "coded", new Json.Arr(coded), "columns", Json.of(side.columns()));
    }

    static SavedSide of(Saved s, Codings codings, Limits limits) {
        List<Term> terms = new ArrayList<>();
        List<List<Integer>> positions = new ArrayList<>();
        for (Saved one : s.get("terms").items()) {
            List<Integer> own = new ArrayList<>();
            for (Saved f : one.items()) {
                own.add(f.whole(0, codings.factors.size() - 1));
            }
            List<Factor> factors =
                    own.stream().map(f -> codings.factors.get(f).factor()).toList();
            Term term = Term.of(factors);
            if (term.degree() < own.size()) {
                throw one.wrong("a product of different factors");
            }
            terms.add(term);
            positions.add(own);
        }
        List<String> columns = s.get("columns").texts();
        List<CodedTerm> coded = new ArrayList<>();
        Set<Integer> seen = new HashSet<>();
        int start = 0;
        for (Saved one : s.get("coded").items()) {
            int t = one.get("term").whole(0, terms.size() - 1);
            if (!seen.add(t)) {
                throw one.get("term").wrong("a term of its own");
            }
            List<CodedTerm.Block> blocks = new ArrayList<>();
            int end = start;
            for (Saved b : one.get("blocks").items()) {
                CodedTerm.Block block = block(b, codings, columns.size() - end);
                blocks.add(block);
                end += block.columns();
            }
            coded.add(new CodedTerm(terms.get(t), one.get("name").text(), start, end, blocks));
            start = end;
        }
        if (start != columns.size() || start > limits.columns()) {
            throw s.get("columns").wrong("a name for each column");
        }
        return new SavedSide(terms, positions, new Side(coded, columns));
    }

    private static CodedTerm.Block block(Saved s, Codings codings, int most) {
        List<CodedTerm.Part> parts = new ArrayList<>();
        long columns = 1;
        boolean none = false;
        for (Saved p : s.items()) {
            int f = p.get("factor").whole(0, codings.factors.size() - 1);
            Optional<CodingMatrix> coding = codings.read(f, p);
            int width = codings.width(f, coding);
            // A factor of one level has no column of its own, and no product with another has one.
            none = none || width == 0;
            columns = Math.min(columns * Math.max(1, width), most + 1L);
            parts.add(new CodedTerm.Part(f, coding));
        }
        columns = none ? 0 : columns;
        if (columns > most) {
            throw s.wrong("a block of the columns that have names");
        }
        return new CodedTerm.Block(parts, (int) columns);
    }
}
