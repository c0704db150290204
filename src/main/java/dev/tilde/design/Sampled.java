package dev.tilde.design;

/** A function of one column that learns from all its values at once: their order, their quantiles. */
interface Sampled extends StatefulTransform<Sample> {
    @Override
    default Sample init() {
        return new Sample();
    }

    @Override
    default void add(Sample state, double[][] arguments, int rows) {
        state.add(arguments[0], rows);
    }

    @Override
    default Sample merge(Sample left, Sample right) {
        left.add(right);
        return left;
    }
}
