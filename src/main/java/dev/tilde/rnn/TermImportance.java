package dev.tilde.rnn;

import java.util.List;
import java.util.Locale;

/**
 * What a term of the formula is worth to a fit: the root mean squared error on the rows held out after its columns were
 * shuffled together among rows, less the error before. Terms that do not vary inside sequences are shuffled among
 * sequences; indicators of missing values go with their variable. Breiman (2001), doi:10.1023/A:1010933404324; Fisher,
 * Rudin and Dominici (2019), arXiv:1801.01489.
 *
 * @param term as in the design
 * @param increase the mean over the shuffles, in units of the response, with several of them in their standard deviations;
 *     may be a little below 0 for a useless term
 * @param spread the standard deviation over the shuffles
 * @param columns for a term of several lags: what each of them is worth by itself, in order; else empty
 * @param reach by lag, over grids by the number of rows and columns between, from 0: mean |d yhat_t / d x_{t-k}| of the
 *     term's standardised columns, summed over them; a column that is a lag already counts at the lag it has in the data.
 *     It ends where nothing is left; empty for echo state networks
 */
public record TermImportance(
        String term, double increase, double spread, List<LagImportance> columns, List<Double> reach) {
    /**
     * One lag of a term.
     *
     * @param lag steps back
     * @param increase of the root mean squared error when it alone is shuffled
     */
    public record LagImportance(int lag, double increase) {}

    public TermImportance {
        columns = List.copyOf(columns);
        reach = List.copyOf(reach);
    }

    /** The lag at which the output moves most with the term; -1 where nothing is known or nothing moves. */
    public int peak() {
        int peak = -1;
        double most = 0;
        for (int k = 0; k < reach.size(); k++) {
            if (reach.get(k) > most) {
                most = reach.get(k);
                peak = k;
            }
        }
        return peak;
    }

    @Override
    public String toString() {
        String words = String.format(Locale.ROOT, "%s %.3g", term, increase);
        return peak() > 0 ? words + " (most at lag " + peak() + ")" : words;
    }
}
