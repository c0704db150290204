package dev.tilde.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tilde.Tilde;
import dev.tilde.data.Dataset;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Least squares on lagged columns, from the formula to predictions. */
class LaggedFitTest {
    private static final String FORMULA = "log(passengers) ~ lag(log(passengers), [1, 12, 13]) + order(year, month)";
    private static final Dataset DATA = Tilde.dataset("AirPassengers");

    /** R 4.2.2: y <- log(passengers); lm(y[i] ~ y[i - 1] + y[i - 12] + y[i - 13]) for i in 14:144. */
    @Test
    void agreesWithShiftedColumnsInR() {
        LinearFit fit = Tilde.ols(FORMULA, DATA);
        double[] r = {0.1384849128167181, 0.6923083359956586, 0.9215181699256244, -0.6321437777651349};
        for (int j = 0; j < r.length; j++) {
            assertThat(fit.coefficients().get(j).estimate()).isEqualTo(r[j], within(1e-11));
        }
        assertThat(fit.residualSumOfSquares()).isEqualTo(0.2202460867205295, within(1e-13));
        assertThat(fit.rows()).isEqualTo(131);
        assertThat(fit.residuals()).hasSize(131);
    }

    @Test
    void predictsFromTheHistoryThatNewRowsBring() {
        LinearFit fit = Tilde.ols(FORMULA, DATA);
        double[] whole = fit.predict(DATA.source());
        double[] tail =
                fit.predict(DATA.subset(IntStream.range(120, 144).toArray()).source());
        assertThat(tail[12]).isNaN();
        assertThat(tail[13]).isEqualTo(whole[133]);
        assertThat(tail[23]).isEqualTo(whole[143]);
    }

    @Test
    void theOrderOfTheTableDoesNotMatter() {
        List<Integer> rows = IntStream.range(0, 144).boxed().collect(Collectors.toList());
        Collections.shuffle(rows, new Random(1));
        LinearFit shuffled =
                Tilde.ols(FORMULA, DATA.subset(rows.stream().mapToInt(i -> i).toArray()));
        LinearFit sorted = Tilde.ols(FORMULA, DATA);
        for (int j = 0; j < 4; j++) {
            assertThat(shuffled.coefficients().get(j).estimate())
                    .isEqualTo(sorted.coefficients().get(j).estimate(), within(1e-12));
        }
    }

    @Test
    void theReportSaysWhatWasLagged() {
        String summary = Tilde.ols("passengers ~ lag(passengers) + rolling(mean, lag(passengers), 12)", DATA)
                .toString();
        assertThat(summary).contains("lag(passengers)").contains("rolling(mean, lag(passengers), 12)");
        assertThat(Tilde.ols("passengers ~ lag(passengers) + rolling(mean, lag(passengers), 12)", DATA)
                        .design()
                        .variables())
                .containsExactly("passengers");
    }
}
