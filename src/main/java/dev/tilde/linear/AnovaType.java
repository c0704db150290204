package dev.tilde.linear;

/** What the test of a term in an analysis of variance leaves in the model beside it. */
public enum AnovaType {
    /** The terms before it: sequential, so their order matters. R: {@code anova(fit)}. */
    I,
    /** All terms that do not contain it, as {@code a:b} contains {@code a}. R: {@code car::Anova(fit, type = 2)}. */
    II,
    /**
     * All other terms, those that contain it too. What it tests depends on the coding of factors: the usual hypotheses
     * need columns that sum to zero over the levels, as those of {@code Sum}. R: {@code car::Anova(fit, type = 3)}.
     */
    III
}
