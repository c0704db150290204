package dev.tilde.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConsoleTest {
    private static String fit(Charset charset, int width) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Console console =
                new Console(InputStream.nullInputStream(), out, OutputStream.nullOutputStream(), charset, width);
        assertThat(Main.run(console, "fit", "airquality", "Ozone ~ Wind")).isZero();
        return out.toString(charset.equals(StandardCharsets.US_ASCII) ? StandardCharsets.UTF_8 : charset);
    }

    @ParameterizedTest
    @CsvSource({"UTF-8, R\u00b2 0.362, true", "US-ASCII, R^2 0.362, false", "ISO-8859-1, R^2 0.362, false"})
    void drawsWhatTheTerminalHas(String charset, String expected, boolean lines) {
        String text = fit(Charset.forName(charset), 80);
        assertThat(text).contains(expected);
        assertThat(text.contains("\u2500")).isEqualTo(lines);
    }

    @Test
    void messagesDoNotDriveTheTerminal() {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        InputStream in =
                new java.io.ByteArrayInputStream("\u001b[31mred,y\n1,2\n2,3\n4,4\n".getBytes(StandardCharsets.UTF_8));
        Console console = new Console(in, OutputStream.nullOutputStream(), err, StandardCharsets.UTF_8, 80);
        assertThat(Main.run(console, "fit", "-", "y ~ x")).isEqualTo(4);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains("\uFFFD[31mred")
                .doesNotContain("\u001b");
    }

    @Test
    void writesJsonInUtf8WhateverTheTerminal() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        InputStream in = new java.io.ByteArrayInputStream("\u00fc,y\n1,2\n2,3\n4,4\n".getBytes(StandardCharsets.UTF_8));
        Console console = new Console(in, out, OutputStream.nullOutputStream(), StandardCharsets.ISO_8859_1, 80);
        assertThat(Main.run(console, "fit", "-", "y ~ \u00fc", "-f", "json")).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("\"y ~ \u00fc\"");
    }

    @ParameterizedTest
    @CsvSource({"120, 120", "'', 80", "wide, 80", "0, 80", "99999, 80"})
    void takesTheWidthOfTheEnvironment(String columns, int width) {
        assertThat(Console.columns(columns)).isEqualTo(width);
    }

    @Test
    void keepsToTheWidth() {
        assertThat(fit(StandardCharsets.UTF_8, 50).lines()).allMatch(l -> l.length() <= 50);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "Broken pipe; 0; ''",
                "No space left on device; 1; error: the output cannot be written: No space left on device"
            })
    void endsWhenNobodyReads(String failure, int exit, String said) {
        OutputStream closed = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException(failure);
            }
        };
        for (String[] args : new String[][] {
            {"data"},
            {"data", "-f", "json"},
            {"--help"},
            {"matrix", "quakes", "~ ."},
            {"matrix", "quakes", "~ .", "-f", "csv"}
        }) {
            ByteArrayOutputStream err = new ByteArrayOutputStream();
            assertThat(Main.run(InputStream.nullInputStream(), closed, err, args))
                    .as(String.join(" ", args))
                    .isEqualTo(exit);
            assertThat(err.toString(StandardCharsets.UTF_8).strip()).isEqualTo(said);
        }
    }
}
