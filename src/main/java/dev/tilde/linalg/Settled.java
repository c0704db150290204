package dev.tilde.linalg;

import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** A weight matrix in the form an engine likes best, beside the planes it was made from. Every engine has a form of its own. */
final class Settled {
    /** The planes; another array of the same planes is another matrix. */
    private final Plane[] of;

    private final int size;

    private final Object room;

    private Settled(Plane[] of, int size, Object room) {
        this.of = of;
        this.size = size;
        this.room = room;
    }

    /** Room for so many numbers of a matrix in a form, kept beside the matrix from now on. */
    static <R> R room(Plane[] b, Class<R> form, int size, IntFunction<R> make) {
        FloatPlane first = (FloatPlane) b[0];
        Settled known = first.settled;
        if (known == null || known.of != b || known.size != size || !form.isInstance(known.room)) {
            known = new Settled(b, size, make.apply(size));
            first.settled = known;
        }
        return form.cast(known.room);
    }

    /** What was made of a matrix in a form; null if it was never said to stay as it is, or to another engine. */
    static <R> @Nullable R of(Plane[] b, Class<R> form) {
        Settled known = b.length == 0 ? null : ((FloatPlane) b[0]).settled;
        return known == null || known.of != b || !form.isInstance(known.room) ? null : form.cast(known.room);
    }
}
