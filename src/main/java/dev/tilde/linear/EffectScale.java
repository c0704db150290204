package dev.tilde.linear;

/** What marginal means and average effects of a generalised linear model are of. */
public enum EffectScale {
    /** The linear predictor eta = X b + offset. */
    LINK,
    /** The mean mu = g^-1(eta), taken of each row before rows are averaged. */
    RESPONSE
}
