package dev.tilde.design;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.tilde.linalg.Matrix;
import dev.tilde.linalg.Qr;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Matrices of the contrasts as R 4.2.2 gives them (contr.*, MASS::contr.sdif), and the law that [1 M] can be inverted. */
class ContrastsTest {
    private static final List<String> FOUR = List.of("a", "b", "c", "d");

    @SuppressWarnings("ArrayRecordComponent")
    private record Case(Contrast contrast, List<String> labels, double... rows) {}

    static Stream<Case> matrices() {
        return Stream.of(
                new Case(Contrasts.TREATMENT, List.of("T.b", "T.c", "T.d"), 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1),
                new Case(Contrasts.SAS, List.of("T.a", "T.b", "T.c"), 1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0),
                new Case(Contrasts.SUM, List.of("S.a", "S.b", "S.c"), 1, 0, 0, 0, 1, 0, 0, 0, 1, -1, -1, -1),
                new Case(Contrasts.HELMERT, List.of("H.b", "H.c", "H.d"), -1, -1, -1, 1, -1, -1, 0, 2, -1, 0, 0, 3),
                new Case(
                        Contrasts.DIFF,
                        List.of("D.b", "D.c", "D.d"),
                        -.75,
                        -.5,
                        -.25,
                        .25,
                        -.5,
                        -.25,
                        .25,
                        .5,
                        -.25,
                        .25,
                        .5,
                        .75),
                new Case(
                        Contrasts.POLY,
                        List.of(".L", ".Q", ".C"),
                        -0.6708203932499369,
                        0.5,
                        -0.223606797749979,
                        -0.223606797749979,
                        -0.5,
                        0.6708203932499369,
                        0.223606797749979,
                        -0.5,
                        -0.6708203932499369,
                        0.6708203932499369,
                        0.5,
                        0.223606797749979),
                new Case(
                        Contrasts.poly(1, 2, 4, 8),
                        List.of(".L", ".Q", ".C"),
                        -.5128776445,
                        .5296271413,
                        -.4543694674,
                        -.3263766829,
                        -.1059254283,
                        .7951465680,
                        .0466252404,
                        -.7679593549,
                        -.3975732840,
                        .7926290870,
                        .3442576419,
                        .0567961834),
                new Case(Contrasts.treatment("c"), List.of("T.a", "T.b", "T.d"), 1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1));
    }

    @ParameterizedTest
    @MethodSource("matrices")
    void haveTheNumbersOfR(Case c) {
        CodingMatrix coding = c.contrast().code(FOUR);
        assertThat(coding.labels()).isEqualTo(c.labels());
        for (int i = 0; i < 4; i++) {
            for (int j = 0; j < 3; j++) {
                assertThat(coding.matrix().get(i, j)).isCloseTo(c.rows()[3 * i + j], within(1e-10));
            }
        }
    }

    static Stream<Contrast> all() {
        return Stream.of(
                Contrasts.TREATMENT,
                Contrasts.SAS,
                Contrasts.SUM,
                Contrasts.sum("1"),
                Contrasts.HELMERT,
                Contrasts.DIFF,
                Contrasts.POLY,
                Contrasts.SIMPLE);
    }

    @ParameterizedTest
    @MethodSource("all")
    void spanAllLevelsWithAConstant(Contrast contrast) {
        for (int k = 2; k < 8; k++) {
            List<String> levels = FOUR.stream().limit(k).toList();
            levels =
                    k <= 4 ? levels : List.of("a", "b", "c", "d", "e", "f", "g").subList(0, k);
            CodingMatrix coding = contrast.code(levels);
            Matrix m = Matrix.zeros(k, k);
            for (int i = 0; i < k; i++) {
                m.set(i, 0, 1);
                for (int j = 1; j < k; j++) {
                    m.set(i, j, coding.matrix().get(i, j - 1));
                }
            }
            Matrix r = Qr.of(m).r();
            for (int j = 0; j < k; j++) {
                assertThat(Math.abs(r.get(j, j))).isGreaterThan(1e-6);
            }
        }
    }

    @Test
    void refuse() {
        assertThatThrownBy(() -> Contrasts.treatment("zz").code(FOUR)).hasMessageContaining("\"zz\" is not among");
        assertThatThrownBy(() -> Contrasts.poly(1, 1, 2)).hasMessageContaining("different numbers");
        assertThatThrownBy(() -> Contrasts.matrix(new double[] {1, 2}, new double[] {3}))
                .hasMessageContaining("equally long");
    }
}
