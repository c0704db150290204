package dev.tilde.rnn;

import dev.tilde.linalg.Kernels;
import dev.tilde.linalg.Plane;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The optimisers, with PyTorch's formulas and defaults. g is the gradient after clipping, p the parameters, lr the
 * rate. Weight decay that is coupled adds wd p to g.
 */
public final class Optimizers {
    private Optimizers() {}

    /**
     * A first-order rule.
     *
     * @param kind its formula
     * @param rate lr, positive
     * @param momentum mu in [0, 1)
     * @param beta decay of the mean of g, beta1
     * @param beta2 decay of the mean of g^2; alpha of RMSprop
     * @param epsilon added to the root
     * @param decay weight decay, 0 for none
     * @param option Nesterov for SGD, centred for RMSprop, AMSGrad for Adam, biases decayed as well for AdamW
     */
    public record Rule(
            Kind kind,
            double rate,
            double momentum,
            double beta,
            double beta2,
            double epsilon,
            double decay,
            boolean option)
            implements Optimizer {
        /** Checks the ranges. */
        public Rule {
            Needed.given(kind, "the kind of a rule", "Kind.ADAM");
            if (!(rate > 0) || rate == Double.POSITIVE_INFINITY) {
                throw new IllegalArgumentException("the learning rate must be positive and finite, got " + rate);
            }
            if (!(momentum >= 0 && momentum < 1 && beta >= 0 && beta < 1 && beta2 >= 0 && beta2 < 1)) {
                throw new IllegalArgumentException(
                        "momentum and betas must lie in [0, 1), got " + momentum + ", " + beta + " and " + beta2);
            }
            if (!(epsilon >= 0 && decay >= 0 && Double.isFinite(epsilon) && Double.isFinite(decay))) {
                throw new IllegalArgumentException(
                        "epsilon and weight decay must be finite and not negative, got " + epsilon + " and " + decay);
            }
        }

        @Override
        public Rule rate(double other) {
            return new Rule(kind, other, momentum, beta, beta2, epsilon, decay, option);
        }

        /** The same with weight decay. */
        public Rule decay(double other) {
            return new Rule(kind, rate, momentum, beta, beta2, epsilon, other, option);
        }

        /** How many planes of the size of the parameters it remembers. */
        int memory() {
            return switch (kind) {
                case SGD -> momentum > 0 ? 1 : 0;
                case ADAGRAD -> 1;
                case RMSPROP -> 3;
                case ADAM -> option ? 3 : 2;
                case ADAMW -> 2;
            };
        }

        /** By the name that {@link #named} knows. */
        @Override
        public String name() {
            String word = kind.name().toLowerCase(Locale.ROOT);
            if (kind == Kind.SGD && momentum > 0) {
                word = option ? "nesterov" : "momentum";
            } else if (kind == Kind.ADAM && option) {
                word = "amsgrad";
            }
            return word + "(" + rate + ")";
        }

        /**
         * One step: p and the memory change.
         *
         * @param p all parameters
         * @param g their gradient; overwritten
         * @param memory {@link #memory} planes, zero before the first step
         * @param step 1 for the first
         * @param lr the step size of this step, by the schedule
         * @param decayed 1 for each parameter that decoupled weight decay applies to; coupled decay takes all
         */
        void step(Kernels k, Plane p, Plane g, List<Plane> memory, long step, double lr, Plane decayed) {
            int n = p.length();
            if (decay > 0) {
                decay(k, p, g, lr, decayed, n);
            }
            switch (kind) {
                case SGD -> sgd(k, p, g, memory.isEmpty() ? null : memory.get(0), lr, n);
                case ADAGRAD -> {
                    k.addSquare(memory.get(0), g, n);
                    k.rootStep(p, lr, g, memory.get(0), 1, epsilon, n);
                }
                case RMSPROP -> rmsprop(k, p, g, memory, lr, n);
                case ADAM, ADAMW -> adam(k, p, g, memory, step, lr, n);
            }
        }

        /** Coupled: g += wd p. Decoupled (Loshchilov and Hutter 2019, arXiv:1711.05101): p *= 1 - lr wd. */
        private void decay(Kernels k, Plane p, Plane g, double lr, Plane decayed, int n) {
            boolean decoupled = kind == Kind.ADAMW;
            Plane pull = k.plane(n);
            k.copy(pull, p, n);
            if (decoupled && !option) {
                k.times(pull, pull, decayed, n);
            }
            k.addScaled(decoupled ? p : g, decoupled ? -lr * decay : decay, pull, n);
        }

        /** v = mu v + g; p -= lr v, or with Nesterov p -= lr (g + mu v). */
        private void sgd(Kernels k, Plane p, Plane g, @Nullable Plane v, double lr, int n) {
            if (v == null) {
                k.addScaled(p, -lr, g, n);
                return;
            }
            k.scale(v, momentum, n);
            k.add(v, g, n);
            if (option) {
                k.addScaled(g, momentum, v, n);
                k.addScaled(p, -lr, g, n);
            } else {
                k.addScaled(p, -lr, v, n);
            }
        }

        /** v = a v + (1 - a) g^2; g / (sqrt(v) + eps), centred: sqrt(v - mean(g)^2); b = mu b + that; p -= lr b. */
        private void rmsprop(Kernels k, Plane p, Plane g, List<Plane> memory, double lr, int n) {
            Plane v = memory.get(0);
            Plane mean = memory.get(1);
            Plane buffer = memory.get(2);
            k.decaySquare(v, beta2, g, n);
            if (option) {
                k.decay(mean, beta2, g, n);
            }
            k.rootQuotient(g, g, v, option ? mean : null, epsilon, n);
            k.scale(buffer, momentum, n);
            k.add(buffer, g, n);
            k.addScaled(p, -lr, buffer, n);
        }

        /**
         * m = b1 m + (1 - b1) g; v = b2 v + (1 - b2) g^2; p -= lr (m / (1 - b1^t)) / (sqrt(v / (1 - b2^t)) + eps). Kingma
         * and Ba (2015), arXiv:1412.6980; AMSGrad (Reddi et al. 2018) takes the running maximum of v.
         */
        private void adam(Kernels k, Plane p, Plane g, List<Plane> memory, long step, double lr, int n) {
            Plane m = memory.get(0);
            Plane v = memory.get(1);
            k.decay(m, beta, g, n);
            k.decaySquare(v, beta2, g, n);
            Plane largest = v;
            if (kind == Kind.ADAM && option) {
                largest = memory.get(2);
                k.maximum(largest, v, n);
            }
            double first = 1 - StrictMath.pow(beta, step);
            double second = 1 - StrictMath.pow(beta2, step);
            k.rootStep(p, lr / first, m, largest, 1 / second, epsilon, n);
        }
    }

