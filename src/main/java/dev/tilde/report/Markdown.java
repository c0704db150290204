package dev.tilde.report;

import java.util.List;

/** A document as GitHub-flavoured Markdown. */
final class Markdown {
    private final StringBuilder out = new StringBuilder();

    String render(Document document) {
        part("# " + Escape.markdown(document.title()));
        if (!document.formula().isEmpty()) {
            part(code(document.formulaText()));
        }
        part(words(document.subtitle()));
        for (Section section : document.sections()) {
            part(section.title().isEmpty() ? "" : "## " + Escape.markdown(section.title()));
            part(words(section.lead()));
            section.blocks().forEach(this::block);
        }
        return out.toString();
    }

    private void part(String text) {
        if (!text.isEmpty()) {
            out.append(out.isEmpty() ? "" : "\n").append(text).append('\n');
        }
    }

    private void block(Block block) {
        if (block instanceof Block.Heading h) {
            part("### " + Escape.markdown(h.text()));
        } else if (block instanceof Block.Prose p) {
            part(words(p.text()));
        } else if (block instanceof Block.Tiles t) {
            StringBuilder list = new StringBuilder();
            for (Block.Tile tile : t.tiles()) {
                item(list, tile.key(), Text.of((tile.value() + " " + tile.unit()).trim()));
                list.append(tile.note().isEmpty() ? "" : " (" + Escape.markdown(tile.note()) + ")");
            }
            part(list.toString());
        } else if (block instanceof Block.Definitions d) {
            StringBuilder list = new StringBuilder();
            d.entries().forEach(entry -> item(list, entry.term(), entry.text()));
            part(list.toString());
        } else if (block instanceof Block.Code c) {
            String fence = fence(c.text(), 3);
            String language = c.language().matches("[A-Za-z0-9-]*") ? c.language() : "";
            part(fence + language + "\n" + Escape.printable(c.text()).stripTrailing() + "\n" + fence);
        } else if (block instanceof Block.Beside b) {
            b.blocks().forEach(this::block);
        } else if (block instanceof Block.Details d) {
            part("### " + Escape.markdown(d.summary()));
            d.blocks().forEach(this::block);
        } else if (block instanceof Findings f) {
            findings(f);
        } else if (block instanceof Grid g) {
            part(Escape.markdown(g.caption()));
            part(table(g));
        } else if (block instanceof Block.Drawing d) {
            part("**" + Escape.markdown(d.title()) + "**" + after(Escape.markdown(d.caption())));
            part("*" + Escape.markdown(d.description()) + "*");
        } else if (block instanceof Plot p) {
            part("**" + Escape.markdown(p.title()) + "**" + after(Escape.markdown(p.caption())));
            part("*" + Escape.markdown(p.name() + ". " + p.description()) + "*");
        }
    }

    private void findings(Findings findings) {
        if (!findings.verdict().isEmpty()) {
            part("**" + Escape.markdown(findings.verdict()) + "** " + findings.counts());
        }
        StringBuilder list = new StringBuilder();
        for (Findings.Finding f : findings.findings()) {
            item(list, f.severity().word() + ": " + f.title(), f.sentence());
            list.append(f.evidence().isEmpty() ? "" : "\n  - " + words(f.evidence()));
            list.append(f.advice().isEmpty() ? "" : "\n  - Try: " + words(f.advice()));
        }
        part(list.toString());
    }

    private static void item(StringBuilder list, String name, Text text) {
        list.append(list.isEmpty() ? "" : "\n")
                .append("- **")
                .append(Escape.markdown(name))
                .append("**")
                .append(after(words(text)));
    }

    private static String after(String text) {
        return text.isEmpty() ? "" : " " + text;
    }

    private static String table(Grid grid) {
        List<Grid.Column> columns = grid.columns();
        boolean[] shown = new boolean[columns.size()];
        for (Grid.Row row : grid.rows()) {
            int at = 0;
            for (Grid.Cell cell : row.cells()) {
                shown[at] |= !cell.text().isEmpty();
                at += cell.span();
            }
        }
        StringBuilder head = new StringBuilder("|");
        StringBuilder align = new StringBuilder("|");
        for (int c = 0; c < shown.length; c++) {
            if (shown[c]) {
                head.append(' ').append(Escape.markdown(columns.get(c).title())).append(" |");
                align.append(columns.get(c).align() == Grid.Align.LEFT || c == 0 ? " --- |" : " ---: |");
            }
        }
        StringBuilder lines = new StringBuilder(head).append('\n').append(align);
        for (Grid.Row row : grid.rows()) {
            lines.append("\n|");
            int at = 0;
            for (int c = 0; c < row.cells().size(); c++) {
                Grid.Cell cell = row.cells().get(c);
                for (int covered = at; covered < at + cell.span(); covered++) {
                    if (shown[covered]) {
                        lines.append(covered == at ? cell(row, cell, c == 0) : "")
                                .append(" |");
                    }
                }
                at += cell.span();
            }
            for (int rest = at; rest < shown.length; rest++) {
                lines.append(shown[rest] ? " |" : "");
            }
        }
        return lines.toString();
    }

    private static String cell(Grid.Row row, Grid.Cell cell, boolean first) {
        String text = Escape.markdown(cell.note().isEmpty() ? cell.text() : cell.text() + " " + cell.note());
        if (text.isEmpty()) {
            return "";
        }
        if (first && row.kind() == Grid.Kind.TERM) {
            return " **" + text + "**";
        }
        boolean under = row.kind() == Grid.Kind.LEVEL || row.kind() == Grid.Kind.REFERENCE;
        // An em space survives where blanks at the start of a cell are dropped.
        return " " + (first && under ? "\u2003" : "") + text;
    }

    private static String words(Text text) {
        StringBuilder out = new StringBuilder();
        for (Text.Run run : text.runs()) {
            switch (run.style()) {
                case PLAIN -> out.append(Escape.markdown(run.text()));
                case STRONG ->
                    out.append("**").append(Escape.markdown(run.text())).append("**");
                case CODE -> out.append(code(run.text()));
                case LINK -> out.append(Escape.markdown(run.text()));
            }
        }
        return out.toString();
    }

    /** Inline code; the fence is longer than any run of backticks inside. */
    private static String code(String text) {
        String safe = Escape.printable(text).replace('\n', ' ');
        String fence = fence(safe, 1);
        return safe.contains("`") ? fence + " " + safe + " " + fence : fence + safe + fence;
    }

    private static String fence(String text, int least) {
        int longest = 0;
        int run = 0;
        for (int i = 0; i < text.length(); i++) {
            run = text.charAt(i) == '`' ? run + 1 : 0;
            longest = Math.max(longest, run);
        }
        return "`".repeat(Math.max(least, longest > 0 ? longest + 1 : least));
    }
}
