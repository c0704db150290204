package dev.tilde.rnn;

import dev.tilde.Tilde;
import java.nio.file.*;
import org.junit.jupiter.api.Test;

class TryOut {
    @Test
    void shows() {
        for (String[] c : new String[][] {
            {"AirPassengers", "log(passengers) ~ lag(log(passengers), 1:13) | order(year, month)"},
            {"ChickWeight", "weight ~ Time + Diet + lag(weight) | Chick"},
        }) {
            RnnFit fit = Tilde.rnn(c[1], Tilde.dataset(c[0]));
            System.out.println(fit.summary());
            fit.report().save(Path.of("/tmp/w9d-" + c[0] + ".html"));
        }
    }
}
