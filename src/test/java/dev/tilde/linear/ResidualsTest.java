package dev.tilde.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tilde.linalg.Matrix;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ResidualsTest {
    // R 4.2.2: m <- lm(Ozone ~ Solar.R + Wind + Temp + factor(Month), na.omit(airquality)); by row name:
    // fitted, resid, hatvalues, rstandard, rstudent, cooks.distance, dffits, lm.influence(m)$sigma
    private static final double[][] BY_ROW = {
        {
            1,
            38.3149786363565,
            2.68502136364354,
            0.0580100956736778,
            0.133499593833028,
            0.132861451956842,
            0.000137191509681383,
            0.0329706615270597,
            20.8221527037498
        },
        {
            9,
            -21.3461362897987,
            29.3461362897987,
            0.132618649801473,
            1.52055177714322,
            1.53042696626828,
            0.0441882661623862,
            0.598425195564641,
            20.588906471261
        },
        {
            30,
            67.8244093310934,
            47.1755906689066,
            0.0829567487373394,
            2.3772658952514,
            2.43339703984389,
            0.0639039107225511,
            0.73188682145072,
            20.2446121801931
        },
        {
            48,
            -3.50567096365404,
            40.505670963654,
            0.189766172434372,
            2.17153067164764,
            2.21219617923942,
            0.138054439046287,
            1.07060150933375,
            20.3416888517884
        },
        {
            62,
            75.8274446235107,
            59.1725553764893,
            0.0624801249227788,
            2.94907220577192,
            3.06706372409146,
            0.0724506407868204,
            0.791778130927549,
            19.9254107879086
        },
        {
            117,
            75.3114595739501,
            92.6885404260499,
            0.091197429158961,
            4.69187672483452,
            5.26551578570953,
            0.276131687921972,
            1.66800536641467,
            18.4650441671499
        },
        {
            148,
            -22.6304551156441,
            36.6304551156441,
            0.096068530048535,
            1.85921615497261,
            1.88201863722913,
            0.0459214318310419,
            0.613545449513228,
            20.471545998438
        },
        {
            153,
            13.200331792856,
            6.79966820714403,
            0.0622251765318282,
            0.338839287696907,
            0.337378511936557,
            0.00095228096104967,
            0.0869062884216605,
            20.8123451102145
        },
    };

    @Test
    void agreesWithR() {
        Residuals r = Airquality.FIT;
        double[][] columns = {
            r.fitted(),
            r.raw(),
            r.leverages(),
            r.standardised(),
            r.deletion().studentised(),
            r.deletion().cook(),
            r.deletion().dffits(),
            r.deletion().sigmaWithout()
        };
        for (double[] expected : BY_ROW) {
            int i = Airquality.position((int) expected[0]);
            for (int k = 0; k < columns.length; k++) {
                assertThat(columns[k][i])
                        .as("row %s, column %d", expected[0], k)
                        .isCloseTo(expected[k + 1], within(1e-11 * Math.abs(expected[k + 1])));
            }
        }
        assertThat(r.sigma()).isCloseTo(20.7226206586621, within(1e-11));
        assertThat(r.rss()).isCloseTo(44230.9817171692, within(1e-8));
        assertThat(r.df()).isEqualTo(103);
        assertThat(Arrays.stream(r.leverages()).sum()).isCloseTo(8, within(1e-12));
        double[] b = {
            -74.2348131699809,
            0.0522204927180418,
            -3.1087201226878,
            1.87511085220597,
            -14.7589525447893,
            -8.74861382994295,
            -4.19653513450773,
            -15.9672814523826
        };
        assertThat(r.coefficients()).containsExactly(b, within(1e-11));
    }

    @Test
    void worksWithoutColumns() {
        Residuals r = Residuals.of(Matrix.zeros(3, 0), new double[] {1, 2, 3}, false);
        assertThat(r.raw()).containsExactly(1, 2, 3);
        assertThat(r.sigma()).isCloseTo(Math.sqrt(14.0 / 3), within(1e-15));
        assertThat(r.totalSumOfSquares()).isEqualTo(14);
    }
}
