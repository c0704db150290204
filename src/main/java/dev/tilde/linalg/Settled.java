package dev.tilde.linalg;

import org.jspecify.annotations.Nullable;

/** A weight matrix in the form an engine likes best, beside the planes it was made from. */
final class Settled {
    /** The planes; another array of the same planes is another matrix. */
    private final Plane[] of;

    final float[] numbers;

    private Settled(Plane[] of, int size) {
        this.of = of;
        this.numbers = new float[size];
    }

    /** Room for the numbers of a matrix, kept beside it from now on. */
    static float[] room(Plane[] b, int size) {
        FloatPlane first = (FloatPlane) b[0];
        Settled known = first.settled;
        if (known == null || known.of != b || known.numbers.length != size) {
            known = new Settled(b, size);
            first.settled = known;
        }
        return known.numbers;
    }

    /** What was made of a matrix; null if it was never said to stay as it is. */
    static float @Nullable [] of(Plane[] b) {
        Settled known = b.length == 0 ? null : ((FloatPlane) b[0]).settled;
        return known == null || known.of != b ? null : known.numbers;
    }
}
