package dev.tilde.report;

import dev.tilde.text.Caret;
import java.util.List;

/** A document as plain text of limited width. Headings start at the margin, everything else is indented by two. */
final class TextLayout {
    private static final int INDENT = 2;
    private static final int SEVERITY = 8;

    private final int width;
    private final boolean ascii;
    private final StringBuilder out = new StringBuilder();

    TextLayout(int width, boolean ascii) {
        this.width = width;
        this.ascii = ascii;
    }

    String render(Document document) {
        String title = plain(document.title());
        String formula = plain(document.formulaText());
        if (formula.isEmpty()) {
            lines(title, 0, 0);
        } else if (Caret.width(title) + 3 + Caret.width(formula) <= width && !title.isEmpty()) {
            line(title + "   " + formula);
        } else {
            lines(title, 0, 0);
            lines(formula, INDENT, INDENT + 2);
        }
        lines(plain(document.subtitle().toString()), INDENT, INDENT);
        for (Section section : document.sections()) {
            heading(section.title());
            if (!section.lead().isEmpty()) {
                lines(plain(section.lead().toString()), INDENT, INDENT);
            }
            if (section.title().isEmpty() && !section.blocks().isEmpty()
                    || !section.lead().isEmpty()) {
                gap();
            }
            blocks(section.blocks());
        }
        return out.toString();
    }

    private void heading(String title) {
        if (!title.isEmpty()) {
            gap();
            String safe = plain(title);
            lines(safe, 0, 0);
            line(rule(Math.min(width, Caret.width(safe))));
        }
    }

    private void blocks(List<Block> blocks) {
        for (int i = 0; i < blocks.size(); i++) {
            // A table ends with a rule, so findings can follow at once.
            if (i > 0 && !(blocks.get(i) instanceof Findings && blocks.get(i - 1) instanceof Grid)) {
                gap();
            }
            block(blocks.get(i));
        }
    }

    private void block(Block block) {
        if (block instanceof Block.Heading h) {
            lines(plain(h.text()), INDENT, INDENT);
        } else if (block instanceof Block.Prose p) {
            lines(plain(p.text().toString()), INDENT, INDENT);
        } else if (block instanceof Block.Tiles t) {
            tiles(t);
        } else if (block instanceof Block.Definitions d) {
            definitions(d);
        } else if (block instanceof Block.Code c) {
            code(c);
        } else if (block instanceof Block.Beside b) {
            blocks(b.blocks());
        } else if (block instanceof Block.Details d) {
            lines(plain(d.summary()), INDENT, INDENT);
            gap();
            blocks(d.blocks());
        } else if (block instanceof Findings f) {
            findings(f);
        } else if (block instanceof Grid g) {
            lines(plain(g.caption()), INDENT, INDENT);
            new TextTable(g, width - INDENT, this::plain, ellipsis(), ascii ? "-" : "\u2500")
                    .lines()
                    .forEach(l -> line(l.isEmpty() ? "" : " ".repeat(INDENT) + l));
        } else if (block instanceof Block.Drawing d) {
            lines(plain(d.title() + (d.caption().isEmpty() ? "" : ": " + d.caption())), INDENT, INDENT);
            lines(plain(d.description()), INDENT, INDENT);
        } else if (block instanceof Plot p) {
            plot(p);
        }
    }

    private void tiles(Block.Tiles tiles) {
        Grid grid = new Grid(
                "",
                List.of(Grid.Column.left(""), Grid.Column.left(""), Grid.Column.left("")),
                tiles.tiles().stream()
                        .map(t -> Grid.Row.of(
                                Grid.Kind.PLAIN,
                                Grid.Cell.of(t.key()),
                                Grid.Cell.of(t.unit().isEmpty() ? t.value() : t.value() + " " + t.unit()),
                                Grid.Cell.of(t.note())))
                        .toList());
        new TextTable(grid, width - INDENT, this::plain, ellipsis(), "")
                .lines()
                .forEach(l -> line(" ".repeat(INDENT) + l));
    }

    private void definitions(Block.Definitions definitions) {
        int wide = 6;
        for (Block.Entry entry : definitions.entries()) {
            wide = Math.max(wide, Math.min(20, Caret.width(plain(entry.term()))));
        }
        for (Block.Entry entry : definitions.entries()) {
            String term = Lines.cut(plain(entry.term()), wide, ellipsis());
            hanging(
                    " ".repeat(INDENT) + Lines.padRight(term, wide) + "  ",
                    plain(entry.text().toString()));
        }
    }

