package dev.tilde.report;

import dev.tilde.text.Caret;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A table as lines of limited width. Wide columns of words are narrowed first; what still does not fit goes on in a
 * further panel below, with the first column repeated.
 */
final class TextTable {
    private static final int LONGEST_NAME = 30;
    private static final int NARROWEST = 12;

    private final Grid grid;
    private final int room;
    private final UnaryOperator<String> plain;
    private final String ellipsis;
    private final String rule;
    private final int[] widths;
    private final int[] lows;
    private final List<Integer> shown = new ArrayList<>();
    private int gap = 3;

    /**
     * @param plain makes strings fit for the terminal
     * @param rule the character of the lines above and below the rows; empty for none
     */
    TextTable(Grid grid, int room, UnaryOperator<String> plain, String ellipsis, String rule) {
        this.grid = grid;
        this.room = room;
        this.plain = plain;
        this.ellipsis = ellipsis;
        this.rule = rule;
        this.widths = new int[grid.columns().size()];
        this.lows = new int[grid.columns().size()];
        measure();
        fit();
    }

    private void measure() {
        for (int c = 0; c < widths.length; c++) {
            int wide = 0;
            int low = 0;
            int high = 0;
            boolean filled = c == 0;
            for (Grid.Row row : grid.rows()) {
                Grid.Cell cell = cell(row, c);
                String text = text(row, cell, c);
                filled |= !text.isEmpty() && cell.span() == 1;
                int to = text.indexOf(" to ");
                if (cell.span() > 1) {
                    continue;
                }
                if (grid.columns().get(c).align() == Grid.Align.INTERVAL && to >= 0) {
                    low = Math.max(low, Caret.width(text.substring(0, to)));
                    high = Math.max(high, Caret.width(text.substring(to + 4)));
                    wide = Math.max(wide, low + 4 + high);
                } else {
                    wide = Math.max(wide, Caret.width(text));
                }
            }
            for (String line : title(c)) {
                wide = Math.max(wide, Caret.width(line));
            }
            widths[c] = wide;
            lows[c] = low;
            if (filled) {
                shown.add(c);
            }
        }
    }

    private void fit() {
        if (total(shown) > room) {
            gap = 2;
        }
        while (total(shown) > room) {
            int widest = -1;
            for (int c : shown) {
                if (c > 0
                        && grid.columns().get(c).align() == Grid.Align.LEFT
                        && widths[c] > NARROWEST
                        && (widest < 0 || widths[c] > widths[widest])) {
                    widest = c;
                }
            }
            if (widest < 0) {
                break;
            }
            widths[widest]--;
        }
        if (total(shown) > room) {
            // Panels: no single column may leave too little for the names.
            for (int c : shown) {
                int most =
                        c == 0 ? Math.max(NARROWEST, room / 2 - gap) : room - gap - Math.min(widths[0], room / 2 - gap);
                widths[c] = Math.min(widths[c], most);
            }
        }
    }

    private int total(List<Integer> columns) {
        return columns.stream().mapToInt(c -> widths[c]).sum() + gap * (columns.size() - 1);
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        for (List<Integer> panel : panels()) {
            if (!lines.isEmpty()) {
                lines.add("");
            }
            panel(panel, lines);
        }
        return lines;
    }

    private List<List<Integer>> panels() {
        List<List<Integer>> panels = new ArrayList<>();
        List<Integer> panel = new ArrayList<>(List.of(0));
        for (int c : shown.subList(1, shown.size())) {
            panel.add(c);
            if (total(panel) > room && panel.size() > 2) {
                panel.remove(panel.size() - 1);
                panels.add(panel);
                panel = new ArrayList<>(List.of(0, c));
            }
        }
        panels.add(panel);
        return panels;
    }

    private void panel(List<Integer> panel, List<String> lines) {
        int wide = total(panel);
        if (!rule.isEmpty()) {
            head(panel, lines);
            lines.add(rule.repeat(wide));
        }
        for (Grid.Row row : grid.rows()) {
            row(row, panel, lines);
        }
        if (!rule.isEmpty()) {
            lines.add(rule.repeat(wide));
        }
    }

