package dev.tilde.cli;

import dev.tilde.json.Json;
import dev.tilde.report.Block;
import dev.tilde.report.Document;
import dev.tilde.report.Numbers;
import dev.tilde.report.Section;
import dev.tilde.report.Text;
import dev.tilde.rnn.Epoch;
import dev.tilde.rnn.RnnFit;
import dev.tilde.rnn.Score;
import dev.tilde.rnn.SequenceSpec;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a training came to.
 *
 * @param target what the file of the model is called
 * @param interrupted whether it was asked to stop
 */
record TrainOutcome(RnnFit fit, Input input, String target, boolean interrupted) {
    private static final int SCHEMA = 1;

    /** Whether there is more than the start of an interrupted training. */
    boolean isTrained() {
        return !interrupted
                || fit.model().echo().isPresent()
                || fit.history().stream().anyMatch(h -> last(h) != null && last(h).number() > 0);
    }

    private static @Nullable Epoch last(List<Epoch> history) {
        return history.isEmpty() ? null : history.get(history.size() - 1);
    }

    /** The epoch whose parameters were kept: the best one held out, else the last. */
    private static @Nullable Epoch kept(List<Epoch> history) {
        Epoch last = last(history);
        if (last == null
                || Double.isNaN(last.stop()) && Double.isNaN(history.get(0).stop())) {
            return last;
        }
        return history.stream().filter(Epoch::best).reduce((a, b) -> b).orElse(last);
    }

    /** @throws Refusal if the parameters that were kept are those of a loss that is no number */
    void refuseDiverged() {
        for (List<Epoch> restart : fit.history()) {
            Epoch kept = kept(restart);
            if (kept != null && kept.number() > 0 && !Double.isFinite(kept.train())) {
                throw new Refusal(
                        Refusal.Blame.TRAINING,
                        "training diverged: after epoch " + kept.number() + " the loss is no number; nothing is saved",
                        "A smaller --rate or --clip helps; --hold-out auto keeps the best epoch.");
            }
        }
    }

    /** {@code stopped after 31 epochs; kept epoch 29 in m.tilde (RMSE held out 1.65)}. */
    String stopped(@Nullable Path checkpoint) {
        List<Epoch> last = new ArrayList<>();
        List<Epoch> kept = new ArrayList<>();
        for (List<Epoch> restart : fit.history()) {
            Epoch end = last(restart);
            Epoch best = kept(restart);
            if (end != null && best != null) {
                last.add(end);
                kept.add(best);
            }
        }
        String rmse = fit.scores().stream()
                .filter(Score::heldOut)
                .reduce((a, b) -> b)
                .map(s -> " (RMSE held out " + Numbers.significant(s.rmse(), 4) + ")")
                .orElse("");
        String words = last.isEmpty()
                ? "interrupted; the model is in "
                : "stopped at " + numbers(last) + "; kept " + numbers(kept) + " in ";
        return words
                + target
                + rmse
                + (checkpoint == null || last.isEmpty() ? "" : "; the same command goes on from " + checkpoint);
    }

    private static String numbers(List<Epoch> epochs) {
        return (epochs.size() == 1 ? "epoch " : "epochs ")
                + epochs.stream().map(e -> Integer.toString(e.number())).collect(Collectors.joining(", "));
    }

    OutputOptions.Content content(Format form, int width, boolean unicode) {
        return switch (form) {
            case JSON -> {
                String json = json().pretty() + "\n";
                yield out -> out.write(json);
            }
            case CSV -> this::csv;
            case TEXT, MARKDOWN, HTML -> {
                String text = form.render(summary(), width, unicode);
                yield out -> out.write(text);
            }
        };
    }

    /** The summary without what names a method of Java. */
    private Document summary() {
        Document full = fit.summary();
        List<Section> sections = new ArrayList<>();
        for (Section section : full.sections()) {
            List<Block> blocks = new ArrayList<>();
            for (Block block : section.blocks()) {
                blocks.add(
                        block instanceof Block.Definitions d
                                ? new Block.Definitions(d.entries().stream()
                                        .filter(e -> e.text().runs().stream()
                                                .map(Text.Run::text)
                                                .noneMatch(t -> t.endsWith("importance()")))
                                        .toList())
                                : block);
            }
            sections.add(new Section(section.id(), section.title(), section.lead(), blocks));
        }
        return new Document(full.eyebrow(), full.title(), full.formula(), full.subtitle(), sections);
    }

    private void csv(Writer out) throws IOException {
        CsvLine.write(out, "model", "rows", "count", "rmse", "mae", "r_squared", "mase");
        for (Score s : fit.scores()) {
            CsvLine.write(
                    out,
                    s.model(),
                    rows(s),
                    Integer.toString(s.count()),
                    CsvLine.number(s.rmse()),
                    CsvLine.number(s.mae()),
                    CsvLine.number(s.r2()),
                    CsvLine.number(s.mase()));
        }
    }

    private static String rows(Score s) {
        return s.heldOut() ? "held_out" : "train";
    }

    /** Schema 1; numbers that do not exist are null. */
    private Json json() {
        SequenceSpec spec = fit.sequences();
        List<Json> scores = new ArrayList<>();
        for (Score s : fit.scores()) {
            scores.add(Json.object(
                    "model", Json.of(s.model()),
                    "rows", Json.of(rows(s)),
                    "count", Json.of(s.count()),
                    "rmse", Json.of(s.rmse()),
                    "mae", Json.of(s.mae()),
                    "r_squared", Json.of(s.r2()),
                    "mase", Json.of(s.mase())));
        }
        return Json.object(
                "schema",
                Json.of(SCHEMA),
                "formula",
                Json.of(fit.formula().source()),
                "convention",
                Json.of(fit.formula().conventions().name()),
                "model",
                Json.of(
                        scores.isEmpty()
                                ? ""
                                : fit.scores().get(fit.scores().size() - 1).model()),
                "parameters",
                Json.of(fit.parameters()),
                "level",
                Json.of(fit.model().level()),
                "seed",
                Json.of(Long.toString(fit.model().training().seed())),
                "interrupted",
                Json.of(interrupted),
                "sequences",
                Json.object(
                        "groups", Json.of(spec.by()),
                        "order", Json.of(spec.order()),
                        "window", Json.of(spec.window()),
                        "horizon", Json.of(spec.horizon()),
                        "pattern", Json.of(DesignFlags.word(spec.pattern())),
                        "constant", Json.of(spec.statics())),
                "scores",
                new Json.Arr(scores),
                "restarts",
                new Json.Arr(fit.history().stream().map(TrainOutcome::restart).toList()),
                "notes",
                Json.of(fit.notes()),
                "provenance",
                Json.object(
                        "tilde", Json.of(Version.tilde()),
                        "java", Json.of(Version.java()),
                        "data", Json.of(input.label()),
                        "file", Json.of(target)));
    }

    private static Json restart(List<Epoch> history) {
        Epoch kept = kept(history);
        return Json.object(
                "kept_epoch", kept == null ? Json.none() : Json.of(kept.number()),
                "train", Json.of(history.stream().mapToDouble(Epoch::train).toArray()),
                "held_out", Json.of(history.stream().mapToDouble(Epoch::stop).toArray()));
    }
}
