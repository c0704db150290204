package dev.tilde.design;

import dev.tilde.formula.Conventions;
import dev.tilde.formula.Factor;
import dev.tilde.formula.Role;
import dev.tilde.report.Block;
import dev.tilde.report.Block.Entry;
import dev.tilde.report.Document;
import dev.tilde.report.Numbers;
import dev.tilde.report.Section;
import dev.tilde.report.Text;
import dev.tilde.text.Names;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** A learned design in words: its rows, its levels, and for each term its columns with the coding and its reason. */
final class Description {
    private static final int SHOWN = 6;

    private final DesignSpec spec;

    private Description(DesignSpec spec) {
        this.spec = spec;
    }

    static Document of(DesignSpec spec) {
        return new Description(spec).document();
    }

    private Document document() {
        List<Section> sections = new ArrayList<>();
        List<Entry> facts = new ArrayList<>(List.of(Entry.of("Rows", rows())));
        for (Role role : Role.values()) {
            if (!spec.role(role).isEmpty()) {
                String name = role.name().charAt(0) + role.name().substring(1).toLowerCase(Locale.ROOT);
                facts.add(Entry.of(
                        name, spec.role(role).stream().map(Factor::name).collect(Collectors.joining(", "))));
            }
        }
        if (policy() != CodingPolicy.REDUCED) {
            facts.add(Entry.of("Coding", policy().words()));
        }
        spec.notes().forEach(n -> facts.add(Entry.of("Note", n)));
        sections.add(Section.untitled("design", new Block.Definitions(facts)));
        int columns = spec.predictors().columns().size();
        add(sections, "columns", columns + (columns == 1 ? " column" : " columns"), columns(spec.predictors()));
        for (int k = 0; k < spec.parts().size(); k++) {
            add(
                    sections,
                    "part-" + (k + 2),
                    "Part " + (k + 2),
                    columns(spec.parts().get(k)));
        }
        add(sections, "coding", "Coding", codings());
        add(sections, "levels", "Levels", levels());
        List<Document.Piece> formula = List.of(new Document.Piece(spec.formula().toString(), Document.Role.PLAIN));
        return new Document("", "Design", formula, Text.NONE, sections);
    }

    private String rows() {
        Rows rows = spec.rows();
        if (rows.dropped() == 0) {
            return Numbers.count(rows.used()) + ", none left out";
        }
        return Numbers.count(rows.used()) + " of " + Numbers.count(rows.total()) + "; " + Numbers.count(rows.dropped())
                + " left out (" + rows.reasons(Integer.MAX_VALUE) + ")";
    }

    private static void add(List<Section> sections, String id, String title, List<Entry> entries) {
        if (!entries.isEmpty()) {
            sections.add(new Section(id, title, Text.NONE, List.of(new Block.Definitions(entries))));
        }
    }

    private static List<Entry> columns(Side side) {
        List<Entry> entries = new ArrayList<>();
        for (CodedTerm term : side.terms()) {
            List<String> names = side.columns().subList(term.start(), term.end());
            entries.add(Entry.of(
                    term.name(),
                    names.isEmpty() ? "none: adds nothing to the terms before it" : Names.list(names, SHOWN)));
        }
        return entries;
    }

    private List<Entry> codings() {
        List<Entry> entries = new ArrayList<>();
        for (CodedTerm term : spec.predictors().terms()) {
            String coding = coding(term);
            if (!coding.isEmpty() && term.end() > term.start()) {
                entries.add(Entry.of(term.name(), coding));
            }
        }
        return entries;
    }

    /** How the factors of a term are coded, and why: a margin that is spanned already makes a reference level. */
    private String coding(CodedTerm term) {
        Set<String> sentences = new LinkedHashSet<>();
        for (CodedTerm.Block block : term.blocks()) {
            for (CodedTerm.Part part : block.parts()) {
                if (part.coding().isPresent()) {
                    sentences.add((term.term().degree() > 1 ? name(part) + " " : "") + coding(block, part));
                }
            }
        }
        return String.join("; ", sentences);
    }

    private String name(CodedTerm.Part part) {
        return spec.factors().get(part.factor()).factor().name();
    }

    private String coding(CodedTerm.Block block, CodedTerm.Part part) {
        FactorInfo.Categorical factor = (FactorInfo.Categorical) spec.factors().get(part.factor());
        CodingMatrix coding = part.coding().orElseThrow();
        boolean full = coding.columns() >= factor.levels().size();
        String reason = "";
        if (policy() == CodingPolicy.REDUCED
                && spec.formula().conventions().coding() == Conventions.Coding.EXACT
                && !(factor.contrast() instanceof Full)) {
            String margin = block.parts().stream()
                    .filter(p -> p.factor() != part.factor())
                    .map(this::name)
                    .collect(Collectors.joining(":"));
            String what = margin.isEmpty() ? "a constant" : margin;
            reason =
                    full ? ", as no " + (margin.isEmpty() ? "constant" : margin) + " is before it" : ", beside " + what;
        }
        List<String> rest = new ArrayList<>(factor.levels());
        rest.removeAll(coding.plainLabels());
        String how = full
                ? "in full"
                : rest.size() == 1 && factor.contrast().toString().startsWith("Treatment")
                        ? "from " + rest.get(0)
                        : "by " + factor.contrast();
        return how + reason;
    }

    private CodingPolicy policy() {
        return spec.options().coding();
    }

    private List<Entry> levels() {
        List<Entry> levels = new ArrayList<>();
        for (FactorInfo info : spec.factors()) {
            if (info instanceof FactorInfo.Categorical c) {
                levels.add(Entry.of(c.factor().name(), Names.list(c.levels(), 20)));
            }
        }
        return levels;
    }
}
