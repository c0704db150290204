package dev.tilde.rnn;

import java.util.List;

/** The losses, with e = y - f. */
public final class Losses {
    /** Squared error e^2; its prediction is the mean. */
    public static final Loss MSE = new Single("mse") {
        @Override
        double loss(double e) {
            return e * e;
        }

        @Override
        double slope(double e) {
            return 2 * e;
        }
    };

    /** Absolute error |e|, derivative 0 at e = 0; its prediction is the median. */
    public static final Loss MAE = new Single("mae") {
        @Override
        double loss(double e) {
            return Math.abs(e);
        }

        @Override
        double slope(double e) {
            return Math.signum(e);
        }
    };

    /** log cosh e: like e^2 / 2 near 0 and |e| far from it. */
    public static final Loss LOG_COSH = new Single("log-cosh") {
        /** |e| + log1p(exp(-2 |e|)) - log 2 does not overflow. */
        @Override
        double loss(double e) {
            double a = Math.abs(e);
            return a + StrictMath.log1p(StrictMath.exp(-2 * a)) - StrictMath.log(2);
        }

        @Override
        double slope(double e) {
            return StrictMath.tanh(e);
        }
    };

    /**
     * The negative log-likelihood of a normal distribution, {@code log sigma + (e / sigma)^2 / 2 + log(2 pi) / 2}, whose
     * sigma = softplus(s) + 1e-6 the network learns as well. PyTorch: {@code GaussianNLLLoss(full=True)}.
     */
    public static final Loss GAUSSIAN = new Gaussian();

    private Losses() {}

    /**
     * Huber's loss: e^2 / 2 for |e| up to delta, delta (|e| - delta / 2) beyond. PyTorch: {@code HuberLoss}.
     *
     * @throws IllegalArgumentException if delta is not positive and finite
     */
    public static Loss huber(double delta) {
        if (!(delta > 0) || delta == Double.POSITIVE_INFINITY) {
            throw new IllegalArgumentException("the delta of Huber's loss must be positive and finite, got " + delta);
        }
        return new Single("huber(" + delta + ")") {
            @Override
            double loss(double e) {
                double a = Math.abs(e);
                return a <= delta ? e * e / 2 : delta * (a - delta / 2);
            }

            @Override
            double slope(double e) {
                return Math.max(-delta, Math.min(delta, e));
            }
        };
    }

    /**
     * Quantiles of the response: the mean over them of the pinball loss max(q e, (q - 1) e), of Koenker and Bassett
     * (1978), doi:10.2307/1913643. The one nearest to 0.5 is the prediction; from it the others lie up and down by
     * steps above 0, so that quantiles never cross. {@link RnnFit#predictDistribution} tells them all.
     *
     * @param quantiles in (0, 1), ascending
     * @throws IllegalArgumentException if they are not
     */
    public static Loss quantiles(double... quantiles) {
        return new QuantileLoss(quantiles);
    }

    /**
     * The loss of a name: mse, mae, huber, huber(1.5), log-cosh, gaussian, quantile(0.1, 0.5, 0.9).
     *
     * @throws IllegalArgumentException if there is none of this name
     */
    public static Loss named(String name) {
        Worded w = Worded.of("loss", name);
        double[] numbers = w.numbers();
        return switch (w.word()) {
            case "mse" -> known(w, MSE);
            case "mae" -> known(w, MAE);
            case "huber" -> huber(w.most("loss", 1).number(0, 1));
            case "log-cosh" -> known(w, LOG_COSH);
            case "gaussian" -> known(w, GAUSSIAN);
            case "quantile", "quantiles" -> quantiles(numbers.length == 0 ? new double[] {0.1, 0.5, 0.9} : numbers);
            default ->
                throw new IllegalArgumentException("no loss is called " + name
                        + "; there are mse, mae, huber(1), log-cosh, gaussian and quantile(0.1, 0.5, 0.9)");
        };
    }

    /** A loss that takes no numbers. */
    private static Loss known(Worded w, Loss loss) {
        w.most("loss", 0);
        return loss;
    }

    /** A loss of one number. */
    private abstract static class Single implements Loss {
        private final String name;

        Single(String name) {
            this.name = name;
        }

        abstract double loss(double e);

        /** Derivative with respect to e. */
        abstract double slope(double e);

        @Override
        public double value(double[] f, int at, double y, double[] d) {
            double e = y - f[at];
            d[at] = -slope(e);
            return loss(e);
        }

        @Override
        public String name() {
            return name;
        }
    }

    private static final class Gaussian implements Loss {
        @Override
        public int heads() {
            return 2;
        }

        @Override
        public int locations() {
            return 1;
        }

        @Override
        public double value(double[] f, int at, double y, double[] d) {
            double s = f[at + 1];
            double sigma = sigma(s);
            double z = (y - f[at]) / sigma;
            d[at] = -z / sigma;
            d[at + 1] = (1 - z * z) / sigma * Softplus.slope(s);
            return StrictMath.log(sigma) + z * z / 2 + StrictMath.log(2 * Math.PI) / 2;
        }

        private static double sigma(double s) {
            return Softplus.of(s) + 1e-6;
        }

        @Override
        public List<Statistic> statistics() {
            return List.of(new Statistic("sigma", Double.NaN));
        }

        @Override
        public void statistics(double[] f, int at, double[] out, int to) {
            out[to] = sigma(f[at + 1]);
        }

        /** The sigma of the residuals that are there. */
        @Override
        public void start(double[] residuals, double[] f, int at) {
            double squares = 0;
            for (double e : residuals) {
                squares += e * e;
            }
            f[at + 1] = Softplus.inverse(Math.sqrt(squares / residuals.length));
        }

        @Override
        public String name() {
            return "gaussian";
        }
    }
}
