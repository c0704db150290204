package dev.tilde.linear;

import dev.tilde.design.Companion;
import dev.tilde.design.Frame;

/** Two companions on one pass. */
record Both<A, B>(Companion<A> first, Companion<B> second) implements Companion<Both.Pair<A, B>> {
    /** The states of both. */
    record Pair<A, B>(A first, B second) {}

    @Override
    public Pair<A, B> init() {
        return new Pair<>(first.init(), second.init());
    }

    @Override
    public void add(Pair<A, B> state, Frame frame) {
        first.add(state.first, frame);
        second.add(state.second, frame);
    }

    @Override
    public Pair<A, B> merge(Pair<A, B> left, Pair<A, B> right, Recoding codes) {
        return new Pair<>(first.merge(left.first, right.first, codes), second.merge(left.second, right.second, codes));
    }
}
