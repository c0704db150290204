package dev.tilde.rnn;

/** A rule by which parameters follow their gradient. An immutable value. */
public sealed interface Optimizer permits Optimizers.Rule, Optimizers.Lbfgs {
    /** The step size. */
    double rate();

    /** The same with another step size. */
    Optimizer rate(double rate);

    /** As in a summary, such as {@code adamw(0.005)}. */
    String name();
}
