package dev.tilde.linear;

import dev.tilde.text.Names;
import java.util.Arrays;
import java.util.List;

/** The usual links. */
public enum Links implements Link {
    /** eta = mu. */
    IDENTITY("identity") {
        @Override
        public double eta(double mu) {
            return mu;
        }

        @Override
        public double mu(double eta) {
            return eta;
        }

        @Override
        public double slope(double eta) {
            return 1;
        }

        @Override
        double curvature(double eta) {
            return 0;
        }
    },
    /** eta = ln mu. */
    LOG("log") {
        @Override
        public double eta(double mu) {
            return Math.log(mu);
        }

        @Override
        public double mu(double eta) {
            return Math.max(Exponential.of(eta), TINY);
        }

        @Override
        void means(double[] eta, double[] mu) {
            System.arraycopy(eta, 0, mu, 0, eta.length);
            Exponential.of(mu);
            for (int i = 0; i < mu.length; i++) {
                mu[i] = Math.max(mu[i], TINY);
            }
        }

        @Override
        double slope(double eta, double mu) {
            return mu;
        }

        @Override
        public double slope(double eta) {
            return mu(eta);
        }

        @Override
        double curvature(double eta) {
            return mu(eta);
        }
    },
    /** eta = ln(mu / (1 - mu)). */
    LOGIT("logit") {
        @Override
        public double eta(double mu) {
            return Math.log(mu / (1 - mu));
        }

        @Override
        public double mu(double eta) {
            double e = Exponential.of(-Math.abs(eta));
            return inside((eta < 0 ? e : 1) / (1 + e));
        }

        @Override
        void means(double[] eta, double[] mu) {
            negated(eta, mu);
            Exponential.of(mu);
            shares(eta, mu);
        }

        @Override
        double slope(double eta, double mu) {
            return Math.max(mu * (1 - mu), TINY);
        }

        @Override
        public double slope(double eta) {
            double e = Exponential.of(-Math.abs(eta));
            return Math.max(e / ((1 + e) * (1 + e)), TINY);
        }

        @Override
        double curvature(double eta) {
            return -slope(eta) * Math.tanh(eta / 2);
        }
    },
    /** eta = Phi^-1(mu). */
    PROBIT("probit") {
        @Override
        public double eta(double mu) {
            return -Distributions.normalQuantile(mu);
        }

        @Override
        public double mu(double eta) {
            return inside(Distributions.normalTail(-eta));
        }

        @Override
        public double slope(double eta) {
            return Math.max(Math.exp(-eta * eta / 2) / Math.sqrt(2 * Math.PI), TINY);
        }

        @Override
        double curvature(double eta) {
            return -eta * slope(eta);
        }
    },
    /** eta = ln(-ln(1 - mu)). */
    CLOGLOG("cloglog") {
        @Override
        public double eta(double mu) {
            return Math.log(-Math.log1p(-mu));
        }

        @Override
        public double mu(double eta) {
            return inside(-Math.expm1(-Math.exp(eta)));
        }

        @Override
        public double slope(double eta) {
            double e = Math.exp(Math.min(eta, 700));
            return Math.max(e * Math.exp(-e), TINY);
        }

        @Override
        double curvature(double eta) {
            return slope(eta) * (1 - Math.exp(Math.min(eta, 700)));
        }
    },
    /** eta = tan(pi (mu - 1/2)). */
    CAUCHIT("cauchit") {
        @Override
        public double eta(double mu) {
            return Math.tan(Math.PI * (mu - 0.5));
        }

        @Override
        public double mu(double eta) {
            return inside(0.5 + Math.atan(eta) / Math.PI);
        }

        @Override
        public double slope(double eta) {
            return Math.max(1 / (Math.PI * (1 + eta * eta)), TINY);
        }

        @Override
        double curvature(double eta) {
            return -2 * eta / (1 + eta * eta) * slope(eta);
        }
    },
    /** eta = 1 / mu. */
    INVERSE("inverse") {
        @Override
        public double eta(double mu) {
            return 1 / mu;
        }

        @Override
        public double mu(double eta) {
            return 1 / eta;
        }

        @Override
        public double slope(double eta) {
            return -1 / (eta * eta);
        }

        @Override
        double curvature(double eta) {
            return 2 / (eta * eta * eta);
        }

        @Override
        public boolean valid(double eta) {
            return Double.isFinite(eta) && eta != 0;
        }

        @Override
        double[] interval(double eta, double low, double high) {
            double pole = Math.copySign(Double.POSITIVE_INFINITY, eta);
            return low < 0 == high < 0 ? super.interval(eta, low, high) : sorted(pole, mu(eta > 0 ? high : low));
        }
    },
    /** eta = sqrt(mu). */
    SQRT("sqrt") {
        @Override
        public double eta(double mu) {
            return Math.sqrt(mu);
        }

        @Override
        public double mu(double eta) {
            return eta * eta;
        }

        @Override
        public double slope(double eta) {
            return 2 * eta;
        }

        @Override
        double curvature(double eta) {
            return 2;
        }

        @Override
        public boolean valid(double eta) {
            return Double.isFinite(eta) && eta > 0;
        }

        @Override
        double[] interval(double eta, double low, double high) {
            double[] ends = super.interval(eta, low, high);
            return low < 0 && high > 0 ? new double[] {0, ends[1]} : ends;
        }
    },
    /** eta = 1 / mu^2. */
    INVERSE_SQUARE("1/mu^2") {
        @Override
        public double eta(double mu) {
            return 1 / (mu * mu);
        }

        @Override
        public double mu(double eta) {
            return 1 / Math.sqrt(eta);
        }

        @Override
        public double slope(double eta) {
            return -1 / (2 * eta * Math.sqrt(eta));
        }

        @Override
        double curvature(double eta) {
            return 3 / (4 * eta * eta * Math.sqrt(eta));
        }

        @Override
        public boolean valid(double eta) {
            return Double.isFinite(eta) && eta > 0;
        }

        @Override
        double[] interval(double eta, double low, double high) {
            return super.interval(eta, Math.max(low, 0), high);
        }
    };