    private void head(List<Integer> panel, List<String> lines) {
        List<List<String>> cells = new ArrayList<>();
        int deep = 0;
        for (int c : panel) {
            List<String> cell = new ArrayList<>();
            for (String part : title(c)) {
                for (String line : Lines.wrap(part, widths[c])) {
                    cell.add(pad(line, widths[c], c > 0 && grid.columns().get(c).align() != Grid.Align.LEFT));
                }
            }
            cells.add(cell);
            deep = Math.max(deep, cell.size());
        }
        for (List<String> cell : cells) {
            while (cell.size() < deep) {
                cell.add(0, " ".repeat(Caret.width(cell.get(0))));
            }
        }
        if (grid.columns().stream().anyMatch(c -> !c.title().isEmpty())) {
            for (int i = 0; i < deep; i++) {
                StringBuilder line = new StringBuilder();
                for (List<String> cell : cells) {
                    line.append(line.isEmpty() ? "" : " ".repeat(gap)).append(cell.get(i));
                }
                lines.add(line.toString());
            }
        }
    }

    private void row(Grid.Row row, List<Integer> panel, List<String> lines) {
        List<List<String>> cells = new ArrayList<>();
        List<Integer> wides = new ArrayList<>();
        int deep = 1;
        int until = 0;
        for (int i = 0; i < panel.size(); i++) {
            int c = panel.get(i);
            if (c < until) {
                continue;
            }
            Grid.Cell cell = cell(row, c);
            until = c + cell.span();
            int wide = widths[c];
            int last = c;
            for (int j = i + 1; j < panel.size() && panel.get(j) < until; j++) {
                wide += gap + widths[panel.get(j)];
                last = panel.get(j);
            }
            List<String> set = set(row, cell, c, last, wide);
            cells.add(set);
            wides.add(wide);
            deep = Math.max(deep, set.size());
        }
        for (int l = 0; l < deep; l++) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < cells.size(); i++) {
                List<String> cell = cells.get(i);
                line.append(i == 0 ? "" : " ".repeat(gap))
                        .append(l < cell.size() ? cell.get(l) : " ".repeat(wides.get(i)));
            }
            lines.add(line.toString());
        }
    }

    /** The lines of a cell in the given width. A remark starts at its left, the test of a whole term ends at its right. */
    private List<String> set(Grid.Row row, Grid.Cell cell, int column, int last, int wide) {
        String text = text(row, cell, column);
        if (column == 0 && cell.span() == 1) {
            return List.of(Lines.padRight(Lines.cut(text, wide, ellipsis), wide));
        }
        Grid.Align align = grid.columns().get(last).align();
        int to = text.indexOf(" to ");
        if (cell.span() == 1 && align == Grid.Align.INTERVAL && to >= 0) {
            text = Lines.padLeft(text.substring(0, to), lows[column]) + text.substring(to);
            if (Caret.width(text) <= wide) {
                return List.of(Lines.padRight(text, wide));
            }
        }
        boolean right = row.kind() != Grid.Kind.NOTE && align != Grid.Align.LEFT;
        return Lines.wrap(text, wide).stream().map(l -> pad(l, wide, right)).toList();
    }

    private static String pad(String text, int wide, boolean right) {
        return right ? Lines.padLeft(text, wide) : Lines.padRight(text, wide);
    }

    private String[] title(int column) {
        return plain.apply(grid.columns().get(column).title()).split("\n");
    }

    /** The cell that starts at or covers a column; a covered column of a later panel is empty. */
    private static Grid.Cell cell(Grid.Row row, int column) {
        int at = 0;
        for (Grid.Cell cell : row.cells()) {
            if (at == column) {
                return cell;
            }
            at += cell.span();
            if (at > column) {
                return Grid.Cell.EMPTY;
            }
        }
        return Grid.Cell.EMPTY;
    }

    private String text(Grid.Row row, Grid.Cell cell, int column) {
        String text = plain.apply(cell.note().isEmpty() ? cell.text() : cell.text() + " " + cell.note());
        text = text.replace('\n', ' ');
        if (column > 0) {
            return text;
        }
        boolean under = row.kind() == Grid.Kind.LEVEL || row.kind() == Grid.Kind.REFERENCE;
        return Lines.cut(under ? "  " + text : text, LONGEST_NAME, ellipsis);
    }
}
