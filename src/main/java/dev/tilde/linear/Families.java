package dev.tilde.linear;

import dev.tilde.text.Names;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The usual families. */
public final class Families {
    /** V = 1, identity. */
    public static final Family GAUSSIAN = new Gaussian();
    /** V = mu (1 - mu), logit; shares of successes, weighted by the number of trials. */
    public static final Family BINOMIAL = new Binomial("binomial", true);
    /** V = mu, log. */
    public static final Family POISSON = new Poisson("poisson", true);
    /** V = mu^2, inverse. */
    public static final Family GAMMA = new GammaFamily();
    /** V = mu^3, 1/mu^2. */
    public static final Family INVERSE_GAUSSIAN = new InverseGaussian();
    /** The binomial variance with a dispersion that is estimated. */
    public static final Family QUASI_BINOMIAL = new Binomial("quasibinomial", false);
    /** The Poisson variance with a dispersion that is estimated. */
    public static final Family QUASI_POISSON = new Poisson("quasipoisson", false);

    private static final Map<String, Family> NAMED = new TreeMap<>(Map.of(
            "gaussian", GAUSSIAN,
            "binomial", BINOMIAL,
            "poisson", POISSON,
            "Gamma", GAMMA,
            "inverse.gaussian", INVERSE_GAUSSIAN,
            "quasibinomial", QUASI_BINOMIAL,
            "quasipoisson", QUASI_POISSON));

    private Families() {}

    /**
     * The family of a name, as R has it, in any case and with or without punctuation.
     *
     * @throws IllegalArgumentException naming the families there are
     */
    public static Family of(String name) {
        for (Map.Entry<String, Family> e : NAMED.entrySet()) {
            if (plain(e.getKey()).equals(plain(name))) {
                return e.getValue();
            }
        }
        throw new IllegalArgumentException(
                "there is no family " + name + "; there are " + Names.list(List.copyOf(NAMED.keySet()), 20));
    }

    private static String plain(String name) {
        return name.toLowerCase(java.util.Locale.ROOT).replaceAll("[._ -]", "");
    }

    /**
     * V = mu + mu^2 / theta, log: counts with more spread than Poisson's. R: {@code MASS::negative.binomial(theta)}. With
     * {@link GlmRegression#negativeBinomial} theta is estimated too.
     *
     * @param theta above 0; infinite is Poisson
     * @throws IllegalArgumentException if it is not above 0
     */
    public static Family negativeBinomial(double theta) {
        if (!(theta > 0)) {
            throw new IllegalArgumentException("theta of a negative binomial must be above 0, got " + theta);
        }
        return new NegativeBinomial(theta);
    }

    /**
     * A variance function of one's own with a dispersion that is estimated; no likelihood. R: {@code quasi}.
     *
     * @param power of the mean in V = mu^power, from 0 to 3
     * @param link of the mean
     * @throws IllegalArgumentException if the power lies outside
     */
    public static Family quasi(int power, Link link) {
        if (power < 0 || power > 3) {
            throw new IllegalArgumentException("the power of a quasi family must be 0, 1, 2 or 3, got " + power);
        }
        return new Quasi(power, link);
    }

    /** y ln(y / mu), 0 at y = 0. */
    static double yLog(double y, double mu) {
        return y == 0 ? 0 : y * Math.log(y / mu);
    }

    /** y ln(mu), 0 at y = 0. */
    private static double yTimesLog(double y, double mu) {
        return y == 0 ? 0 : y * Math.log(mu);
    }

    /** ln n! of a count. */
    static double logFactorial(double n) {
        return n == 0 || n == 1 ? 0 : Distributions.logGamma(n + 1);
    }

    private static final class Gaussian extends RangedFamily {
        Gaussian() {
            super("gaussian", Links.IDENTITY, Range.ANY, false);
        }

        @Override
        public double variance(double mu) {
            return 1;
        }

        @Override
        public double deviance(double y, double mu) {
            return (y - mu) * (y - mu);
        }

        @Override
        public double likelihoodDispersion(double deviance, double n, double weights) {
            return deviance / n;
        }

        @Override
        Place place(double y, double mu, double w, double trials, double phi) {
            double z = (y - mu) / Math.sqrt(phi / w);
            return new Place(Distributions.normalTail(-z), 0, Distributions.normalTail(z));
        }

