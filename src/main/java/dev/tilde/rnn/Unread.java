package dev.tilde.rnn;

import java.util.ArrayList;
import java.util.List;

/** Options that were set and that this fit does not read, in sentences: who sets one wants to know. */
final class Unread {
    private Unread() {}

    static List<String> of(RnnRegression model, Structure structure, SequenceLayout layout) {
        List<String> notes = new ArrayList<>();
        if (model.loss() instanceof QuantileLoss q && model.echo().isEmpty() && q.predicted() != 0.5) {
            notes.add("predictions are the quantile " + q.predicted()
                    + ", the nearest to a median that is asked for, and errors are those of it; with 0.5 among the"
                    + " quantiles they are the median");
        }
        Training t = model.training();
        if (model.echo().isPresent()) {
            say(notes, echo(model, t), "an echo state network solves a ridge regression and is not trained");
            return notes;
        }
        if (!t.sampling().equals(Sampling.TEACHER) && !layout.formula().feedback()) {
            notes.add("sampling(" + t.sampling().kind().name().toLowerCase(java.util.Locale.ROOT)
                    + ") changed nothing: lags of the response read the data in training; feedback(y) in the formula"
                    + " feeds outputs back");
        }
        if (structure.kind() != Structure.Kind.TDNN && structure.dropout() > 0 && structure.layers() == 1) {
            notes.add("dropout between layers changed nothing: there is one layer");
        }
        say(
                notes,
                structure(structure),
                structure.kind().article() + " " + structure.kind().words() + " has none");
        return notes;
    }

    private static void say(List<String> notes, List<String> unread, String why) {
        if (!unread.isEmpty()) {
            notes.add(String.join(", ", unread) + " changed nothing: " + why);
        }
    }

    private static List<String> echo(RnnRegression model, Training t) {
        List<String> unread = new ArrayList<>();
        if (!model.loss().name().equals(Losses.MSE.name())) {
            unread.add("the loss " + model.loss().name());
        }
        if (!t.sampling().equals(Training.DEFAULTS.sampling())) {
            unread.add("sampling");
        }
        if (t.varyLengths()) {
            unread.add("varying lengths");
        }
        if (!t.optimizer().equals(Training.DEFAULTS.optimizer())) {
            unread.add("the optimiser " + t.optimizer().name());
        }
        if (model.sequences().window() > 0) {
            unread.add("window(" + model.sequences().window() + ")");
        }
        return unread;
    }

    private static List<String> structure(Structure s) {
        List<String> unread = new ArrayList<>();
        boolean steps = s.kind() == Structure.Kind.SKIP
                || s.kind() == Structure.Kind.CLOCKWORK
                || s.kind() == Structure.Kind.TDNN;
        if (s.relu() && s.kind() != Structure.Kind.RNN && s.kind() != Structure.Kind.TDNN) {
            unread.add("relu");
        }
        if (!Double.isNaN(s.leak()) && s.kind() != Structure.Kind.LEAKY) {
            unread.add("the leak");
        }
        if (!s.steps().isEmpty() && !steps) {
            unread.add("delays, periods or dilations");
        }
        if (s.kind() == Structure.Kind.TDNN && s.layers() > 1) {
            unread.add("layers beside dilations");
        }
        if (s.kind() == Structure.Kind.TDNN && (s.dropout() > 0 || s.recurrentDropout() > 0)) {
            unread.add("dropout");
        }
        return unread;
    }
}
