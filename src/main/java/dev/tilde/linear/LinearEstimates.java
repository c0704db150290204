package dev.tilde.linear;

import dev.tilde.design.CodedTerm;
import dev.tilde.design.DesignSpec;
import dev.tilde.formula.Term;
import dev.tilde.report.Numbers;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the table of coefficients of a linear fit shows; tests are kept, as summaries ask for them until they fit. */
final class LinearEstimates implements Estimates {
    private final LinearFit fit;
    private final Map<Term, AsOne> tests = new HashMap<>();

    LinearEstimates(LinearFit fit) {
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
        return "t";
    }

    @Override
    public AsOne test(CodedTerm term) {
        return tests.computeIfAbsent(term.term(), t -> tested(term));
    }

    private AsOne tested(CodedTerm term) {
        TermTest test = fit.termTest(term.term(), term.name());
        String f = "F(" + test.df() + ", " + fit.dfResidual() + ") = " + Numbers.fixed(test.statistic(), 2);
        return test.df() == 0 || Double.isNaN(test.statistic()) ? AsOne.NONE : new AsOne(f, test.pValue());
    }

    @Override
    public double standardising(int column) {
        return fit.solution().standardising(column, fit.response());
    }
}
