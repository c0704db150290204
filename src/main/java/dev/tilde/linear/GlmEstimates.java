package dev.tilde.linear;

import dev.tilde.design.CodedTerm;
import dev.tilde.design.DesignSpec;
import dev.tilde.formula.Term;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the table of coefficients of a generalised linear model shows. */
final class GlmEstimates implements Estimates {
    private final GlmFit fit;
    /** Standard deviations of the columns; null until asked for, as they read all rows. */
    private double @Nullable [] spreads;

    GlmEstimates(GlmFit fit) {
        this.fit = fit;
    }

    @Override
    public DesignSpec design() {
        return fit.design();
    }

    @Override
    public double level() {
        return fit.model().level();
    }

    @Override
    public List<Coefficient> coefficients() {
        return fit.coefficients();
    }

    @Override
    public List<Relation> relations() {
        return fit.relations();
    }

    @Override
    public String statistic() {
        return fit.isDispersionFixed() ? "z" : "t";
    }

    @Override
    public AsOne test(CodedTerm term) {
        if (term.term().equals(Term.INTERCEPT)) {
            return AsOne.NONE;
        }
        if (!fit.isClassic()) {
            return GlmWald.test(fit, term);
        }
        DevianceTest t = fit.deviances().typeTwo(term);
        return Double.isNaN(t.pValue()) ? AsOne.NONE : new AsOne(t.text(), t.pValue());
    }

    /** The standard deviation of a column, so that drawings are on the scale of the linear predictor. */
    @Override
    public double standardising(int column) {
        double[] known = spreads;
        if (known == null) {
            known = fit.rowValues().spreads();
            spreads = known;
        }
        return fit.isConverged() && known[column] > 0 ? known[column] : Double.NaN;
    }

    @Override
    public String drawn() {
        return "Per std. dev.";
    }

    @Override
    public String ratio() {
        Link link = fit.model().link();
        return !fit.isConverged() ? "" : link == Links.LOGIT ? "Odds ratio" : link == Links.LOG ? "Ratio" : "";
    }
}
