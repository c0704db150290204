package dev.tilde.cli;

import java.util.ArrayList;
import java.util.List;

/** Texts between commas; one with a comma stands in double quotes. */
final class CommaList {
    private CommaList() {}

    static List<String> of(String text) {
        List<String> items = new ArrayList<>();
        StringBuilder item = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            } else if (c == ',' && !quoted) {
                items.add(item.toString());
                item.setLength(0);
            } else {
                item.append(c);
            }
        }
        items.add(item.toString());
        return items;
    }
}
