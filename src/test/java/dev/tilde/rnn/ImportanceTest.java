package dev.tilde.rnn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tilde.Tilde;
import dev.tilde.data.Dataset;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImportanceTest {
    private static final Dataset DATA = SequenceFits.delayed(10, 60);

    @Test
    void findsTheTermAndItsLag() {
        RnnFit fit = SequenceFits.fit(SequenceFits.shortly(RnnRegression.DEFAULTS, 60), "y ~ x + junk | id", DATA);
        List<TermImportance> terms = fit.importance();
        assertThat(terms).extracting(TermImportance::term).containsExactly("x", "junk");
        assertThat(terms.get(0).increase())
                .isGreaterThan(10 * Math.abs(terms.get(1).increase()));
        assertThat(terms.get(0).peak()).isEqualTo(2);
        assertThat(terms.get(0).columns()).isEmpty();
        assertThat(fit.importance()).isEqualTo(terms);
        assertThat(fit.summary().toString()).contains("x ", "(lag 2)");
    }

    /** The response follows x two steps before. */
    @ParameterizedTest
    @ValueSource(
            strings = {"lag(x, 1:3)", "lag(exp(x), 1:3)", "lag(x, n = 1:3)", "lag(ifelse(x > 2, 2, x), c(1, 2, 3))"})
    void looksAtLagsOneByOne(String term) {
        RnnFit fit =
                SequenceFits.fit(SequenceFits.shortly(RnnRegression.DEFAULTS, 5), "y ~ " + term + " + junk | id", DATA);
        TermImportance lags = fit.importance().get(0);
        assertThat(lags.columns()).extracting(TermImportance.LagImportance::lag).containsExactly(1, 2, 3);
        assertThat(lags.columns().get(1).increase())
                .isGreaterThan(5 * Math.abs(lags.columns().get(0).increase()));
        assertThat(lags.peak()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"lag(x, 2)", "lag(exp(x), 2)", "lag(lag(x))"})
    void knowsTheLagOfOneColumn(String term) {
        RnnFit fit = SequenceFits.fit(SequenceFits.shortly(RnnRegression.DEFAULTS, 5), "y ~ " + term + " | id", DATA);
        assertThat(fit.importance().get(0).peak()).isEqualTo(2);
    }

    @Test
    void alignsResiduals() {
        RnnFit fit = SequenceFits.fit(SequenceFits.shortly(RnnRegression.DEFAULTS, 2), "y ~ lag(x, 2) | id", DATA);
        double[] e = fit.residuals();
        double[] f = fit.fitted();
        double[] y = DATA.numbers("y");
        for (int i = 0; i < y.length; i++) {
            if (i % 60 < 2) {
                assertThat(e[i]).isNaN();
            } else {
                assertThat(e[i]).isEqualTo(y[i] - f[i]);
            }
        }
    }

    @Test
    void comparesFits() {
        RnnRegression model = SequenceFits.shortly(RnnRegression.DEFAULTS, 2)
                .training(Training.DEFAULTS.epochs(2).restarts(1).holdOut(Training.HoldOut.TIME));
        RnnFit good = SequenceFits.fit(model, "y ~ lag(x, 2) | id", DATA);
        RnnFit bad = SequenceFits.fit(model, "y ~ junk | id", DATA);
        Comparison c = good.compare(bad);
        assertThat(c.rows()).isEqualTo(120);
        assertThat(c.heldOut()).isTrue();
        assertThat(c.isFirstBetter()).isTrue();
        double[] e = good.residuals();
        double held = IntStream.range(0, 600)
                .filter(i -> i % 60 >= 48)
                .mapToDouble(i -> e[i] * e[i])
                .average()
                .orElseThrow();
        assertThat(c.firstRmse()).isEqualTo(Math.sqrt(held), org.assertj.core.api.Assertions.within(1e-12));
        assertThat(bad.compare(good).statistic()).isEqualTo(-c.statistic());
        RnnFit other = SequenceFits.fit(model, "x ~ junk | id", DATA);
        assertThatThrownBy(() -> good.compare(other))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the fits predict y and x, which have nothing to compare");
        RnnFit shorter = SequenceFits.fit(model, "y ~ junk | id", SequenceFits.delayed(5, 60));
        assertThatThrownBy(() -> good.compare(shorter))
                .hasMessage("the fits saw tables of 600 and 300 rows; compare fits of the same table");
        RnnFit elsewhere = SequenceFits.fit(
                model, "y ~ junk | id", DATA.select(List.of("id", "junk")).with("y", DATA.numbers("x")));
        assertThatThrownBy(() -> good.compare(elsewhere))
                .hasMessage("the fits saw other values of y; compare fits of the same table");
    }

    /** Two steps of a fit that cannot beat the linear part are said to add nothing. */
    @Test
    void saysWhenTheNetworkAddsNothing() {
        double[] x =
                IntStream.range(0, 200).mapToDouble(i -> StrictMath.sin(i * i)).toArray();
        double[] y = Arrays.stream(x).map(v -> 3 * v + 1).toArray();
        Dataset line = Dataset.named("line").with("x", x).with("y", y);
        RnnFit fit = SequenceFits.fit(SequenceFits.shortly(RnnRegression.DEFAULTS, 3), "y ~ x", line);
        assertThat(fit.summary().toString()).contains("adds nothing to");
        assertThat(fit.toString()).contains("adds nothing to");
    }

    @Test
    void printsOnOneScreen() {
        RnnFit fit = Tilde.rnn("weight ~ Time + Diet + lag(weight) | Chick", Tilde.dataset("ChickWeight"));
        String text = fit.summary().toString();
        if (System.getProperty("tilde.look") != null) {
            System.out.println(text);
        }
        assertThat(text.lines().count()).isLessThanOrEqualTo(34);
        assertThat(text)
                .startsWith("Sequence regression: GRU   weight ~ Time + Diet + lag(weight) | Chick")
                .contains("50 (Chick), of 2 to 12 steps, median 12, in row order")
                .contains("432 train, 96 held out (the last 20 % of each sequence held out)")
                .contains("6 columns from 3 terms; constant in a sequence: Diet")
                .contains("8 units, 393 parameters, seed 1; 5 restarts")
                .contains("last value       19.4    16.4   0.878   17.9   13.6   0.937   0.829")
                // R 4.2.2, lm on the rows that train: 8.018, 5.908; 20.55, 16.57 on those held out
                .contains("least squares    8.02    5.91   0.979   20.5   16.6   0.917   1.009")
                .contains("Diebold-Mariano", "Ljung-Box(10)", "Memory", "Training", "Terms", "Groups");
    }
}
