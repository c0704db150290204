package dev.tilde.rnn;

import java.nio.file.*;
import org.junit.jupiter.api.Test;

class TryOut {
    @Test
    void draws() throws Exception {
        StringBuilder page =
                new StringBuilder("<body style='margin:0;display:flex;flex-wrap:wrap;gap:8px;background:#888'>");
        for (Structure.Kind kind : Structure.Kind.values()) {
            if (kind == Structure.Kind.AUTO
                    || kind == Structure.Kind.PEEPHOLE
                    || kind == Structure.Kind.COUPLED
                    || kind == Structure.Kind.GRID
                    || kind == Structure.Kind.GRID_LSTM
                    || kind == Structure.Kind.LEAKY
                    || kind == Structure.Kind.LSTM
                    || kind == Structure.Kind.LAYER_NORM
                    || kind == Structure.Kind.RESET_BEFORE) continue;
            Structure s = Structure.of(kind).hidden(8);
            add(page, s, false, false, kind == Structure.Kind.OUTPUT);
        }
        add(page, Structure.of(Structure.Kind.GRU).hidden(8).bidirectional(true), false, false, false);
        add(page, Structure.of(Structure.Kind.LSTM).hidden(8).layers(2), false, true, false);
        add(page, Structure.of(Structure.Kind.GRU).hidden(8), false, false, true);
        add(page, Structure.of(Structure.Kind.GRU).hidden(8), true, false, false);
        Files.writeString(Path.of("/tmp/w9d-graphs.html"), page);
    }

    private static void add(StringBuilder page, Structure s, boolean echo, boolean last, boolean reads) {
        page.append(new Graphs(s, echo, last, reads).folded().svg());
        page.append(new Graphs(s, echo, last, reads).unfolded().svg());
    }
}
