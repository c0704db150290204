package dev.tilde.design;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tilde.data.DataException;
import dev.tilde.data.Dataset;
import dev.tilde.data.Schema;
import dev.tilde.formula.Formula;
import dev.tilde.formula.FormulaException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RowwiseTest {
    private static final Dataset DATA = Dataset.named("d")
            .with("y", 1, 2, 3, 4, 5, 6, 7)
            .with("x", 0.5, 1, 1.5, Double.NaN, 2.5, 3, 4)
            .with("z", 3, 1, 4, 1, 5, 9, 2)
            .with("a", "u", "v", "w", "u", null, "v", "w")
            .with("b", "p", "q", "p", "q", "q", "q", "p")
            .with("flag", true, false, true, true, false, true, false)
            .with(Schema.Column.of("t", Schema.Kind.DATE), new double[] {0, 1, 2, 0, 1, 2, 0})
            .with(Schema.Column.of("s", Schema.Kind.DATE_TIME), new double[] {0, 60, 0, 60, 0, 60, 0});

    private static DesignSpec learn(String formula) {
        return DesignSpec.learn(Formula.parse(formula), DATA.source(), DesignOptions.DEFAULTS);
    }

    private static Map<String, Object> record(int row) {
        Map<String, Object> values = new HashMap<>();
        for (String name : List.of("x", "z")) {
            values.put(name, DATA.numbers(name)[row]);
        }
        for (String name : List.of("a", "b")) {
            values.put(name, DATA.texts(name)[row]);
        }
        values.put("flag", DATA.numbers("flag")[row] == 1);
        values.put("t", LocalDate.ofEpochDay((long) DATA.numbers("t")[row]));
        values.put("s", Instant.ofEpochSecond((long) DATA.numbers("s")[row]));
        return values;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "y ~ x*a",
                "y ~ 0 + a:b:z + flag",
                "y ~ bs(x, df=4) + poly(z, 2):b",
                "y ~ scale(log(z)) + C(t) + C(s) + C(z)",
                "y ~ C(a, Sum) + ifelse(x > 1, z, x) + I(a == \"u\")",
                "y ~ 1 + a:b",
            })
    void aRecordHasTheRowOfTheMatrix(String formula) {
        DesignSpec spec = learn(formula);
        Rowwise rows = spec.rowwise();
        DesignMatrix all = spec.predictors(DATA.source());
        assertThat(rows.columns()).isEqualTo(all.columns());
        for (int i = 0; i < DATA.rows(); i++) {
            assertThat(rows.row(record(i))).isEqualTo(all.matrix().row(i));
            assertThat(spec.row(record(i))).isEqualTo(all.matrix().row(i));
        }
    }

    @Test
    void onlyTheRightSideIsNeeded() {
        Rowwise rows = learn("y ~ x + a").rowwise();
        assertThat(rows.variables()).containsExactly("x", "a");
        assertThat(rows.row(Map.of("x", 2, "a", "v"))).containsExactly(1, 2, 1, 0);
    }

    @Test
    void whatIsMissingIsNaN() {
        Map<String, Object> values = new HashMap<>();
        values.put("x", null);
        values.put("a", "");
        double nan = Double.NaN;
        assertThat(learn("y ~ x + a").row(values)).containsExactly(1, nan, nan, nan);
    }

    @Test
    void whatDoesNotFitIsNamed() {
        Rowwise rows = learn("y ~ x + a + C(s)").rowwise();
        LocalDateTime noon = LocalDateTime.of(1970, 1, 1, 0, 1);
        assertThatThrownBy(() -> rows.row(Map.of("X", 1, "a", "u", "s", noon)))
                .isInstanceOf(DataException.class)
                .hasMessage("the record has no value x. Did you mean X?");
        assertThatThrownBy(() -> rows.row(Map.of("x", "1", "a", "u", "s", noon)))
                .isInstanceOf(DataException.class)
                .hasMessage("x is String in the record, double in the design");
        assertThatThrownBy(() -> rows.row(Map.of("x", 1, "a", 3, "s", noon)))
                .isInstanceOf(DataException.class)
                .hasMessage("a is Integer in the record, string in the design");
        assertThatThrownBy(() -> rows.row(Map.of("x", 1, "a", "U", "s", noon)))
                .isInstanceOf(FormulaException.class)
                .hasMessageContaining("a has the level \"U\" in the record")
                .hasMessageContaining("Levels: u, v, w");
        assertThat(rows.row(Map.of("x", 1, "a", "u", "s", noon))).containsExactly(1, 1, 0, 0, 1);
    }
}
