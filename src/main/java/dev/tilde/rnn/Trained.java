package dev.tilde.rnn;

import dev.tilde.data.Source;
import dev.tilde.formula.Formula;
import dev.tilde.linalg.Engine;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What training leaves: all of a fit that is not computed from something else of it.
 *
 * @param source the table; null for a fit from a file
 * @param rows the sequences of the table; of a fit from a file there are none
 * @param core what predicts
 * @param judged what errors and intervals are those of: the core before it was trained again on all rows, else the core
 * @param ols least squares of the same design
 * @param history the epochs of each restart
 * @param bestEpochs of each restart; none where nothing was trained by epochs
 * @param notes what a reader should know, in sentences
 * @param engine of the products while it was trained
 */
record Trained(
        RnnRegression model,
        Structure structure,
        Formula formula,
        @Nullable Source source,
        Sequences rows,
        Core core,
        Core judged,
        LinearPart ols,
        List<List<Epoch>> history,
        List<Integer> bestEpochs,
        List<String> notes,
        Engine engine) {
    Trained {
        history = List.copyOf(history);
        bestEpochs = List.copyOf(bestEpochs);
        notes = List.copyOf(notes);
    }

    /** What computed the products of a core; Java where there are no networks. */
    static Engine engine(Core core) {
        return core instanceof NetworkCore c && !c.networks.isEmpty()
                ? c.networks.get(0).k.engine()
                : Engine.JAVA;
    }

    /** The same with other options, of what needs no training anew. */
    Trained model(RnnRegression other) {
        return new Trained(
                other, structure, formula, source, rows, core, judged, ols, history, bestEpochs, notes, engine);
    }

    /** The same with another core, which is its own judge. */
    Trained core(Core other, List<String> said) {
        return new Trained(
                model, structure, formula, source, rows, other, other, ols, history, bestEpochs, said, engine);
    }
}
