package dev.tilde.linalg;

import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** A weight matrix in the form an engine likes best, beside the planes it was made from. */
final class Settled {
    /** The planes; another array of the same planes is another matrix. */
    private final Plane[] of;

    private final int size;

    /** Room for so many numbers: an array, or memory outside the heap. */
    private final Object room;

    private Settled(Plane[] of, int size, Object room) {
        this.of = of;
        this.size = size;
        this.room = room;
    }

    /** Room for the numbers of a matrix, kept beside it from now on. */
    static float[] room(Plane[] b, int size) {
        return (float[]) room(b, size, float[]::new);
    }

    /** As {@link #room(Plane[], int)}, made by the engine. */
    static Object room(Plane[] b, int size, IntFunction<Object> make) {
        FloatPlane first = (FloatPlane) b[0];
        Settled known = first.settled;
        if (known == null || known.of != b || known.size != size) {
            known = new Settled(b, size, make.apply(size));
            first.settled = known;
        }
        return known.room;
    }

    /** What was made of a matrix in an array; null if it was never said to stay as it is. */
    static float @Nullable [] of(Plane[] b) {
        return (float[]) roomOf(b);
    }

    /** What was made of a matrix by {@link #room(Plane[], int, IntFunction)}, or null. */
    static @Nullable Object roomOf(Plane[] b) {
        Settled known = b.length == 0 ? null : ((FloatPlane) b[0]).settled;
        return known == null || known.of != b ? null : known.room;
    }
}
