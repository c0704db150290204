package dev.tilde.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The rows that {@link LinearPeers} gives to all programs, in a file of doubles, column behind column, the lower byte first:
 * numeric columns x1, x2, ..., the response y, and for least squares the codes of a (5 levels) and b (4 levels).
 */
final class PeerRows {
    private static final int LEVELS_A = 5;
    private static final int LEVELS_B = 4;

    final double[][] x;
    final double[] y;
    /** Codes from 0; empty in rows of a logistic regression. */
    final int[] a;

    final int[] b;

    private PeerRows(double[][] x, double[] y, int[] a, int[] b) {
        this.x = x;
        this.y = y;
        this.a = a;
        this.b = b;
    }

    /** y = x1 + 2 x2 + ... + 20 x20 + standard normal errors, x uniform on (0, 1). */
    static PeerRows leastSquares(int rows) {
        Random random = new Random(1);
        double[] y = new double[rows];
        double[][] x = new double[20][];
        for (int j = 0; j < x.length; j++) {
            x[j] = random.doubles(rows).toArray();
            for (int i = 0; i < rows; i++) {
                y[i] += (j + 1) * x[j][i];
            }
        }
        for (int i = 0; i < rows; i++) {
            y[i] += random.nextGaussian();
        }
        int[] a = random.ints(rows, 0, LEVELS_A).toArray();
        int[] b = random.ints(rows, 0, LEVELS_B).toArray();
        return new PeerRows(x, y, a, b);
    }

    /** P(y = 1) = 1 / (1 + exp(-x1/2 - x2/4 - ... - x15/30)), x standard normal. */
    static PeerRows logistic(int rows) {
        Random random = new Random(1);
        double[] eta = new double[rows];
        double[][] x = new double[15][rows];
        for (int j = 0; j < x.length; j++) {
            for (int i = 0; i < rows; i++) {
                x[j][i] = random.nextGaussian();
                eta[i] += 0.5 / (j + 1) * x[j][i];
            }
        }
        double[] y = Arrays.stream(eta)
                .map(e -> random.nextDouble() < 1 / (1 + Math.exp(-e)) ? 1 : 0)
                .toArray();
        return new PeerRows(x, y, new int[0], new int[0]);
    }

    void write(Path file) throws IOException {
        try (FileChannel to = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            for (double[] column : x) {
                write(to, column);
            }
            write(to, y);
            for (int[] codes : new int[][] {a, b}) {
                write(to, Arrays.stream(codes).asDoubleStream().toArray());
            }
        }
    }

    private static void write(FileChannel to, double[] column) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(Double.BYTES * column.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asDoubleBuffer().put(column);
        while (bytes.hasRemaining()) {
            to.write(bytes);
        }
    }

    static PeerRows read(Path file, int columns, boolean factors) throws IOException {
        int all = columns + (factors ? 3 : 1);
        int rows = (int) (Files.size(file) / Double.BYTES / all);
        try (FileChannel from = FileChannel.open(file)) {
            DoubleBuffer cells = from.map(FileChannel.MapMode.READ_ONLY, 0, Files.size(file))
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .asDoubleBuffer();
            double[][] column = new double[all][rows];
            for (double[] c : column) {
                cells.get(c);
            }
            return new PeerRows(
                    Arrays.copyOf(column, columns),
                    column[columns],
                    factors ? codes(column[columns + 1]) : new int[0],
                    factors ? codes(column[columns + 2]) : new int[0]);
        }
    }

    private static int[] codes(double[] column) {
        return Arrays.stream(column).mapToInt(c -> (int) c).toArray();
    }

    static String[] levels(String name, int count) {
        return IntStream.range(0, count).mapToObj(l -> name + l).toArray(String[]::new);
    }

    static String[] levelsOfA() {
        return levels("a", LEVELS_A);
    }

    static String[] levelsOfB() {
        return levels("b", LEVELS_B);
    }

    /** {@code x1 + x2 + ...}. */
    static String sum(int columns) {
        return IntStream.rangeClosed(1, columns).mapToObj(j -> "x" + j).collect(Collectors.joining(" + "));
    }
}
