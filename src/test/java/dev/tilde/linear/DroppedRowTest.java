package dev.tilde.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class DroppedRowTest {
    private static final List<List<Integer>> TERMS = List.of(List.of(1), List.of(2), List.of(3), List.of(4, 5, 6, 7));

    @Test
    void pValuesAgreeWithR() {
        // R 4.2.2, car 3.1.1: Anova(m)$"Pr(>F)"
        double[] expected = {2.95717866234e-02, 7.77765897028e-06, 2.74074954156e-07, 7.45922782681e-02};
        double[] actual = DroppedRow.pValues(Airquality.FIT, TERMS);
        for (int i = 0; i < expected.length; i++) {
            assertThat(actual[i]).isCloseTo(expected[i], within(1e-10 * expected[i]));
        }
    }

    @Test
    void namesTheTermsThatChangeSides() {
        DroppedRow dropped = DroppedRow.of(Airquality.FIT, Airquality.position(117), TERMS);
        assertThat(dropped.crossings()).map(DroppedRow.Crossing::term).containsExactly(0, 3);
        // Anova(update(m, subset = rownames(a) != "117"))$"Pr(>F)"
        assertThat(dropped.crossings().get(0).after()).isCloseTo(5.70649588110e-02, within(1e-12));
        assertThat(dropped.crossings().get(1).after()).isCloseTo(3.65626936158e-02, within(1e-12));
        assertThat(DroppedRow.of(Airquality.FIT, 0, TERMS).crossings()).isEmpty();
    }

    @Test
    void nothingTurnsWhereNothingCanBeTested() {
        Residuals three = PlainFits.of(new double[] {1, 2, 4}, new double[] {1, 2, 3});
        assertThat(DroppedRow.of(three, 0, List.of(List.of(1))).crossings()).isEmpty();
        Residuals exact = PlainFits.of(new double[] {1, 2, 3, 4, 5}, new double[] {1, 2, 3, 4, 5});
        assertThat(DroppedRow.pValues(exact, List.of(List.of(1)))).containsOnly(Double.NaN);
        assertThat(DroppedRow.of(exact, 2, List.of(List.of(1))).crossings()).isEmpty();
    }
}