        @Override
        public double logDensity(double y, double mu, double w, double trials, double phi) {
            return -(Math.log(2 * Math.PI * phi / w) + w * (y - mu) * (y - mu) / phi) / 2;
        }
    }

    private static final class Binomial extends RangedFamily {
        Binomial(String label, boolean fixedDispersion) {
            super(label, Links.LOGIT, Range.SHARE, fixedDispersion);
        }

        @Override
        public boolean binomial() {
            return true;
        }

        @Override
        public double variance(double mu) {
            return mu * (1 - mu);
        }

        @Override
        public double deviance(double y, double mu) {
            return 2 * (yLog(y, mu) + yLog(1 - y, 1 - mu));
        }

        /** One logarithm for the probabilities of sixteen single trials, unless one is so small that they might underflow. */
        @Override
        double deviance(double[] y, double[] mu, double[] w) {
            double sum = 0;
            double product = 1;
            int factors = 0;
            for (int i = 0; i < y.length; i++) {
                double p = Math.abs(1 - y[i] - mu[i]);
                if (w[i] == 1 && y[i] * (1 - y[i]) == 0 && p >= 0x1p-60) {
                    product *= p;
                    factors++;
                } else if (w[i] > 0) {
                    sum += w[i] * deviance(y[i], mu[i]);
                }
                if (factors == 16) {
                    sum -= 2 * StrictMath.log(product);
                    product = 1;
                    factors = 0;
                }
            }
            return sum - 2 * StrictMath.log(product);
        }

        @Override
        public double start(double y, double w) {
            return (w * y + 0.5) / (w + 1);
        }

        @Override
        Place place(double y, double mu, double w, double trials, double phi) {
            double m = Math.rint(trials);
            double k = Math.rint(trials * y);
            if (!fixedDispersion() || m < 1) {
                return Place.NONE;
            }
            return new Place(
                    k < 1 ? 0 : Distributions.betaAbove(mu, k, m - k + 1),
                    Math.exp(logDensity(y, mu, trials, trials, phi)),
                    k >= m ? 0 : Distributions.betaBelow(mu, k + 1, m - k));
        }

        /** The binomial density of the counts, whose weight is the share of the weight in the trials; as R's aic. */
        @Override
        public double logDensity(double y, double mu, double w, double trials, double phi) {
            if (!fixedDispersion()) {
                return Double.NaN;
            }
            double m = Math.rint(trials);
            double k = Math.rint(trials * y);
            if (!(trials > 0)) {
                return 0;
            }
            double choose = logFactorial(m) - logFactorial(k) - logFactorial(m - k);
            double logs = yTimesLog(k, mu) + (m - k == 0 ? 0 : (m - k) * Math.log1p(-mu));
            return w / trials * (choose + logs);
        }
    }

    private static final class Poisson extends RangedFamily {
        Poisson(String label, boolean fixedDispersion) {
            super(label, Links.LOG, Range.COUNT, fixedDispersion);
        }

        @Override
        public double variance(double mu) {
            return mu;
        }

        @Override
        public double deviance(double y, double mu) {
            return 2 * (yLog(y, mu) - (y - mu));
        }

        @Override
        public double start(double y, double w) {
            return y + 0.1;
        }

        @Override
        Place place(double y, double mu, double w, double trials, double phi) {
            return fixedDispersion() ? poisson(y, mu) : Place.NONE;
        }

        static Place poisson(double y, double mu) {
            double k = Math.rint(y);
            return new Place(
                    k < 1 ? 0 : Distributions.gammaAbove(mu, k),
                    Math.exp(yTimesLog(k, mu) - mu - logFactorial(k)),
                    Distributions.gammaBelow(mu, k + 1));
        }

        @Override
        public double logDensity(double y, double mu, double w, double trials, double phi) {
            return fixedDispersion() ? w * (yTimesLog(y, mu) - mu - logFactorial(y)) : Double.NaN;
        }
    }

    private static final class GammaFamily extends RangedFamily {
        GammaFamily() {
            super("Gamma", Links.INVERSE, Range.POSITIVE, false);
        }

