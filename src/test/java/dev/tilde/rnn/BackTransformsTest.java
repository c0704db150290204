package dev.tilde.rnn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tilde.data.Dataset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BackTransformsTest {
    /** What the network would put out if it were right is the response again, wherever its past is known. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "y",
                "log(y)",
                "log1p(y)",
                "log2(y)",
                "log10(y)",
                "log(y, 3)",
                "sqrt(y)",
                "exp(y)",
                "expm1(y)",
                "logit(p)",
                "boxcox(y, 0)",
                "boxcox(y, 0.3)",
                "boxcox(y, -0.5)",
                "boxcox(y, lambda = 1e-9)",
                "diff(boxcox(y, 0.5), 12)",
                "scale(y)",
                "standardize(log(y))",
                "center(y)",
                "I(2 * y - 3)",
                "I(1 - y / 4)",
                "I(-y)",
                "log(y + 1)",
                "I(y / x2)",
                "diff(y)",
                "diff(y, 12)",
                "diff(log(y), 12)",
                "diff(y, 2, differences = 2)",
                "diff(diff(log(y), 12))",
                "scale(diff(log(y)))",
                "log(I(2 + diff(y)))",
                "each(log(y))",
                "cbind(log(y), diff(p))",
                "lead(y)",
                "lead(log(y), 0:3)",
                "lead(diff(log(y)), 0:3)",
                "diff(lead(y, 1:3), 12)"
            })
    void comesBack(String response) {
        Dataset d = Panels.months(40);
        double[] y = d.numbers("y");
        double[] p = new double[y.length];
        double[] x2 = new double[y.length];
        for (int i = 0; i < y.length; i++) {
            p[i] = 1 / (1 + Math.exp(Math.sin(i) + 0.2));
            x2[i] = 1 + i % 3;
        }
        d = d.with("p", p).with("x2", x2);
        Sequences s = Panels.learn(response + " ~ x | id", d);
        int outputs = s.outputs();
        int seen = 0;
        for (int g = 0; g < 2; g++) {
            History history = s.history(g);
            for (int t = 0; t < 40; t++) {
                double[] z = new double[outputs];
                double[] out = new double[outputs];
                System.arraycopy(s.y(g), t * outputs, z, 0, outputs);
                s.original(g, t, z, history, out);
                for (int o = 0; o < outputs; o++) {
                    Responses r = s.layout().responses();
                    double truth = history.at(r.baseOf(o), t + r.lead(o));
                    boolean all = true;
                    for (int k = 0; k <= o; k++) {
                        all &= !Double.isNaN(z[k]);
                    }
                    if (all) {
                        assertThat(out[o])
                                .as(response + " " + o + " at " + t)
                                .isCloseTo(truth, within(1e-12 * Math.max(1, truth)));
                        seen++;
                    }
                }
            }
        }
        assertThat(seen).isGreaterThan(40);
    }

    /** A network that always says 0.01 on the scale of the formula. */
    @Test
    void integratesForecastsFromTheirOwnPast() {
        Dataset d = Panels.months(40);
        Sequences fit = Panels.learn("diff(diff(log(y), 12)) ~ lag(log(y), 1:2) | id", d);
        Sequences s = fit.layout().forecast(d.source(), 15, null);
        Responses r = fit.layout().responses();
        double z = (0.01 - r.mean(0)) / r.sd(0);
        History history = s.history(0);
        assertThat(s.future(0)).isEqualTo(40);
        assertThat(s.length(0)).isEqualTo(55);
        double[] log = new double[55];
        for (int t = 0; t < 40; t++) {
            log[t] = Math.log(d.numbers("y")[40 + t]);
        }
        for (int t = 40; t < 55; t++) {
            double[] x = s.x(0);
            assertThat(s.isOpen(0, t)).isEqualTo(t > 40);
            assertThat(s.fill(0, t, history, x, t * 2)).isTrue();
            assertThat(x[2 * t]).isCloseTo(fit.layout().inputs().scaled(0, log[t - 1]), within(1e-11));
            double[] out = new double[1];
            s.original(0, t, new double[] {z}, history, out);
            s.close(t, out, history);
            log[t] = 0.01 + log[t - 1] + log[t - 12] - log[t - 13];
            assertThat(out[0]).isCloseTo(Math.exp(log[t]), within(1e-11));
        }
    }

    /** Differences of a horizon are integrated from the row's own predictions, not from rows that come later. */
    @Test
    void integratesHorizonsFromTheRow() {
        Dataset d = Panels.months(20);
        Sequences s = Panels.learn("diff(y) ~ x | by(id) + horizon(3)", d);
        assertThat(s.layout().responses().names()).containsExactly("diff(y)+0", "diff(y)+1", "diff(y)+2");
        Responses r = s.layout().responses();
        double[] z = new double[3];
        for (int o = 0; o < 3; o++) {
            z[o] = (1 - r.mean(o)) / r.sd(o);
        }
        double[] out = new double[3];
        s.original(0, 19, z, s.history(0), out);
        double y = d.numbers("y")[20 + 18];
        assertThat(out).usingComparatorWithPrecision(1e-12).containsExactly(y + 1, y + 2, y + 3);
    }
}
