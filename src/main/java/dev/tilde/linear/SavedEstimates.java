package dev.tilde.linear;

import dev.tilde.design.CodedTerm;
import dev.tilde.design.DesignSpec;
import java.util.List;

/** What the table of coefficients of a regression from a file shows; without its rows nothing is tested. */
final class SavedEstimates implements Estimates {
    private final SavedRegression fit;

    SavedEstimates(SavedRegression fit) {
        this.fit = fit;
    }

    @Override
    public DesignSpec design() {
        return fit.design();
    }

    @Override
    public double level() {
        return fit.level();
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
        return fit.errors() instanceof SavedErrors.Generalised g ? g.statistic() : "t";
    }

    @Override
    public AsOne test(CodedTerm term) {
        return AsOne.NONE;
    }

    @Override
    public double standardising(int column) {
        return Double.NaN;
    }
}
