package dev.tilde.rnn;

import dev.tilde.report.Block;
import dev.tilde.report.Document;
import dev.tilde.report.Section;
import dev.tilde.report.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The summary of a fit. */
final class RnnSummary {
    private RnnSummary() {}

    static String name(RnnFit fit) {
        return fit.core instanceof EchoCore
                ? "echo state network"
                : fit.structure.kind().words();
    }

    static String line(RnnFit fit) {
        return name(fit) + " " + fit.formula.source();
    }

    static Document of(RnnFit fit) {
        StringBuilder lines = new StringBuilder();
        for (Score s : fit.scores()) {
            lines.append(String.format(
                    Locale.ROOT,
                    "%-24s %-8s n %5d  rmse %10.4g  mae %10.4g  r2 %6.3f  mase %6.3f%n",
                    s.model(),
                    s.heldOut() ? "held out" : "train",
                    s.count(),
                    s.rmse(),
                    s.mae(),
                    s.r2(),
                    s.mase()));
        }
        List<Block> blocks = new ArrayList<>();
        blocks.add(new Block.Code(lines.toString(), ""));
        fit.notes().forEach(note -> blocks.add(new Block.Prose(Text.of(note))));
        return new Document("", line(fit), List.of(), Text.NONE, List.of(new Section("scores", "", Text.NONE, blocks)));
    }
}
