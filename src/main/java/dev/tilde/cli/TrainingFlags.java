package dev.tilde.cli;

import dev.tilde.linalg.Engine;
import dev.tilde.linalg.Kernels;
import dev.tilde.linalg.Precision;
import dev.tilde.rnn.Losses;
import dev.tilde.rnn.Optimizers;
import dev.tilde.rnn.RnnRegression;
import dev.tilde.rnn.Sampling;
import dev.tilde.rnn.Schedule;
import dev.tilde.rnn.Training;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How the network is trained. */
final class TrainingFlags {
    @Option(
            names = "--loss",
            paramLabel = "NAME",
            description = "mse (default), mae, huber(1), log-cosh, gaussian or quantile(0.1,0.5,0.9).")
    private @Nullable String loss;

    @Option(
            names = "--optimizer",
            paramLabel = "NAME",
            description = "adamw (default), adam, amsgrad, sgd, momentum, nesterov, adagrad, rmsprop or lbfgs.")
    private @Nullable String optimizer;

    @Option(
            names = "--rate",
            paramLabel = "R",
            description = "Learning rate, 0.005 by default; of lbfgs its first step length, 1.")
    private @Nullable Double rate;

    @Option(
            names = "--schedule",
            paramLabel = "NAME",
            description =
                    "Of the learning rate: plateau(0.5) (default), constant, cosine(0) or step(0.5, 100); without numbers these.")
    private @Nullable String schedule;

    @Option(names = "--epochs", paramLabel = "N", description = "The most epochs; 500 by default.")
    private @Nullable Integer epochs;

    @Option(
            names = "--patience",
            paramLabel = "N",
            description = "Epochs without improvement before it stops; 40 by default.")
    private @Nullable Integer patience;

    @Option(names = "--clip", paramLabel = "X", description = "The most the gradient's norm may be; 1 by default.")
    private @Nullable Double clip;

    @Option(names = "--batch", paramLabel = "N", description = "Sequences or windows a step sees; 64 by default.")
    private @Nullable Integer batch;

    @Option(names = "--truncate", paramLabel = "N", description = "Cut gradients after N steps; else never.")
    private @Nullable Integer truncate;

    @Option(names = "--vary-lengths", description = "Train on sequences of random length.")
    private boolean varyLengths;

    @Option(
            names = "--hold-out",
            paramLabel = "WHAT",
            description = "To say when to stop and how wide intervals are: auto (default), time, groups, none.")
    private @Nullable String holdOut;

    @Option(
            names = "--restarts",
            paramLabel = "N",
            description =
                    "Networks with other first values, whose predictions are averaged; else 5 where that is cheap.")
    private @Nullable Integer restarts;

    @Option(names = "--refit", description = "Train again on all rows, for the best number of epochs.")
    private boolean refit;

    @Option(
            names = "--sampling",
            paramLabel = "WHAT",
            description =
                    "Fed back in training where the output is: teacher (the truth, default), closed (the output), or the truth less and less: linear(0, 100), exponential(0.99), inverse-sigmoid(20).")
    private @Nullable String sampling;

    @Option(
            names = "--precision",
            paramLabel = "WHAT",
            description = "Of the network's numbers: single (default), double.")
    private @Nullable String precision;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Of all that is random; 1 by default.")
    private long seed;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "Else all processors; the result does not depend on it.")
    private int threads;

    @Option(
            names = "--engine",
            paramLabel = "NAME",
            description =
                    "Of matrix products: auto (default: vector if Java was started with --add-modules jdk.incubator.vector and it is faster, else java), java, vector, or blas (OpenBLAS, Java 22 on).")
    private @Nullable String engine;

    RnnRegression on(RnnRegression model, boolean echo) {
        if (echo) {
            Given.refuse(
                    "--model esn",
                    Given.of("--loss", loss),
                    Given.of("--optimizer", optimizer),
                    Given.of("--rate", rate),
                    Given.of("--schedule", schedule),
                    Given.of("--epochs", epochs),
                    Given.of("--patience", patience),
                    Given.of("--clip", clip),
                    Given.of("--batch", batch),
                    Given.of("--truncate", truncate),
                    Given.of("--vary-lengths", varyLengths),
                    Given.of("--restarts", restarts),
                    Given.of("--refit", refit),
                    Given.of("--sampling", sampling),
                    Given.of("--precision", precision),
                    Given.of("--engine", engine));
        }
        RnnRegression lossy = loss == null ? model : model.loss(Losses.named(loss));
        return lossy.training(training(lossy.training()));
    }

    private Training training(Training given) {
        Training t = given.seed(seed).threads(threads).refit(refit).varyLengths(varyLengths);
        if (optimizer != null) {
            boolean lbfgs = optimizer.strip().equalsIgnoreCase("lbfgs");
            double usual = lbfgs ? Optimizers.lbfgs().rate() : t.optimizer().rate();
            t = t.optimizer(Optimizers.named(optimizer, usual));
        }
        t = rate == null ? t : t.rate(rate);
        t = epochs == null ? t : t.epochs(epochs);
        t = patience == null ? t : t.patience(patience);
        t = clip == null ? t : t.clip(clip);
        t = batch == null ? t : t.batch(batch);
        t = truncate == null ? t : t.truncate(truncate);
        if (restarts != null && restarts < 1) {
            throw new IllegalArgumentException("restarts must be 1 or more, got " + restarts);
        }
        t = restarts == null ? t : t.restarts(restarts);
        if (holdOut != null) {
            t = t.holdOut(DesignFlags.choice("--hold-out", holdOut, Training.HoldOut.values()));
        }
        if (precision != null) {
            t = t.precision(DesignFlags.choice("--precision", precision, Precision.values()));
        }
        if (engine != null) {
            t = t.engine(DesignFlags.choice("--engine", engine, Engine.values()));
            checkEngine(t);
        }
        if (sampling != null) {
            t = t.sampling(Sampling.named(sampling));
        }
        if (schedule != null) {
            t = t.schedule(Schedule.named(schedule));
        }
        return t;
    }

    /** An engine that is not there, or does not suit the precision, is refused before rows are read. */
    private static void checkEngine(Training t) {
        try {
            boolean doubles = t.precision() == Precision.DOUBLE || t.optimizer() instanceof Optimizers.Lbfgs;
            Kernels.of(doubles ? Precision.DOUBLE : Precision.SINGLE, t.engine());
        } catch (IllegalStateException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }
}
