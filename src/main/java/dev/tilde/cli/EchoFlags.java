package dev.tilde.cli;

import dev.tilde.rnn.EchoState;
import dev.tilde.rnn.RnnRegression;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The reservoir of an echo state network. */
final class EchoFlags {
    @Option(
            names = "--radius",
            paramLabel = "R",
            description = "Spectral radius of the reservoir of esn; 0.9 by default.")
    private @Nullable Double radius;

    @Option(
            names = "--leak-rate",
            paramLabel = "A",
            description = "Leak rate of esn, above 0 to 1; else by rows held out.")
    private @Nullable Double leakRate;

    @Option(
            names = "--input-scale",
            paramLabel = "S",
            description = "Scale of the inputs of esn; else by rows held out.")
    private @Nullable Double inputScale;

    @Option(
            names = "--connections",
            paramLabel = "N",
            description = "Units that each unit of esn hears; 10 by default.")
    private @Nullable Integer connections;

    @Option(
            names = "--washout",
            paramLabel = "N",
            description = "First steps of each sequence that esn does not fit; else a tenth, at most 100.")
    private @Nullable Integer washout;

    RnnRegression on(RnnRegression model, NetworkFlags network) {
        if (!network.isEcho()) {
            Given.refuse(
                    "a network that is no esn",
                    Given.of("--radius", radius),
                    Given.of("--leak-rate", leakRate),
                    Given.of("--input-scale", inputScale),
                    Given.of("--connections", connections),
                    Given.of("--washout", washout));
            return model;
        }
        EchoState echo = EchoState.DEFAULTS.seed(model.training().seed());
        if (network.hidden() != null) {
            echo = echo.units(network.hidden());
        }
        if (radius != null) {
            echo = echo.spectralRadius(radius);
        }
        if (leakRate != null) {
            echo = echo.leakRate(leakRate);
        }
        if (inputScale != null) {
            echo = echo.inputScale(inputScale);
        }
        if (connections != null) {
            echo = echo.connections(connections);
        }
        if (washout != null) {
            echo = echo.washout(washout);
        }
        return model.esn(echo);
    }
}
