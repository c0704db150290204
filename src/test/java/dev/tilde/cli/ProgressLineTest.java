package dev.tilde.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tilde.rnn.Epoch;
import dev.tilde.rnn.Progress;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProgressLineTest {
    private static final long SECOND = 1_000_000_000L;

    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Interrupt interrupt = new Interrupt();
    private long now = 5 * SECOND;

    private ProgressLine line(ProgressLine.Display display, int width, Charset charset) {
        Console console =
                new Console(InputStream.nullInputStream(), OutputStream.nullOutputStream(), err, charset, width, true);
        return new ProgressLine(console, display, interrupt, 40, ProgressLine.QUIET, () -> now);
    }

    private ProgressLine line(ProgressLine.Display display) {
        return line(display, 80, StandardCharsets.UTF_8);
    }

    private static Epoch epoch(int restart, int number, double stop, boolean best) {
        return new Epoch(restart, number, 500, 0.5, stop, best, 0.005, 1, 0);
    }

    private String said() {
        String said = err.toString(StandardCharsets.UTF_8);
        err.reset();
        return said;
    }

    /** 31 epochs in 31 s, the best at 29: 38 more without a better one, 469 at most. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "80; UTF-8; epoch 31/500  held out 0.1664, best 0.1651 at 29  \u2501\u2501\u2501\u2501\u2500\u2500\u2500\u2500\u2500\u2500  0:38 to 7:49 left",
                "100; UTF-8; epoch 31/500  held out 0.1664, best 0.1651 at 29"
                        + "  \u2501\u2501\u2501\u2501\u2501\u2501\u2501\u2501\u2501\u2500\u2500\u2500\u2500\u2500\u2500\u2500\u2500\u2500\u2500\u2500  0:38 to 7:49 left",
                "100; US-ASCII; epoch 31/500  held out 0.1664, best 0.1651 at 29"
                        + "  #########...........  0:38 to 7:49 left",
                "60; UTF-8; epoch 31/500  held out 0.1664, best 0.1651 at 29",
                "40; UTF-8; epoch 31/500  held out 0.1664, best 0.1",
            })
    void writesOverOneLine(int width, String charset, String expected) {
        ProgressLine line = line(ProgressLine.Display.REWRITTEN, width, Charset.forName(charset));
        line.begins(Progress.Phase.TRAINING, 1);
        line.after(epoch(0, 0, 0.9, true));
        line.after(epoch(0, 29, 0.1651, true));
        line.after(epoch(0, 31, 0.1664, false));
        now += 31 * SECOND;
        line.draw();
        assertThat(said()).isEqualTo("\r" + expected);
        line.close();
        assertThat(said()).isEqualTo("\r" + " ".repeat(expected.length()) + "\r");
    }

    @Test
    void countsAllRestarts() {
        ProgressLine line = line(ProgressLine.Display.REWRITTEN);
        line.begins(Progress.Phase.TRAINING, 5);
        line.after(epoch(0, 0, 0.9, true));
        line.after(epoch(0, 10, 0.8, true));
        line.after(epoch(0, 50, 0.85, false));
        line.after(epoch(1, 0, 0.9, true));
        line.after(epoch(1, 10, 0.7, true));
        now += 60 * SECOND;
        line.draw();
        // The first is through; of the second 40 to 490 are left, of three others 40 to 500 each.
        assertThat(said()).isEqualTo("\rrestart 2/5, epoch 10/500  held out 0.7, best 0.7 at 10  2:40 to 33:10 left");
    }

    /** What went before a checkpoint says nothing of the pace. */
    @Test
    void measuresThePaceOfThisRun() {
        ProgressLine line = line(ProgressLine.Display.REWRITTEN, 120, StandardCharsets.US_ASCII);
        line.begins(Progress.Phase.TRAINING, 1);
        line.after(epoch(0, 401, 0.8, true));
        line.after(epoch(0, 402, 0.7, true));
        now += 4 * SECOND;
        line.draw();
        assertThat(said()).endsWith("1:20 to 3:16 left");
    }

    @Test
    void saysALineEveryTenthOrHalfMinute() {
        ProgressLine line = line(ProgressLine.Display.LINES);
        line.begins(Progress.Phase.SEQUENCES, 1);
        line.draw();
        assertThat(said()).isEmpty();
        for (int i = 0; i < 62; i++) {
            now += SECOND;
            line.draw();
        }
        assertThat(said().lines())
                .containsExactly("preparing sequences, 0:01", "preparing sequences, 0:31", "preparing sequences, 1:01");
        line.begins(Progress.Phase.TRAINING, 1);
        for (int i = 0; i <= 500; i++) {
            line.after(epoch(0, i, Double.NaN, false));
            now += SECOND / 10;
            line.draw();
        }
        List<String> lines = said().lines().toList();
        assertThat(lines).hasSize(11);
        assertThat(lines.get(1)).startsWith("epoch 50/500  loss 0.5  ").endsWith(" left");
        assertThat(lines.get(10)).isEqualTo("epoch 500/500  loss 0.5  0:00 left");
    }

    @Test
    void saysNothingOfWhatIsShort() {
        ProgressLine line = line(ProgressLine.Display.REWRITTEN);
        line.begins("reading");
        now += SECOND - 1;
        line.draw();
        line.close();
        assertThat(said()).isEmpty();
    }

    @Test
    void makesRoomForNotes() {
        Console console = new Console(
                InputStream.nullInputStream(), OutputStream.nullOutputStream(), err, StandardCharsets.UTF_8, 80, true);
        console.overwrite("reading");
        console.say("note: x");
        assertThat(said()).isEqualTo("\rreading\r       \rnote: x\n");
        console.overwrite("longer");
        console.overwrite("short");
        assertThat(said()).isEqualTo("\rlonger\rshort ");
    }

    /** The end of the process waits for what is to be kept, and only for that. */
    @Test
    @Timeout(20)
    void stopsWhenAsked() throws InterruptedException {
        ProgressLine line = line(ProgressLine.Display.LINES);
        interrupt.request(); // returns: nothing is to be kept yet
        assertThat(line.goesOn()).isFalse();
        line.begins(Progress.Phase.TRAINING, 1);
        Thread end = new Thread(interrupt::request);
        end.start();
        assertThat(line.after(epoch(0, 1, 1, true))).isFalse();
        now += 2 * SECOND;
        line.draw();
        assertThat(said()).startsWith("stopping; the best epoch so far is kept\n");
        assertThat(end.isAlive()).isTrue();
        interrupt.done();
        end.join();
    }
}
