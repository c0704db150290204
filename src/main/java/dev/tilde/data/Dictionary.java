package dev.tilde.data;

import java.util.Arrays;

/** Different texts in order of first appearance, numbered from 0; finds one from characters without making a String. */
final class Dictionary {
    private String[] texts = new String[16];
    /** Hash table with linear probing: code + 1, 0 = free. */
    private int[] table = new int[64];

    private int size;

    int size() {
        return size;
    }

    String text(int code) {
        return texts[code];
    }

    String[] toArray() {
        return Arrays.copyOf(texts, size);
    }

    /** The code of a text, a new one when it was not seen before. */
    int code(String text) {
        int at = probe(text);
        return table[at] > 0 ? table[at] - 1 : put(at, text);
    }

    /** The same for a range of characters. */
    int code(char[] chars, int from, int length) {
        int hash = 0;
        for (int i = 0; i < length; i++) {
            hash = 31 * hash + chars[from + i];
        }
        int at = spread(hash);
        while (table[at] > 0) {
            if (equal(texts[table[at] - 1], chars, from, length)) {
                return table[at] - 1;
            }
            at = at + 1 & table.length - 1;
        }
        return put(at, new String(chars, from, length));
    }

    private static boolean equal(String text, char[] chars, int from, int length) {
        if (text.length() != length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (text.charAt(i) != chars[from + i]) {
                return false;
            }
        }
        return true;
    }

    private int probe(String text) {
        int at = spread(text.hashCode());
        while (table[at] > 0 && !texts[table[at] - 1].equals(text)) {
            at = at + 1 & table.length - 1;
        }
        return at;
    }

    private int spread(int hash) {
        int mixed = hash * 0x9E3779B9;
        return (mixed ^ mixed >>> 15) & table.length - 1;
    }

    private int put(int at, String text) {
        if (size == texts.length) {
            texts = Arrays.copyOf(texts, 2 * size);
        }
        texts[size++] = text;
        table[at] = size;
        if (2 * size > table.length) {
            table = new int[2 * table.length];
            for (int i = 0; i < size; i++) {
                table[probe(texts[i])] = i + 1;
            }
        }
        return size - 1;
    }
}