    /** Means and slopes keep at least this distance from where variances vanish, as in R. */
    private static final double TINY = 0x1p-52;

    private final String text;

    Links(String text) {
        this.text = text;
    }

    @Override
    public String label() {
        return text;
    }

    /** d mu / d eta where the mean is known, which may spare an exponential. */
    double slope(double eta, double mu) {
        return slope(eta);
    }

    /** d^2 mu / d eta^2. */
    abstract double curvature(double eta);

    /** Of a link of one's own by a central difference of its slopes. */
    static double curvature(Link link, double eta) {
        if (link instanceof Links known) {
            return known.curvature(eta);
        }
        double h = Math.cbrt(Math.ulp(1.0)) * Math.max(1, Math.abs(eta));
        return (link.slope(eta + h) - link.slope(eta - h)) / ((eta + h) - (eta - h));
    }

    /** The means of a block; of the commonest links in loops of their own, which the compiler knows whatever else runs. */
    void means(double[] eta, double[] mu) {
        for (int i = 0; i < eta.length; i++) {
            mu[i] = mu(eta[i]);
        }
    }

    static void means(Link link, double[] eta, double[] mu) {
        if (link instanceof Links known) {
            known.means(eta, mu);
            return;
        }
        for (int i = 0; i < eta.length; i++) {
            mu[i] = link.mu(eta[i]);
        }
    }

    /** The lowest and highest mean of linear predictors between low and high, on the same side of a pole as eta. */
    double[] interval(double eta, double low, double high) {
        return sorted(mu(low), mu(high));
    }

    static double[] interval(Link link, double eta, double low, double high) {
        return link instanceof Links known ? known.interval(eta, low, high) : sorted(link.mu(low), link.mu(high));
    }

    private static double[] sorted(double a, double b) {
        return new double[] {Math.min(a, b), Math.max(a, b)};
    }

    private static void negated(double[] eta, double[] mu) {
        for (int i = 0; i < mu.length; i++) {
            mu[i] = -Math.abs(eta[i]);
        }
    }

    /**
     * 1 / (1 + e^-eta) of e = e^-|eta|: e / (1 + e) where eta is below 0. 1 stands above the line where eta is positive, without
     * a branch that half of the rows take; where eta is too near 0 for that, e is 1.
     */
    private static void shares(double[] eta, double[] mu) {
        for (int i = 0; i < mu.length; i++) {
            double positive = Math.min(1, Math.max(0, eta[i] * 0x1p1000));
            mu[i] = inside(Math.max(mu[i], positive) / (1 + mu[i]));
        }
    }

    private static double inside(double mu) {
        return Math.min(Math.max(mu, TINY), 1 - TINY);
    }

    /**
     * The link of a name, as R has it.
     *
     * @throws IllegalArgumentException naming the links there are
     */
    public static Links of(String name) {
        for (Links link : values()) {
            if (link.text.equals(name) || link.name().equalsIgnoreCase(name)) {
                return link;
            }
        }
        List<String> known = Arrays.stream(values()).map(Links::label).toList();
        throw new IllegalArgumentException("there is no link " + name + "; there are " + Names.list(known, 20));
    }
}