    /** Lines as they are; one that is too long goes on below, further in, rather than losing its end. */
    private void code(Block.Code code) {
        for (String l : plain(code.text()).replace("\t", "    ").stripTrailing().split("\n", -1)) {
            String words = l.stripLeading();
            int indent = INDENT + 2 + Math.min(l.length() - words.length(), width / 2);
            if (INDENT + 2 + Caret.width(l) <= width) {
                line(" ".repeat(INDENT + 2) + l);
            } else {
                lines(words, indent, indent + 4);
            }
        }
    }

    private void plot(Plot plot) {
        lines(plain(plot.title()), INDENT, INDENT);
        lines(plain(plot.caption()), INDENT + 2, INDENT + 2);
        lines(plain("[" + plot.name() + ". " + plot.description() + "]"), INDENT + 2, INDENT + 2);
    }

    private void findings(Findings findings) {
        if (!findings.verdict().isEmpty()) {
            lines(plain(findings.verdict()), INDENT, INDENT);
            lines(findings.counts(), INDENT, INDENT);
            gap();
        }
        int title = 0;
        for (Findings.Finding f : findings.findings()) {
            title = Math.max(title, Caret.width(plain(f.title())));
        }
        Findings.Severity last = null;
        for (Findings.Finding f : findings.findings()) {
            String word = f.severity() == last ? "" : f.severity().word();
            last = f.severity();
            String head = " ".repeat(INDENT) + Lines.padRight(word, SEVERITY);
            String seen = join(f.sentence(), f.evidence());
            if (title <= 14) {
                hanging(head + Lines.padRight(plain(f.title()), title + 2), seen);
                if (!f.advice().isEmpty()) {
                    hanging(" ".repeat(INDENT + SEVERITY + title + 2), plain("Try: " + f.advice()));
                }
            } else {
                hanging(head, plain(f.title()));
                String under = " ".repeat(INDENT + SEVERITY + 2);
                for (String part : List.of(
                        plain(f.sentence().toString()),
                        plain(f.evidence().toString()),
                        f.advice().isEmpty() ? "" : plain("Try: " + f.advice()))) {
                    if (!part.isEmpty()) {
                        hanging(under, part);
                    }
                }
            }
        }
    }

    private String join(Text first, Text second) {
        return plain((first + " " + second).trim());
    }

    /** A text after a head of some width, its further lines below its first. */
    private void hanging(String head, String text) {
        int indent = Caret.width(head);
        List<String> lines = Lines.wrap(text, width - indent);
        line(head + lines.get(0));
        for (String next : lines.subList(1, lines.size())) {
            line(" ".repeat(indent) + next);
        }
    }

    private void lines(String text, int first, int rest) {
        if (!text.isEmpty()) {
            List<String> wrapped = Lines.wrap(text, width - Math.max(first, rest));
            line(" ".repeat(first) + wrapped.get(0));
            for (String next : wrapped.subList(1, wrapped.size())) {
                line(" ".repeat(rest) + next);
            }
        }
    }

    private void line(String text) {
        out.append(text.stripTrailing()).append('\n');
    }

    private void gap() {
        if (!out.isEmpty() && (out.length() < 2 || out.charAt(out.length() - 2) != '\n')) {
            out.append('\n');
        }
    }

    private String rule(int wide) {
        return (ascii ? "-" : "\u2500").repeat(wide);
    }

    private String ellipsis() {
        return ascii ? "..." : "\u2026";
    }

    /** What a terminal can show: no control characters, and only ASCII for our own signs where that is asked for. */
    private String plain(String text) {
        String safe = Escape.printable(text);
        if (!ascii) {
            return safe;
        }
        for (String[] pair : List.of(
                new String[] {"\u00B2", "^2"},
                new String[] {"\u00B1", "+/-"},
                new String[] {"\u00D7", "x"},
                new String[] {"\u2026", "..."},
                new String[] {"\u2013", "-"},
                new String[] {"\u2014", "-"},
                new String[] {"\u2212", "-"},
                new String[] {"\u2019", "'"},
                new String[] {"\u2018", "'"},
                new String[] {"\u201C", "\""},
                new String[] {"\u201D", "\""},
                new String[] {"\u00B7", "-"},
                new String[] {"\u03C7", "chi"},
                new String[] {"\u2500", "-"})) {
            safe = safe.replace(pair[0], pair[1]);
        }
        return safe;
    }
}
