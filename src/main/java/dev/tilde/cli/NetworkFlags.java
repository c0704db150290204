package dev.tilde.cli;

import dev.tilde.rnn.RnnRegression;
import dev.tilde.rnn.Structure;
import dev.tilde.rnn.Structure.Kind;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What the network looks like. */
final class NetworkFlags {
    private static final String ECHO = "esn";

    @Option(
            names = {"-m", "--model"},
            paramLabel = "KIND",
            description = "gru (default), lstm, rnn, esn, peephole, coupled, layer-norm, reset-before, leaky, skip,"
                    + " clockwork, tdnn, output, grid, grid-four, grid-lstm or grid-lstm-four.")
    private @Nullable String kind;

    @Option(
            names = "--hidden",
            paramLabel = "N",
            description = "Units of each layer; else 8 to 64 by the number of steps, of esn up to 400.")
    private @Nullable Integer hidden;

    @Option(names = "--layers", paramLabel = "N", description = "Layers, one on the other; 1 by default.")
    private @Nullable Integer layers;

    @Option(names = "--bidirectional", description = "Each layer reads sequences in both directions.")
    private boolean bidirectional;

    @Option(names = "--dropout", paramLabel = "P", description = "Share dropped between layers in training.")
    private @Nullable Double dropout;

    @Option(names = "--recurrent-dropout", paramLabel = "P", description = "Share of the state dropped in training.")
    private @Nullable Double recurrentDropout;

    @Option(
            names = {"--delays", "--periods", "--dilations"},
            paramLabel = "LIST",
            description = "Steps of skip (1,7), clockwork (1,2,4,8) or tdnn (1,2,4), with commas between.")
    private @Nullable String steps;

    @Option(names = "--taps", paramLabel = "N", description = "Taps of each convolution of tdnn; 3 by default.")
    private @Nullable Integer taps;

    @Option(names = "--alpha", paramLabel = "A", description = "Fix alpha of leaky units; else it is trained.")
    private @Nullable Double alpha;

    @Option(names = "--relu", description = "Units of rnn and tdnn are max(0, x) and not tanh.")
    private boolean relu;

    @Option(
            names = "--memory",
            paramLabel = "N",
            description = "First values of gates for dependencies over up to N steps.")
    private @Nullable Integer memory;

    boolean isEcho() {
        return kind != null && kind.strip().equalsIgnoreCase(ECHO);
    }

    /** Units that are asked for; null to leave it to the data. */
    @Nullable
    Integer hidden() {
        return hidden;
    }

    RnnRegression on(RnnRegression model) {
        if (isEcho()) {
            Given.refuse(
                    "--model esn",
                    Given.of("--layers", layers),
                    Given.of("--bidirectional", bidirectional),
                    Given.of("--dropout", dropout),
                    Given.of("--recurrent-dropout", recurrentDropout),
                    Given.of("--delays, --periods and --dilations", steps),
                    Given.of("--taps", taps),
                    Given.of("--alpha", alpha),
                    Given.of("--relu", relu),
                    Given.of("--memory", memory));
            return model;
        }
        Kind cells = kind == null ? Kind.AUTO : Kind.named(kind);
        String words = "--model " + DesignFlags.word(cells);
        only(words, cells, steps != null, "--delays, --periods and --dilations", Kind.SKIP, Kind.CLOCKWORK, Kind.TDNN);
        only(words, cells, taps != null, "--taps", Kind.TDNN);
        only(words, cells, alpha != null, "--alpha", Kind.LEAKY);
        only(words, cells, relu, "--relu", Kind.RNN, Kind.TDNN);
        only(
                words,
                cells,
                memory != null,
                "--memory",
                Kind.AUTO,
                Kind.GRU,
                Kind.RESET_BEFORE,
                Kind.LSTM,
                Kind.PEEPHOLE,
                Kind.COUPLED,
                Kind.LAYER_NORM,
                Kind.RNN);
        Structure structure = Structure.of(cells);
        if (steps != null) {
            structure = structure.steps(numbers(steps));
        }
        if (taps != null) {
            structure = structure.taps(taps);
        }
        if (alpha != null) {
            structure = structure.leak(alpha);
        }
        if (hidden != null) {
            structure = structure.hidden(hidden);
        }
        if (layers != null) {
            structure = structure.layers(layers);
        }
        structure = structure.relu(relu).bidirectional(bidirectional);
        structure = memory == null ? structure : structure.memory(memory);
        return model.structure(
                structure.dropout(dropout == null ? 0 : dropout, recurrentDropout == null ? 0 : recurrentDropout));
    }

    private static void only(String words, Kind cells, boolean given, String option, Kind... kinds) {
        List<Kind> those = Arrays.asList(kinds);
        if (given && !those.contains(cells)) {
            List<String> names = those.stream().map(DesignFlags::word).toList();
            throw new Refusal(
                    Refusal.Blame.USAGE,
                    option + " " + (option.contains(" ") ? "are" : "is") + " for " + String.join(", ", names)
                            + (cells == Kind.AUTO ? "; add --model" : ", not for " + words),
                    "");
        }
    }

    private static int[] numbers(String list) {
        try {
            return CommaList.of(list).stream()
                    .mapToInt(n -> Integer.parseInt(n.strip()))
                    .toArray();
        } catch (NumberFormatException e) {
            throw new Refusal(
                    Refusal.Blame.USAGE,
                    "--delays, --periods and --dilations are whole numbers with commas between, not "
                            + Failures.quoted(list),
                    "");
        }
    }
}