    /**
     * The quasi-Newton method with limited memory: an epoch is one iteration over all training sequences together, with
     * a line search. In double precision, without dropout.
     *
     * @param rate the first step length tried after the first iteration, 1
     * @param history pairs of steps and gradient changes that are kept, at least 1
     */
    public record Lbfgs(double rate, int history) implements Optimizer {
        /** @throws IllegalArgumentException if a number is not positive and finite */
        public Lbfgs {
            if (!(rate > 0) || rate == Double.POSITIVE_INFINITY || history < 1) {
                throw new IllegalArgumentException(
                        "rate and history of L-BFGS must be positive and finite, got " + rate + " and " + history);
            }
        }

        @Override
        public Lbfgs rate(double other) {
            return new Lbfgs(other, history);
        }

        @Override
        public String name() {
            return "lbfgs(" + history + ")";
        }
    }

    /** L-BFGS with a history of 10. */
    public static Lbfgs lbfgs() {
        return new Lbfgs(1, 10);
    }

    /** The formulas. */
    public enum Kind {
        /** Gradient descent, with momentum if that is not 0. */
        SGD,
        /** Duchi, Hazan and Singer (2011). */
        ADAGRAD,
        /** Hinton's lecture of 2012; Graves (2013) for the centred form. */
        RMSPROP,
        /** Kingma and Ba (2015). */
        ADAM,
        /** Adam with decoupled weight decay. */
        ADAMW
    }

    /** Gradient descent. */
    public static Rule sgd(double rate) {
        return new Rule(Kind.SGD, rate, 0, 0, 0, 0, 0, false);
    }

    /** Gradient descent with momentum. */
    public static Rule momentum(double rate, double momentum) {
        return new Rule(Kind.SGD, rate, momentum, 0, 0, 0, 0, false);
    }

    /** Gradient descent with Nesterov's momentum. */
    public static Rule nesterov(double rate, double momentum) {
        return new Rule(Kind.SGD, rate, momentum, 0, 0, 0, 0, true);
    }

    /** Adagrad with eps 1e-10. */
    public static Rule adagrad(double rate) {
        return new Rule(Kind.ADAGRAD, rate, 0, 0, 0, 1e-10, 0, false);
    }

    /** RMSprop with alpha 0.99, eps 1e-8. */
    public static Rule rmsprop(double rate) {
        return rmsprop(rate, 0.99, 0, false);
    }

    /** RMSprop. */
    public static Rule rmsprop(double rate, double alpha, double momentum, boolean centred) {
        return new Rule(Kind.RMSPROP, rate, momentum, 0, alpha, 1e-8, 0, centred);
    }

    /** Adam with betas 0.9 and 0.999, eps 1e-8. */
    public static Rule adam(double rate) {
        return new Rule(Kind.ADAM, rate, 0, 0.9, 0.999, 1e-8, 0, false);
    }

    /** AMSGrad with Adam's defaults. */
    public static Rule amsgrad(double rate) {
        return new Rule(Kind.ADAM, rate, 0, 0.9, 0.999, 1e-8, 0, true);
    }

    /** AdamW; weights decay, biases do not. */
    public static Rule adamw(double rate, double decay) {
        return new Rule(Kind.ADAMW, rate, 0, 0.9, 0.999, 1e-8, decay, false);
    }

    /**
     * The optimiser of a name: sgd, momentum, nesterov, adagrad, rmsprop, adam, amsgrad, adamw, lbfgs.
     *
     * @param rate of L-BFGS {@link Lbfgs#rate}, which is 1 in {@link #lbfgs()}
     * @throws IllegalArgumentException if there is none of this name
     */
    public static Optimizer named(String name, double rate) {
        return switch (name.strip().toLowerCase(Locale.ROOT)) {
            case "sgd" -> sgd(rate);
            case "momentum" -> momentum(rate, 0.9);
            case "nesterov" -> nesterov(rate, 0.9);
            case "adagrad" -> adagrad(rate);
            case "rmsprop" -> rmsprop(rate);
            case "adam" -> adam(rate);
            case "amsgrad" -> amsgrad(rate);
            case "adamw" -> adamw(rate, 0.01);
            case "lbfgs" -> lbfgs().rate(rate);
            default ->
                throw new IllegalArgumentException("no optimiser is called " + name
                        + "; there are sgd, momentum, nesterov, adagrad, rmsprop, adam, amsgrad, adamw and lbfgs");
        };
    }
}
