package dev.tilde.design;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tilde.data.DataException;
import dev.tilde.data.Source;
import dev.tilde.formula.Formula;
import dev.tilde.formula.FormulaException;
import dev.tilde.formula.Role;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Parts and roles through to the matrices. */
class RolesTest {
    private static final Source DATA = Fixtures.csv("""
            y,x,n,w,id,day,z
            1,2,10,1,7,2020-01-02,1
            2,4,,1,7,2020-01-01,2
            3,6,30,0,9,2020-01-03,3
            4,1,40,2,9,2020-01-04,
            5,3,50,3,7,2020-01-05,5
            """);

    private static DesignMatrices build(String formula) {
        DesignSpec spec = DesignSpec.learn(Formula.parse(formula), DATA, DesignOptions.DEFAULTS);
        return spec.matrices(DATA);
    }

    @Test
    void offsetsAddUpAndDropRows() {
        DesignMatrices m = build("y ~ x + offset(log(n)) + offset(z)");
        assertThat(m.predictors().columns()).containsExactly("Intercept", "x");
        assertThat(m.predictors().keptRows()).containsExactly(0, 2, 4);
        assertThat(m.roles().offset().orElseThrow())
                .containsExactly(Math.log(10) + 1, Math.log(30) + 3, Math.log(50) + 5);
        assertThat(m.spec().rows().missing()).containsEntry("log(n)", 1L).containsEntry("z", 1L);
        assertThat(m.spec().offset(DATA)[1]).isNaN();
        assertThat(build("y ~ x").spec().offset(DATA)).containsOnly(0);
    }

    @Test
    void rolesFollowTheRows() {
        DesignMatrices m = build("y ~ x + id + weights(w) + cluster(id) + order(day) + groups(z > 2)");
        assertThat(m.predictors().columns()).containsExactly("Intercept", "x", "id");
        assertThat(m.roles().weights().orElseThrow()).containsExactly(1, 1, 0, 3);
        RowRoles.Codes clusters = m.roles().levels(Role.CLUSTER).get(0);
        assertThat(clusters.levels()).containsExactly("7", "9");
        assertThat(clusters.codes()).containsExactly(0, 0, 1, 0);
        assertThat(m.roles().levels(Role.GROUPS).get(0).codes()).containsExactly(0, 0, 1, 1);
        assertThat(m.roles().numbers(Role.ORDER).get(0)[0])
                .isGreaterThan(m.roles().numbers(Role.ORDER).get(0)[1]);
        assertThat(m.spec().role(Role.CLUSTER)).hasToString("[id]");
    }

    @Test
    void groupsOfNewRowsNeedNotHaveBeenSeen() {
        DesignSpec spec = build("y ~ x + cluster(id)").spec();
        Source other = Fixtures.csv("y,x,id\n1,2,3\n2,3,4\n");
        assertThat(spec.matrices(other).roles().levels(Role.CLUSTER).get(0).levels())
                .containsExactly("3", "4");
        assertThat(spec.predictors(other).rows()).isEqualTo(2);
    }

    @Test
    void partsShareTheRows() {
        DesignMatrices m = build("y ~ x | 0 + z | C(id)");
        assertThat(m.predictors().keptRows()).containsExactly(0, 1, 2, 4);
        assertThat(m.parts()).hasSize(2);
        assertThat(m.parts().get(0).columns()).containsExactly("z");
        assertThat(m.parts().get(1).columns()).containsExactly("Intercept", "C(id)[T.9]");
        assertThat(m.parts().get(1).matrix().column(1)).containsExactly(0, 0, 1, 0);
    }

    @Test
    void aliasesNameColumns() {
        DesignMatrices m =
                build("as(\"out\", log(y)) ~ as(\"size\", log(x)):as(\"who\", C(id)) + as(\"p\", poly(x, 2))");
        assertThat(m.response().orElseThrow().columns()).containsExactly("out");
        assertThat(m.predictors().columns()).containsExactly("Intercept", "p[1]", "p[2]", "size:who[7]", "size:who[9]");
    }

    @Test
    void negativeWeightsAreRefused() {
        assertThatThrownBy(() -> build("y ~ x + weights(w - 1)"))
                .isInstanceOf(FormulaException.class)
                .hasMessageContaining("negative in row 3");
        assertThatThrownBy(() -> build("y ~ x + weights(day)")).hasMessageContaining("is a date");
        assertThatThrownBy(() -> build("y ~ x + offset(1/(w - 1))")).hasMessageContaining("infinite in row 1");
    }

    @Test
    void aNameBehindTheBarOnlyGroupsLags() {
        DesignMatrices m = build("y ~ lag(x) | id");
        assertThat(m.parts()).isEmpty();
        assertThat(m.predictors().keptRows()).containsExactly(1, 3, 4);
        assertThat(m.predictors().matrix().column(1)).containsExactly(2, 6, 4);
        assertThat(m.spec().notes()).containsExactly("\"| id\" only groups the rows that lags read");
        assertThat(build("y ~ x | id").parts()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "weights | day  | the rows are to be weighted by day, which is a date; a number is needed",
                "offset  | name | the rows are to be offset by name, which is text; a number is needed",
                "weights | name | the rows are to be weighted by name, which is text; a number is needed",
            })
    void namesTheColumnOfAnOption(String role, String column, String problem) {
        Source data = Fixtures.csv("y,x,name,day\n1,2,a,2020-01-02\n2,4,b,2020-01-03\n");
        DesignOptions options =
                role.equals("weights") ? DesignOptions.DEFAULTS.weights(column) : DesignOptions.DEFAULTS.offset(column);
        assertThatThrownBy(() -> DesignSpec.learn(Formula.parse("y ~ x"), data, options))
                .isInstanceOf(DataException.class)
                .hasMessageContaining(problem);
    }
}
