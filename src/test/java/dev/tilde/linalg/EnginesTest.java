package dev.tilde.linalg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.SplittableRandom;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Engines beside each other: Java gives the bits of plain loops, the Vector API those of Java, OpenBLAS its numbers. */
class EnginesTest {
    private static final Kernels JAVA = Kernels.of(Precision.SINGLE, Engine.JAVA);

    /** Planes side by side, their width, rows, planes of A, their width. */
    private record Shape(int gates, int n, int rows, int parts, int k) {}

    static Stream<Shape> shapes() {
        return Stream.of(
                new Shape(1, 1, 1, 1, 1),
                new Shape(1, 16, 4, 1, 4),
                new Shape(4, 32, 16, 1, 32),
                new Shape(1, 32, 16, 4, 32),
                new Shape(3, 20, 16, 1, 7),
                new Shape(4, 5, 13, 1, 5),
                new Shape(1, 37, 6, 2, 3),
                new Shape(2, 33, 7, 3, 65),
                new Shape(4, 8, 5, 1, 300),
                new Shape(1, 17, 260, 1, 9),
                new Shape(4, 64, 3, 1, 64),
                new Shape(1, 128, 12, 4, 257),
                new Shape(4, 130, 8, 1, 131),
                new Shape(4, 300, 7, 1, 14),
                new Shape(4, 150, 17, 1, 9),
                new Shape(1, 513, 5, 3, 4),
                new Shape(3, 341, 16, 1, 70),
                new Shape(2, 512, 40, 1, 3),
                new Shape(3, 1, 16, 1, 16));
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void javaGivesTheBitsOfPlainLoops(Shape s) {
        Kernels plain = new FloatKernels(Engine.JAVA, new PlainProducts());
        same(s, plain, (ours, theirs) -> assertThat(theirs).isEqualTo(ours));
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void theVectorApiGivesTheBitsOfJava(Shape s) {
        Kernels vector = present(Engine.VECTOR);
        same(s, vector, (ours, theirs) -> assertThat(theirs).isEqualTo(ours));
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void openBlasGivesTheNumbersOfJava(Shape s) {
        Kernels blas = present(Engine.BLAS);
        same(s, blas, (ours, theirs) -> {
            double largest = 0;
            for (double v : ours) {
                largest = Math.max(largest, Math.abs(v));
            }
            for (int i = 0; i < ours.length; i++) {
                assertThat(theirs[i]).isCloseTo(ours[i], within(1e-5 * largest));
            }
        });
    }

    /** Skipped, with the reason, where an engine is not there. */
    private static Kernels present(Engine engine) {
        String missing = "";
        try {
            engine.require();
        } catch (IllegalStateException e) {
            missing = e.getMessage();
        }
        assumeTrue(missing.isEmpty(), missing);
        return Kernels.of(Precision.SINGLE, engine);
    }

    private static void same(Shape s, Kernels other, BiConsumer<double[], double[]> check) {
        for (boolean settled : new boolean[] {true, false}) {
            Numbers ours = new Numbers(s, JAVA, settled);
            Numbers theirs = new Numbers(s, other, settled);
            check.accept(all(ours.multiply()), all(theirs.multiply()));
            check.accept(all(ours.affine()), all(theirs.affine()));
            check.accept(all(ours.outer()), all(theirs.outer()));
        }
    }

    private static double[] all(Plane[] planes) {
        return Stream.of(planes)
                .flatMapToDouble(p -> java.util.Arrays.stream(p.toArray()))
                .toArray();
    }

    /** Every product of a shape, from the same random numbers. */
    private static final class Numbers {
        private final Shape s;
        private final Kernels k;
        private final boolean settled;
        private final SplittableRandom random = new SplittableRandom(7);

        Numbers(Shape s, Kernels k, boolean settled) {
            this.s = s;
            this.k = k;
            this.settled = settled;
        }

        private Plane[] planes(int count, int length) {
            Plane[] all = k.planes(count, length);
            for (Plane p : all) {
                for (int i = 0; i < length; i++) {
                    p.set(i, random.nextDouble(-1, 1));
                }
            }
            return all;
        }

        private Plane[] matrix(int count, int length) {
            Plane[] b = planes(count, length);
            if (settled) {
                k.settle(b);
            }
            return b;
        }

        Plane[] multiply() {
            Plane[] c = planes(s.gates, s.rows * s.n);
            Plane[] b = matrix(s.parts * s.k, s.gates * s.n);
            k.multiply(c, s.n, s.rows, planes(s.parts, s.rows * s.k), s.k, b);
            return c;
        }

        Plane[] affine() {
            int width = s.gates * s.n;
            Plane[] c = planes(s.gates, s.rows * s.n);
            Plane bias = planes(1, width)[0];
            Plane x = planes(1, s.rows * 3)[0];
            Plane h = planes(1, s.rows * s.k)[0];
            k.affine(c, s.n, s.rows, bias, x, matrix(3, width), h, matrix(s.k, width));
            return c;
        }

        Plane[] outer() {
            Plane[] d = planes(s.k, s.gates * s.n);
            int rows = s.rows + 1;
            Plane[] g = k.packed(rows, s.gates * s.n);
            k.pack(g, 0, planes(s.gates, s.rows * s.n), s.n, s.rows);
            k.pack(g, s.rows, planes(s.gates, s.n), s.n, 1);
            k.outer(d, planes(1, rows * s.k)[0], s.k, rows, g);
            k.addRows(d[0], g, rows);
            return d;
        }
    }

    @Test
    void settlesTheSameMatrixAgain() {
        Kernels vector = present(Engine.VECTOR);
        Plane[] b = vector.planes(8, 16);
        Plane[] a = vector.planes(1, 32);
        for (int i = 0; i < 32; i++) {
            a[0].set(i, 1);
        }
        for (int value = 1; value < 3; value++) {
            for (Plane row : b) {
                row.set(3, value);
            }
            vector.settle(b);
            Plane[] c = vector.planes(1, 64);
            vector.multiply(c, 16, 4, a, 8, b);
            assertThat(c[0].get(3)).isEqualTo(8.0 * value);
        }
    }

    /** Long enough for the one to take over from the other, whichever it is. */
    @Test
    void theEngineThatChoosesItselfGivesTheBitsOfJava() {
        for (int i = 0; i < 50; i++) {
            shapes().forEach(s -> same(
                    s,
                    Kernels.of(Precision.SINGLE),
                    (ours, theirs) -> assertThat(theirs).isEqualTo(ours)));
        }
        assertThat(Kernels.of(Precision.SINGLE).engine()).isEqualTo(Engine.AUTO);
        assertThat(Kernels.of(Precision.DOUBLE).engine()).isEqualTo(Engine.JAVA);
    }

    @ParameterizedTest
    @EnumSource(names = {"VECTOR", "BLAS"})
    void refusesDoubles(Engine engine) {
        assertThatThrownBy(() -> Kernels.of(Precision.DOUBLE, engine))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the engine " + engine.word()
                        + " computes in floats: leave it out where the network is in double precision, as with lbfgs");
    }

    @Test
    void saysWhatOpenBlasNeeds() {
        assumeTrue(Runtime.version().feature() < 22, "this Java is new enough");
        assertThatThrownBy(Engine.BLAS::require)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the engine blas is not there: it needs Java 22 or newer, this is Java "
                        + Runtime.version().feature());
    }

    @ParameterizedTest
    @CsvSource({
        "JAVA, VECTOR, false",
        "VECTOR, JAVA, false",
        "JAVA, BLAS, true",
        "BLAS, VECTOR, true",
        "BLAS, BLAS, false"
    })
    void knowsWhichDiffer(Engine one, Engine other, boolean differ) {
        assertThat(one.differsFrom(other)).isEqualTo(differ);
    }
}
