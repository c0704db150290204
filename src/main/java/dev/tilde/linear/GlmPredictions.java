package dev.tilde.linear;

import dev.tilde.data.Source;
import dev.tilde.design.DesignSpec;
import dev.tilde.linalg.Matrix;

/** Predicted means of some rows with their standard errors and intervals, on the scales of link and response. */
public final class GlmPredictions {
    private final double[] eta;
    private final double[] se;
    private final Link link;
    private final double width;

    GlmPredictions(double[] eta, double[] se, Link link, double width) {
        this.eta = eta;
        this.se = se;
        this.link = link;
        this.width = width;
    }

    /**
     * @param v (X'WX)^-1 with zeros for columns that are left out
     * @param width of the intervals, in standard errors
     */
    static GlmPredictions of(
            LinearPredictor predictor,
            DesignSpec spec,
            Link link,
            Matrix v,
            double dispersion,
            double width,
            Source rows) {
        double[] eta = predictor.predict(rows);
        double[] se = GlmRowValues.errors(spec.predictors(rows).matrix(), v, dispersion);
        for (int i = 0; i < eta.length; i++) {
            se[i] = Double.isNaN(eta[i]) ? Double.NaN : se[i];
        }
        return new GlmPredictions(eta, se, link, width);
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

    /** The lower ends of the intervals of mu: those of eta taken through the link, so they stay in range; a new array. */
    public double[] low() {
        return ends(-1);
    }

    /** The upper ends of the intervals of mu; a new array. */
    public double[] high() {
        return ends(1);
    }

    private double[] ends(int side) {
        double[] out = new double[eta.length];
        for (int i = 0; i < out.length; i++) {
            // A falling link swaps the ends.
            double d = link.slope(eta[i]) < 0 ? -side : side;
            out[i] = Double.isNaN(eta[i]) ? Double.NaN : link.mu(eta[i] + d * width * se[i]);
        }
        return out;
    }
}
