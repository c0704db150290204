package dev.tilde.linear;

import dev.tilde.data.Datasets;
import dev.tilde.data.Schema;
import dev.tilde.data.Source;
import dev.tilde.design.CodedTerm;
import dev.tilde.design.DesignSpec;
import dev.tilde.formula.Conventions;
import dev.tilde.report.Block;
import dev.tilde.report.Block.Entry;
import dev.tilde.report.Block.Tile;
import dev.tilde.report.Document;
import dev.tilde.report.Grid;
import dev.tilde.report.Numbers;
import dev.tilde.report.Section;
import dev.tilde.report.Text;
import dev.tilde.text.Names;
import dev.tilde.text.Shell;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the reports of all regressions share.
 *
 * @param response what is explained, as the formula writes it
 */
record ReportPieces(DesignSpec spec, Source source, String response) {
    /** Of the only response of a formula. */
    ReportPieces(DesignSpec spec, Source source) {
        this(spec, source, spec.response().terms().get(0).name());
    }

    /**
     * The page.
     *
     * @param kind such as {@code Linear regression}
     * @param method for the line below the title
     */
    Document document(String kind, String method, List<Section> sections) {
        String of = source.name().isEmpty() ? "" : source.name() + " \u00b7 ";
        return new Document(
                kind + " report",
                response() + " explained by " + predictors(),
                FormulaPieces.of(spec.formula()),
                Text.of(method + " \u00b7 " + of + LinearSummary.rows(spec.rows())),
                sections);
    }

    private String predictors() {
        List<String> names = spec.predictors().terms().stream()
                .filter(t -> t.term().degree() > 0)
                .map(CodedTerm::name)
                .toList();
        return names.isEmpty() ? "its mean alone" : Names.list(names, 5);
    }

    /** The unit of a response that is a plain column; empty otherwise. */
    String unit() {
        return source.schema().column(response()).map(Schema.Column::unit).orElse("");
    }

    /** @param used rows that count */
    Tile rows(long used) {
        return new Tile(
                "Rows used",
                Numbers.count(used),
                "of " + Numbers.count(spec.rows().total()),
                spec.rows().dropped() == 0
                        ? "none left out"
                        : Numbers.count(spec.rows().dropped()) + " left out for missing values");
    }

    static Optional<Section> findings(List<Finding> findings) {
        return findings.isEmpty()
                ? Optional.empty()
                : Optional.of(Section.of(
                        "findings",
                        "Findings",
                        "Worst first. Each one says what was seen, what it rests on, and what to try.",
                        Diagnosis.block(findings, Diagnosis.verdict(findings), true)));
    }

    /** The table with what there is to say of aliased columns. */
    static Optional<Section> coefficients(String lead, Grid table, int rank, List<String> aliases) {
        List<Block> blocks = new ArrayList<>(List.of(table));
        if (!aliases.isEmpty()) {
            blocks.add(new Block.Prose(Text.of(rank + " of "
                    + (rank + aliases.size())
                    + " columns are independent. " + String.join("; ", aliases.subList(0, Math.min(10, aliases.size())))
                    + (aliases.size() > 10 ? "; and " + (aliases.size() - 10) + " more" : "")
                    + ". Columns that others make up are left out; predictions are unaffected.")));
        }
        return Optional.of(new Section("coefficients", "Coefficients", Text.of(lead), blocks));
    }

    /** Every column that the formula reads. */
    Optional<Section> data() {
        return Optional.of(Section.of(
                "data",
                "Data",
                "Every column the formula reads, in all "
                        + Numbers.count(spec.rows().total()) + " rows.",
                DataTable.of(spec, source)));
    }

    /**
     * What it takes to have the same again.
     *
     * @param facts of the method
     * @param command made by {@link #command}, or Java
     */
    Optional<Section> reproduce(List<Entry> facts, Optional<Block> command) {
        List<Entry> entries = new ArrayList<>(List.of(
                new Entry("Formula", Text.NONE.code(spec.formula().toString())),
                Entry.of("Conventions", spec.formula().conventions().name()),
                Entry.of("Rows", LinearSummary.rows(spec.rows()))));
        entries.addAll(facts);
        spec.notes().forEach(n -> entries.add(Entry.of("Note", n)));
        List<Block> blocks = new ArrayList<>(List.of(new Block.Definitions(entries)));
        command.ifPresent(blocks::add);
        return Optional.of(new Section("reproduce", "Reproduce", Text.NONE, blocks));
    }

    /** @param options of the command line, each behind a blank */
    Block command(String options) {
        Conventions conventions = spec.formula().conventions();
        // The name of what was read from a file is that of the file without its extension.
        String name = source.name().isEmpty() ? "data" : source.name();
        String data = Datasets.names().contains(name) ? name : name + ".csv";
        String convention = conventions.name().equals("tilde") ? "" : " --convention " + conventions.name();
        return new Block.Code(
                "tilde report " + Shell.quoted(data) + " "
                        + Shell.quoted(spec.formula().source()) + convention + options + " -o report.html",
                "console");
    }
}
