package dev.tilde.rnn;

import dev.tilde.Tilde;
import org.junit.jupiter.api.Test;

class TryOut {
    @Test
    void shows() {
        for (String[] c : new String[][] {
            {"AirPassengers", "log(value) ~ lag(log(value), 1:13)"},
            {"ChickWeight", "weight ~ Time + Diet + lag(weight) | Chick"},
            {"Orange", "circumference ~ age | Tree"},
        }) {
            long t0 = System.nanoTime();
            RnnFit fit;
            try {
                fit = Tilde.rnn(c[1], Tilde.dataset(c[0]));
            } catch (RuntimeException e) {
                System.out.println(e);
                continue;
            }
            long t1 = System.nanoTime();
            System.out.println(fit.summary());
            System.out.println("fit " + (t1 - t0) / 1000000 + " ms, summary " + (System.nanoTime() - t1) / 1000000);
            System.out.println(fit);
        }
    }
}
