package dev.tilde.bench;

import dev.tilde.Tilde;
import dev.tilde.linear.Families;
import java.util.Locale;
import java.util.Random;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * Whether a fit of a million rows and its summary find room in the heap that is given: a table of 20 numeric columns, a
 * response and two factors for least squares, of 15 numeric columns and a response for logistic regression, filled
 * column by column so that the table is all there is before.
 */
public final class HeapBench {
    private static final int ROWS = 1_000_000;

    private HeapBench() {}

    /** @param args {@code ols}, {@code logistic}, or {@code table} for the table of the former alone */
    public static void main(String[] args) {
        boolean logistic = args[0].equals("logistic");
        Table table = table(logistic ? 15 : 20, logistic);
        Runtime runtime = Runtime.getRuntime();
        System.gc();
        double held = runtime.totalMemory() - runtime.freeMemory();
        long start = System.nanoTime();
        String text = switch (args[0]) {
            case "ols" ->
                Tilde.ols("y ~ " + PeerRows.sum(20) + " + a*b", table).summary().toString();
            case "logistic" ->
                Tilde.glm("y ~ " + PeerRows.sum(15), table, Families.BINOMIAL)
                        .summary()
                        .toString();
            default -> "";
        };
        System.out.printf(
                Locale.ROOT,
                "table %.1f MB, heap at most %.1f MB, beyond the table %.2f of it; summary of %d characters, %.1f s%n",
                held / 1e6,
                runtime.maxMemory() / 1e6,
                runtime.maxMemory() / held - 1,
                text.length(),
                (System.nanoTime() - start) * 1e-9);
    }

    private static Table table(int columns, boolean zeroOne) {
        Random random = new Random(1);
        Table table = Table.create("rows");
        double[] y = random.doubles(ROWS).toArray();
        for (int j = 1; j <= columns; j++) {
            double[] x = random.doubles(ROWS).toArray();
            for (int i = 0; i < ROWS; i++) {
                y[i] += (x[i] - 0.5) / j;
            }
            table.addColumns(DoubleColumn.create("x" + j, x));
        }
        for (int i = 0; zeroOne && i < ROWS; i++) {
            y[i] = y[i] > 0.5 ? 1 : 0;
        }
        table.addColumns(DoubleColumn.create("y", y));
        if (!zeroOne) {
            table.addColumns(text("a", PeerRows.levelsOfA(), random), text("b", PeerRows.levelsOfB(), random));
        }
        return table;
    }

    private static StringColumn text(String name, String[] levels, Random random) {
        StringColumn column = StringColumn.create(name);
        for (int i = 0; i < ROWS; i++) {
            column.append(levels[random.nextInt(levels.length)]);
        }
        return column;
    }
}
