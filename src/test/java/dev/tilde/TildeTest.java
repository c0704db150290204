package dev.tilde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tilde.data.DataException;
import dev.tilde.data.Dataset;
import dev.tilde.design.DesignMatrices;
import dev.tilde.linear.LinearFit;
import org.junit.jupiter.api.Test;
import tech.tablesaw.api.BooleanColumn;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** The door: the same from a Tablesaw table and from a data set. */
class TildeTest {
    private static final Table TABLE = Table.create("t")
            .addColumns(
                    DoubleColumn.create("y", 1, 3, 2, 5, 4, 6, 8, 7.5),
                    IntColumn.create("x", 1, 2, 3, 4, 5, 6, 7, 8),
                    StringColumn.create("a", "u", "v", "w", "u", "v", "w", "u", "v"),
                    BooleanColumn.create("b", true, false, true, true, false, false, false, true));

    @Test
    void takesATable() {
        DesignMatrices m = Tilde.design("y ~ x + a + b + a:b", TABLE);
        assertThat(m.predictors().columns())
                .containsExactly(
                        "Intercept", "x", "a[T.v]", "a[T.w]", "b[T.True]", "a[T.v]:b[T.True]", "a[T.w]:b[T.True]");
        assertThat(m.toString())
                .isEqualTo("y ~ x + a + b + a:b\n  response    8 x 1: y\n  predictors  8 x 7: Intercept, x, a[T.v],"
                        + " a[T.w], b[T.True], a[T.v]:b[T.True], a[T.w]:b[T.True]");
        assertThat(m.predictors().matrix().row(7)).containsExactly(1, 8, 1, 0, 1, 1, 0);
    }

    @Test
    void givesTheSameFromATableAndADataset() {
        Dataset air = Tilde.dataset("airquality");
        String formula = "Ozone ~ Solar.R + Wind + Temp + C(Month)";
        LinearFit one = Tilde.ols(formula, air);
        LinearFit other = Tilde.ols(formula, air.table());
        assertThat(other.coefficients()).isEqualTo(one.coefficients());
        assertThat(other.predict(air.table())).isEqualTo(one.predict(air));
        assertThat(one.predict(air)).hasSize(153);
        assertThat(one.predict(air)[4]).isNaN();
        assertThat(one.toString()).hasSizeLessThan(1000);
    }

    @Test
    void namesTheNearestDataSet() {
        assertThatThrownBy(() -> Tilde.dataset("airqualty"))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("airquality");
    }
}