        @Override
        public double variance(double mu) {
            return mu * mu;
        }

        @Override
        public double deviance(double y, double mu) {
            return -2 * (Math.log(y / mu) - (y - mu) / mu);
        }

        @Override
        Place place(double y, double mu, double w, double trials, double phi) {
            double x = y / mu * w / phi;
            return new Place(Distributions.gammaBelow(x, w / phi), 0, Distributions.gammaAbove(x, w / phi));
        }

        @Override
        public double logDensity(double y, double mu, double w, double trials, double phi) {
            double shape = 1 / phi;
            double scaled = y / (mu * phi);
            return w * (shape * Math.log(scaled) - Math.log(y) - scaled - Distributions.logGamma(shape));
        }
    }

    private static final class InverseGaussian extends RangedFamily {
        InverseGaussian() {
            super("inverse.gaussian", Links.INVERSE_SQUARE, Range.POSITIVE, false);
        }

        @Override
        public double variance(double mu) {
            return mu * mu * mu;
        }

        @Override
        public double deviance(double y, double mu) {
            return (y - mu) * (y - mu) / (y * mu * mu);
        }

        @Override
        Place place(double y, double mu, double w, double trials, double phi) {
            return new Place(
                    Distributions.inverseGaussian(y, mu, w / phi, false),
                    0,
                    Distributions.inverseGaussian(y, mu, w / phi, true));
        }

        @Override
        public double logDensity(double y, double mu, double w, double trials, double phi) {
            return -w * (Math.log(2 * Math.PI * phi) + 3 * Math.log(y) + deviance(y, mu) / phi) / 2;
        }
    }

    private static final class NegativeBinomial extends RangedFamily {
        private final double theta;

        NegativeBinomial(double theta) {
            super("negative binomial(" + (float) theta + ")", Links.LOG, Range.COUNT, true);
            this.theta = theta;
        }

        @Override
        public double variance(double mu) {
            return mu + mu * mu / theta;
        }

        /** With log1p, whose digits do not go where theta is large. */
        @Override
        public double deviance(double y, double mu) {
            double rest =
                    theta == Double.POSITIVE_INFINITY ? y - mu : (y + theta) * Math.log1p((y - mu) / (mu + theta));
            return 2 * (yLog(y, mu) - rest);
        }

        @Override
        public double start(double y, double w) {
            return y == 0 ? 1.0 / 6 : y;
        }

        @Override
        Place place(double y, double mu, double w, double trials, double phi) {
            if (theta == Double.POSITIVE_INFINITY) {
                return Poisson.poisson(y, mu);
            }
            double k = Math.rint(y);
            double q = mu / (mu + theta);
            return new Place(
                    k < 1 ? 0 : Distributions.betaAbove(q, k, theta),
                    Math.exp(logDensity(k, mu, 1, 1, 1)),
                    Distributions.betaBelow(q, k + 1, theta));
        }

        @Override
        public double logDensity(double y, double mu, double w, double trials, double phi) {
            double poisson = yTimesLog(y, mu) - logFactorial(y);
            double rest = theta == Double.POSITIVE_INFINITY ? mu : (y + theta) * Math.log1p(mu / theta);
            return w * (poisson - rest + Theta.logRising(theta, y));
        }
    }

    private static final class Quasi extends RangedFamily {
        private static final List<Family> KINDS = List.of(GAUSSIAN, POISSON, GAMMA, INVERSE_GAUSSIAN);

        private final Family kind;

        Quasi(int power, Link link) {
            super(
                    "quasi(mu^" + power + ")",
                    link,
                    power == 0 ? Range.ANY : power == 1 ? Range.COUNT : Range.POSITIVE,
                    false);
            this.kind = KINDS.get(power);
        }

        @Override
        public double variance(double mu) {
            return kind.variance(mu);
        }

        @Override
        public double deviance(double y, double mu) {
            return kind.deviance(y, mu);
        }

        @Override
        public double start(double y, double w) {
            return kind.start(y, w);
        }

        /** Its link may be any. */
        @Override
        boolean startsUnder(Link other) {
            return false;
        }

        @Override
        public double logDensity(double y, double mu, double w, double trials, double phi) {
            return Double.NaN;
        }
    }
}
