package dev.tilde.linear;

import dev.tilde.data.Source;
import dev.tilde.design.DesignSpec;

/** Predicted means of some rows with their standard errors and intervals, on the scales of link and response. */
public final class GlmPredictions {
    private final double[] eta;
    private final double[] se;
    private final RangedFamily.Range range;
    private final Link link;
    private final double width;

    private GlmPredictions(double[] eta, double[] se, RangedFamily.Range range, Link link, double width) {
        this.eta = eta;
        this.se = se;
        this.range = range;
        this.link = link;
        this.width = width;
    }

    /**
     * @param range of the means
     * @param width of the intervals, in standard errors
     */
    static GlmPredictions of(
            LinearPredictor predictor,
            DesignSpec spec,
            RangedFamily.Range range,
            Link link,
            RowErrors errors,
            double width,
            Source rows) {
        double[] eta = predictor.predict(rows);
        return new GlmPredictions(eta, errors.of(spec, rows, eta), range, link, width);
    }

    /** How many rows there are. */
    public int rows() {
        return eta.length;
    }

    /** eta = x'b + offset; a new array. */
    public double[] link() {
        return eta.clone();
    }

    /** sqrt(x'Vx), the standard errors of eta; a new array. */
    public double[] linkErrors() {
        return se.clone();
    }

    /** mu = g^-1(eta); a new array. */
    public double[] response() {
        double[] mu = new double[eta.length];
        for (int i = 0; i < mu.length; i++) {
            mu[i] = link.mu(eta[i]);
        }
        return mu;
    }

    /** |dmu/deta| times the standard error of eta, by the delta method; a new array. */
    public double[] responseErrors() {
        double[] out = new double[eta.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = Math.abs(link.slope(eta[i])) * se[i];
        }
        return out;
    }

    /**
     * The lower ends of the intervals of mu: the means of all linear predictors in the interval of eta that are on the same side
     * of a pole of the link as eta, inside the range of the family; a new array. Of the inverse link it has no upper end where
     * that of eta goes past 0, of the root it begins at 0 there. NaN where mu itself is out of range.
     */
    public double[] low() {
        return ends(0);
    }

    /** The upper ends of the intervals of mu; a new array. */
    public double[] high() {
        return ends(1);
    }

    private double[] ends(int which) {
        double[] out = new double[eta.length];
        for (int i = 0; i < out.length; i++) {
            double mu = link.mu(eta[i]);
            double end = Links.interval(link, eta[i], eta[i] - width * se[i], eta[i] + width * se[i])[which];
            out[i] = mu == range.near(mu) ? range.near(end) : Double.NaN;
        }
        return out;
    }
}
