package dev.tilde.linalg;

/** Floats. */
final class FloatPlane extends Plane {
    final float[] v;
    /** What an engine made of the matrix whose first row this is; see {@link Kernels#settle}. */
    @org.jspecify.annotations.Nullable
    Settled settled;

    FloatPlane(int length) {
        v = new float[length];
    }

    @Override
    public int length() {
        return v.length;
    }

    @Override
    public double get(int i) {
        return v[i];
    }

    @Override
    public void set(int i, double value) {
        v[i] = (float) value;
    }

    static float[] numbers(Plane p) {
        return ((FloatPlane) p).v;
    }
}
