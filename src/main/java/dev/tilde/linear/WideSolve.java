package dev.tilde.linear;

import dev.tilde.linalg.DoubleDouble;
import dev.tilde.linalg.DoubleDoubleMatrix;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * The equations of {@link Solve} again, by Gauss-Jordan on 60 decimal digits: for some dozens of columns so nearly dependent
 * that 32 digits leave too few. Which columns count has been decided.
 */
final class WideSolve {
    private static final MathContext DIGITS = new MathContext(60);

    private final int p;
    private final int[] kept;
    /** Row by row: the identity, then (X'X)^-1, then the coefficients of each response. */
    private final BigDecimal[][] a;

    private final BigDecimal[][] residual;

    /** Cross-products, about the means if there is an intercept. */
    interface Entries {
        BigDecimal of(int j, int k);
    }

    /**
     * @param m of p columns and then of the responses
     * @param estimated which of the p columns count
     */
    WideSolve(Entries m, int p, int responses, IntPredicate estimated) {
        this.p = p;
        this.kept = IntStream.range(0, p).filter(estimated).toArray();
        int r = kept.length;
        this.a = new BigDecimal[r][2 * r + responses];
        for (int j = 0; j < r; j++) {
            Arrays.fill(a[j], BigDecimal.ZERO);
            a[j][r + j] = BigDecimal.ONE;
            for (int k = 0; k < r; k++) {
                a[j][k] = m.of(kept[j], kept[k]);
            }
            for (int y = 0; y < responses; y++) {
                a[j][2 * r + y] = m.of(kept[j], p + y);
            }
        }
        for (int j = 0; j < r; j++) {
            eliminate(j);
        }
        this.residual = new BigDecimal[responses][responses];
        for (int y = 0; y < responses; y++) {
            for (int z = 0; z < responses; z++) {
                BigDecimal rest = m.of(p + y, p + z);
                for (int j = 0; j < r; j++) {
                    rest = rest.subtract(a[j][2 * r + y].multiply(m.of(kept[j], p + z)), DIGITS);
                }
                residual[y][z] = rest;
            }
        }
    }

    private void eliminate(int j) {
        BigDecimal pivot = a[j][j];
        for (int k = j; k < a[j].length; k++) {
            a[j][k] = a[j][k].divide(pivot, DIGITS);
        }
        for (int i = 0; i < a.length; i++) {
            BigDecimal f = a[i][j];
            for (int k = j; i != j && f.signum() != 0 && k < a[i].length; k++) {
                a[i][k] = a[i][k].subtract(f.multiply(a[j][k], DIGITS), DIGITS);
            }
        }
    }

    /** Coefficients of response y; zero for columns that are left out. */
    DoubleDouble[] coefficients(int y) {
        DoubleDouble[] b = new DoubleDouble[p];
        Arrays.fill(b, DoubleDouble.ZERO);
        for (int j = 0; j < kept.length; j++) {
            b[kept[j]] = rounded(a[j][2 * kept.length + y]);
        }
        return b;
    }

    /** The residual sum of products of two responses. */
    DoubleDouble residual(int y, int z) {
        DoubleDouble v = rounded(residual[y][z]);
        return y == z && v.hi() < 0 ? DoubleDouble.ZERO : v;
    }

    /** (X'X)^-1 of the estimated columns, p by p with zeros elsewhere. */
    DoubleDoubleMatrix inverse() {
        DoubleDoubleMatrix v = new DoubleDoubleMatrix(p, p);
        for (int j = 0; j < kept.length; j++) {
            for (int k = 0; k < kept.length; k++) {
                v.set(kept[j], kept[k], rounded(a[j][kept.length + k]));
            }
        }
        return v;
    }

    private static DoubleDouble rounded(BigDecimal v) {
        double high = v.doubleValue();
        return DoubleDouble.sum(high, v.subtract(new BigDecimal(high)).doubleValue());
    }

    /** s_jk - s_j s_k / n. */
    static BigDecimal centred(BigDecimal sjk, BigDecimal sj, BigDecimal sk, BigDecimal n) {
        return sjk.subtract(sj.multiply(sk).divide(n, DIGITS));
    }
}
