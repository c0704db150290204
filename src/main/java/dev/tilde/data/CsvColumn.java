package dev.tilde.data;

import java.util.Arrays;
import java.util.Optional;

/**
 * Takes in the cells of one column. It begins with numbers or with text, as its first value is; a column of numbers
 * that meets something else cannot give back the texts it has seen, so it asks to be {@link #again read again} as text.
 */
final class CsvColumn implements CellSink {
    private enum Held {
        NOTHING,
        NUMBERS,
        TEXTS
    }

    final String name;
    private final Optional<Schema.Column> declared;
    private final MissingTokens missing;
    private final NumberText reader;

    private Held held = Held.NOTHING;
    private double[] numbers = {};
    private int[] codes = {};
    private final Dictionary texts = new Dictionary();
    private int size;
    private boolean decimal;
    private boolean softMissing;
    private boolean again;
    private int cellsNa;

    CsvColumn(String name, Optional<Schema.Column> declared, MissingTokens missing, char mark) {
        this.name = name;
        this.declared = declared;
        this.missing = missing;
        this.reader = new NumberText(mark);
        if (declared.isPresent() && !declared.get().kind().isNumber()) {
            startTexts();
        }
    }

    /** Whether the file has to be read once more for this column. */
    boolean again() {
        return again;
    }

    /** From here on everything is text, from the first row. */
    void restartAsText() {
        size = 0;
        again = false;
        numbers = new double[0];
        softMissing = false;
        cellsNa = 0;
        startTexts();
    }

    @Override
    public void add(char[] chars, int at, int n, boolean quoted, CsvPosition position) {
        int from = Blanks.start(chars, at, at + n);
        int length = Blanks.end(chars, from, at + n) - from;
        if (missing.anywhere(chars, from, length)) {
            if (length == 2 && chars[from] == 'N' && chars[from + 1] == 'A') {
                cellsNa++;
            }
            addMissing();
        } else if (held == Held.TEXTS) {
            addText(chars, quoted ? at : from, quoted ? n : length);
        } else if (!again && !addNumber(chars, from, length, position)) {
            if (held == Held.NOTHING && !softMissing) {
                startTexts();
                addText(chars, quoted ? at : from, quoted ? n : length);
            } else {
                again = true;
            }
        }
    }

    private void addMissing() {
        if (held == Held.TEXTS) {
            growTexts();
            codes[size++] = -1;
        } else if (held == Held.NUMBERS) {
            growNumbers();
            numbers[size++] = Double.NaN;
        } else {
            size++;
        }
    }

    private void addText(char[] chars, int from, int length) {
        growTexts();
        codes[size++] = texts.code(chars, from, length);
    }

    /** Whether the cell is a number or missing among numbers. */
    private boolean addNumber(char[] chars, int from, int length, CsvPosition position) {
        NumberText.Form form = reader.read(chars, from, length);
        if (form == NumberText.Form.INTEGER || form == NumberText.Form.DECIMAL || isDeclaredNumber(form)) {
            if (isDeclaredInteger() && reader.value != Math.rint(reader.value)) {
                throw position.problem(name, new String(chars, from, length), "int");
            }
            if (held == Held.NOTHING) {
                held = Held.NUMBERS;
                numbers = new double[Math.max(1024, 2 * size)];
                Arrays.fill(numbers, 0, size, Double.NaN);
            }
            growNumbers();
            numbers[size++] = reader.value;
            decimal |= form == NumberText.Form.DECIMAL;
            return true;
        }
        if (missing.amongNumbers(chars, from, length)) {
            softMissing = true;
            addMissing();
            return true;
        }
        if (declared.isPresent()) {
            throw position.problem(
                    name, new String(chars, from, length), declared.get().kind().label());
        }
        return false;
    }

    private boolean isDeclaredInteger() {
        return declared.isPresent() && declared.get().kind() == Schema.Kind.INTEGER;
    }

    private boolean isDeclaredNumber(NumberText.Form form) {
        return declared.isPresent() && form != NumberText.Form.NONE;
    }

    private void startTexts() {
        held = Held.TEXTS;
        codes = new int[Math.max(1024, 2 * size)];
        Arrays.fill(codes, 0, size, -1);
    }

    private void growNumbers() {
        if (size == numbers.length) {
            numbers = Arrays.copyOf(numbers, Math.max(1024, size + (size >> 1)));
        }
    }

    private void growTexts() {
        if (size == codes.length) {
            codes = Arrays.copyOf(codes, Math.max(1024, size + (size >> 1)));
        }
    }

    /** What was read, to be judged when all rows are in. Gives its arrays away. */
    Read finish() {
        if (held == Held.TEXTS) {
            return new Read(new Values.Texts(Arrays.copyOf(codes, size), texts.toArray()), false, cellsNa);
        }
        double[] cells = Arrays.copyOf(numbers, size);
        if (held == Held.NOTHING) {
            Arrays.fill(cells, Double.NaN);
        }
        numbers = new double[0];
        return new Read(new Values.Numbers(cells), decimal || held == Held.NOTHING, cellsNa);
    }

    /**
     * @param values numbers, or texts of a kind still to be found
     * @param decimal whether a number was written with a decimal mark or an exponent, or there is no number at all
     * @param cellsNa how many cells of a text column were the letters NA
     */
    record Read(Values values, boolean decimal, int cellsNa) {}
}
