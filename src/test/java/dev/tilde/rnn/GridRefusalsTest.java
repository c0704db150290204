package dev.tilde.rnn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tilde.data.DataException;
import dev.tilde.data.Dataset;
import dev.tilde.formula.FormulaException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What grids refuse, with the place in the formula. */
class GridRefusalsTest {
    private static final Dataset DATA = GridTables.neighbours(3, 4, 4);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "y ~ x + lag(x) ;by(image) + order(row, col)          | lag(x)           | goes along a sequence, and order(row, col) makes grids",
                "y ~ lag(y, 1:2)*x ;by(image) + order(row, col)       | lag(y, 1:2)      | goes along a sequence",
                "y ~ log(2 + lead(x)) ;by(image) + order(row, col)    | lead(x)          | goes along a sequence",
                "diff(y) ~ x ;by(image) + order(row, col)             | diff(y)          | goes along a sequence",
                "y ~ rolling(mean, x, 3) ;by(image) + order(row, col) | rolling(mean, x, 3) | goes along a sequence",
                "y ~ x + fourier(4, 1) ;by(image) + order(row, col)   | fourier(4, 1)    | goes along a sequence",
                "y ~ x + feedback(y) ;by(image) + order(row, col)     | feedback(y)      | goes along a sequence",
                "y ~ x ;by(image) + order(row, col) + window(3)       | window(3)        | has no window",
                "y ~ x ;by(image) + order(row, col) + horizon(2)      | horizon(2)       | has no horizon",
            })
    void refuses(String formula, String place, String words) {
        String text = formula.replace(';', '|');
        assertThatThrownBy(() -> GridTables.fit(GridTables.QUICK, text, DATA))
                .isInstanceOfSatisfying(FormulaException.class, e -> {
                    assertThat(text.substring(e.span().start(), e.span().end())).isEqualTo(place);
                    assertThat(e).hasMessageContaining(words).hasMessageContaining("^");
                    assertThat(e.help()).isPresent();
                });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "y ~ x ;by(image) + order(row)           | by(image) + order(row)          | order(row) has 1 column",
                "y ~ x ;by(image) + order(row, col, x)   | by(image) + order(row, col, x)  | order(row, col, x) has 3 columns",
                "y ~ x ;image                            | image                           | nothing says what their rows",
                "y ~ x                                   | y ~ x                           | nothing says what their rows",
            })
    void aNetworkOverGridsNeedsTwoColumns(String formula, String place, String words) {
        String text = formula.replace(';', '|');
        assertThatThrownBy(() -> GridTables.fit(GridTables.QUICK.grid(), text, DATA))
                .isInstanceOfSatisfying(FormulaException.class, e -> {
                    assertThat(text.substring(e.span().start(), e.span().end())).isEqualTo(place);
                    assertThat(e).hasMessageContaining("a 2-D RNN reads grids").hasMessageContaining(words);
                });
    }

    /** A network of one dimension takes two columns as what sorts a sequence, and then lags have a meaning. */
    @Test
    void oneDimensionSortsByBoth() {
        RnnFit fit = GridTables.fit(GridTables.QUICK.gru(), "y ~ x + lag(y) | by(image) + order(row, col)", DATA);
        assertThat(fit.sequences().isGrid()).isFalse();
        assertThat(fit.sequences().order()).containsExactly("row", "col");
    }

    @Test
    void thereIsNoNextStep() {
        RnnFit fit = GridTables.fit(GridTables.QUICK.grid(), "y ~ x | by(image) + order(row, col)", DATA);
        for (Runnable call : Arrays.<Runnable>asList(() -> fit.forecast(2), fit::stream, () -> fit.stream("1"))) {
            assertThatThrownBy(call::run)
                    .isInstanceOf(FormulaException.class)
                    .hasMessageContaining("a grid has no next step")
                    .hasMessageContaining("predict(...)");
        }
    }

    @Test
    void refusesWhatHasNoCorners() {
        assertThatThrownBy(() -> RnnRegression.DEFAULTS.lstm().directions(4))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("bidirectional()");
        assertThatThrownBy(() -> RnnRegression.DEFAULTS.grid().directions(2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a grid is read from 1 or 4 corners, not 2");
        assertThatThrownBy(() -> GridTables.fit(
                        RnnRegression.DEFAULTS.grid().esn(20), "y ~ x | by(image) + order(row, col)", DATA))
                .isInstanceOf(FormulaException.class)
                .hasMessageContaining("not over grids");
    }

    @Test
    void namesBothRowsOfATie() {
        Dataset twice = DATA.subset(0, 1, 2, 3, 4, 5, 1);
        assertThatThrownBy(() -> GridTables.fit(GridTables.QUICK, "y ~ x | by(image) + order(row, col)", twice))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("rows 2 and 7 are at the same place: image = 1, row = 1, col = 2");
    }

    @Test
    void refusesPointsThatLieOnNoGrid() {
        int n = 400;
        double[] at = new double[n];
        Arrays.setAll(at, i -> i * i);
        double[] y = new double[n];
        Arrays.setAll(y, i -> i % 5);
        Dataset points = Dataset.named("points").with("a", at).with("b", at).with("y", y);
        assertThatThrownBy(() -> GridTables.fit(GridTables.QUICK, "y ~ a | order(a, b)", points))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("400 rows lie scattered on 160000 cells")
                .hasMessageContaining("are a and b the places");
    }
}
