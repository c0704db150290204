package dev.tilde.design;

import dev.tilde.formula.Conventions.Spelling;
import dev.tilde.linalg.LevelRows;
import dev.tilde.linalg.Matrix;
import java.util.ArrayList;
import java.util.List;

/**
 * How the levels of a factor become columns: k rows, one for each level, and names for the columns in each spelling.
 * Immutable, as long as nobody writes into its matrix.
 */
public final class CodingMatrix {
    private final LevelRows rows;
    private final List<String> labels;
    private final List<String> plainLabels;
    private final List<String> patsySuffixes;

    /**
     * Of any numbers.
     *
     * @param matrix levels by columns: row i holds the values of level i; shared, do not modify
     * @param labels one for each column, as between the brackets of {@code a[T.a2]}
     * @param plainLabels one for each column, as R appends them to the name of the factor: {@code aa2}
     * @throws IllegalArgumentException if there are not as many labels as columns
     */
    public CodingMatrix(Matrix matrix, List<String> labels, List<String> plainLabels) {
        this(LevelRows.of(matrix), labels, plainLabels, bracketed(labels));
    }

    private CodingMatrix(LevelRows rows, List<String> labels, List<String> plainLabels, List<String> patsySuffixes) {
        this.rows = rows;
        this.labels = List.copyOf(labels);
        this.plainLabels = List.copyOf(plainLabels);
        this.patsySuffixes = List.copyOf(patsySuffixes);
        int p = rows.columns();
        if (labels.size() != p || plainLabels.size() != p || patsySuffixes.size() != p) {
            throw new IllegalArgumentException(p + " columns need as many labels");
        }
    }

    /** One indicator for each level. */
    public static CodingMatrix indicators(List<String> levels) {
        return new CodingMatrix(LevelRows.indicators(levels.size(), -1), levels, levels, bracketed(levels));
    }

    /** One indicator for each level but the reference. */
    static CodingMatrix treatment(List<String> levels, int reference) {
        List<String> others = new ArrayList<>(levels);
        if (reference < others.size()) {
            others.remove(reference);
        }
        List<String> labels = prefixed("T.", others);
        return new CodingMatrix(LevelRows.indicators(levels.size(), reference), labels, others, bracketed(labels));
    }

    static List<String> prefixed(String prefix, List<String> levels) {
        return levels.stream().map(l -> prefix + l).toList();
    }

    private static List<String> bracketed(List<String> labels) {
        return labels.stream().map(l -> "[" + l + "]").toList();
    }

    /** The same, called otherwise by patsy: all that follows the name of the factor, brackets too. */
    CodingMatrix patsy(List<String> suffixes) {
        return new CodingMatrix(rows, labels, plainLabels, suffixes);
    }

    /** The same, called otherwise by R. */
    CodingMatrix plain(List<String> names) {
        return new CodingMatrix(rows, labels, names, patsySuffixes);
    }

    /** Of any rows, called in each spelling as given. */
    static CodingMatrix of(LevelRows rows, List<String> labels, List<String> plainLabels, List<String> patsySuffixes) {
        return new CodingMatrix(rows, labels, plainLabels, patsySuffixes);
    }

    List<String> patsySuffixes() {
        return patsySuffixes;
    }

    /** The first columns only. */
    CodingMatrix first(int columns) {
        Matrix all = matrix();
        Matrix m = Matrix.zeros(all.rows(), columns);
        System.arraycopy(all.data(), 0, m.data(), 0, m.data().length);
        return new CodingMatrix(
                LevelRows.of(m),
                labels.subList(0, columns),
                plainLabels.subList(0, columns),
                patsySuffixes.subList(0, columns));
    }

    /** With a column of ones in front. */
    CodingMatrix withConstant(String label, String patsySuffix) {
        Matrix own = matrix();
        Matrix m = Matrix.zeros(own.rows(), own.columns() + 1);
        java.util.Arrays.fill(m.data(), 0, own.rows(), 1);
        System.arraycopy(own.data(), 0, m.data(), own.rows(), own.data().length);
        return new CodingMatrix(
                LevelRows.of(m), before(label, labels), before(label, plainLabels), before(patsySuffix, patsySuffixes));
    }

    private static List<String> before(String first, List<String> rest) {
        List<String> all = new ArrayList<>(List.of(first));
        all.addAll(rest);
        return all;
    }

    /** Levels by columns: row i holds the values of level i; do not modify. */
    public Matrix matrix() {
        return rows.matrix();
    }

    /** The same numbers, knowing when most of them are zero. */
    public LevelRows rows() {
        return rows;
    }

    /** One for each column, as between the brackets of {@code a[T.a2]}. */
    public List<String> labels() {
        return labels;
    }

    /** One for each column, as R appends them to the name of the factor: {@code aa2}. */
    public List<String> plainLabels() {
        return plainLabels;
    }

    /** One for each column, to stand under the name of the factor: the level where an indicator says no more. */
    public List<String> names() {
        return labels.stream()
                .map(l -> l.startsWith("T.") && rows instanceof LevelRows.Indicators ? l.substring(2) : l)
                .toList();
    }

    /** What follows the name of the factor in the name of each column. */
    List<String> suffixes(Spelling spelling) {
        return switch (spelling) {
            case R -> plainLabels;
            case PATSY -> patsySuffixes;
            case TILDE -> bracketed(labels);
        };
    }

    int columns() {
        return rows.columns();
    }
}
