package dev.tilde.rnn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tilde.data.Dataset;
import dev.tilde.formula.FormulaException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a network whose recurrence is its output makes of a formula that does not name the feedback. */
class FedBackFormulasTest {
    private static final RnnRegression OUTPUT = StreamsTest.model("output");

    /** Complaints stand under the text that was given. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "last(y) ~ x      | last(y)      | a sequence with one response has no output before it to feed back",
                "lead(y, 1:2) ~ x | lead(y, 1:2) | the output cannot be fed back: ",
                "y ~ nobody       | nobody       | no column named",
                "y ~ x*lag(y, 1)  | lag(y, 1)    | lag(y, 1) holds the step before, which is fed back already",
                "y ~ feedback(y) + lag(y, 1:3) | lag(y, 1:3) | lag(y, 1:3) holds the step before",
                "y ~ bs(y)        | bs(y)        | bs(y) knows the y that is to be predicted",
            })
    void complaintsAreAboutWhatIsWritten(String formula, String blamed, String said) {
        String text = formula + " | id";
        FormulaException e =
                catchThrowableOfType(FormulaException.class, () -> StreamsTest.fit(text, OUTPUT, StreamsTest.shop(20)));
        assertThat(e.source()).isEqualTo(text);
        assertThat(text.substring(e.span().start(), e.span().end())).isEqualTo(blamed);
        assertThat(e.problem()).startsWith(said);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "each(y) ~ x      | y ~ x + feedback(y)",
                "y ~ x            | y ~ x + feedback(y)",
                "log(y) ~ x       | log(y) ~ x + feedback(log(y))",
                "y ~ x + lag(y)   | y ~ x + feedback(y)",
                "y ~ lag(y, 2:3)  | y ~ lag(y, 2:3) + feedback(y)",
                "y ~ x:lag(y, 1)  | y ~ x:lag(y, 1) + feedback(y)",
            })
    void theResponseIsFedBack(String given, String written) {
        Dataset data = StreamsTest.shop(20);
        double[] predictions = StreamsTest.fit(given + " | id", OUTPUT, data).fitted();
        assertThat(predictions)
                .isEqualTo(StreamsTest.fit(written + " | id", OUTPUT, data).fitted());
    }

    /** What helps is what is left of the lags. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "lag(y, 1)          | Write feedback(y); outputRecurrent()",
                "lag(y, 1:2)        | Write feedback(y) + lag(y, 2); outputRecurrent()",
                "lag(y, 1:4)        | Write feedback(y) + lag(y, 2:4); outputRecurrent()",
                "lag(y, c(1, 4, 6)) | Write feedback(y) + lag(y, c(4, 6)); outputRecurrent()",
            })
    void theLagsThatAreLeftAreNamed(String lags, String help) {
        FormulaException e = catchThrowableOfType(
                FormulaException.class, () -> StreamsTest.fit("y ~ " + lags + " | id", OUTPUT, StreamsTest.shop(20)));
        assertThat(e.help().orElse("")).startsWith(help);
    }
}
