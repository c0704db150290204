package dev.tilde.linalg;

/** Doubles. */
final class DoublePlane extends Plane {
    final double[] v;

    DoublePlane(int length) {
        v = new double[length];
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
        v[i] = value;
    }

    static double[] numbers(Plane p) {
        return ((DoublePlane) p).v;
    }
}
