package dev.tilde.linear;

import dev.tilde.design.Layout;
import dev.tilde.formula.Factor;
import dev.tilde.formula.Node;
import dev.tilde.linear.Basis.Numeric;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/*
 * I(x^10) as a factor is rounded to 53 bits before least squares sees it. Where x and its powers are nearly dependent that rounding
 * decides the digits: of NIST's Filip it leaves 7.6. With x itself in the formula the powers are built again here, in twice 53 bits.
 */

/** Powers of a column that stands in the formula too, such as {@code I(x^2)} beside {@code x}, to 106 bits. */
final class Powers {
    /** Higher ones are as rare as they are useless. */
    private static final int HIGHEST = 64;

    /**
     * How to build a product of columns.
     *
     * @param base the factor whose first column is x
     * @param exponent at least 2
     */
    private record Power(int base, int exponent) {}

    private final List<@Nullable Power> powers = new ArrayList<>();
    private final boolean none;

    /** @param products of the basis, in its order */
    Powers(Layout layout, List<List<Numeric>> products) {
        boolean any = false;
        for (List<Numeric> product : products) {
            Power power = product.size() == 1 && product.get(0).factor() >= 0 ? power(layout, product.get(0)) : null;
            powers.add(power);
            any |= power != null;
        }
        this.none = !any;
    }

    private Powers(int products) {
        for (int j = 0; j < products; j++) {
            powers.add(null);
        }
        this.none = true;
    }

    /** All columns as they are. */
    static Powers rounded(int products) {
        return new Powers(products);
    }

    private static @Nullable Power power(Layout layout, Numeric column) {
        int factor = column.factor();
        if (isRaw(layout, factor)) {
            boolean power = column.column() > 0 && column.column() < HIGHEST;
            return power ? new Power(factor, column.column() + 1) : null;
        }
        Node inside = layout.factors().get(factor).expression();
        while (inside instanceof Node.Call c
                        && c.function().equals("I")
                        && c.arguments().size() == 1
                || inside instanceof Node.Group) {
            inside = inside instanceof Node.Call c ? c.arguments().get(0).value() : ((Node.Group) inside).inner();
        }
        if (!(inside instanceof Node.Power p
                && p.base() instanceof Node.Name x
                && p.exponent() instanceof Node.Numeral k)) {
            return null;
        }
        double exponent = k.value();
        if (exponent < 2 || exponent > HIGHEST || exponent != Math.rint(exponent)) {
            return null;
        }
        for (int f = 0; f < layout.factors().size(); f++) {
            Factor candidate = layout.factors().get(f);
            if (layout.widths().get(f) == 1
                    && candidate.expression() instanceof Node.Name n
                    && n.name().equals(x.name())) {
                return new Power(f, (int) exponent);
            }
        }
        return null;
    }

    /** Whether it is {@code poly(x, k, raw = TRUE)} of one variable, whose k columns are x, x^2, ... x^k. */
    private static boolean isRaw(Layout layout, int factor) {
        if (!(layout.factors().get(factor).expression() instanceof Node.Call c)
                || !c.function().equals("poly")) {
            return false;
        }
        boolean raw = false;
        double degree = 1;
        for (Node.Argument a : c.arguments()) {
            raw |= a.keyword().equals("raw")
                    && a.value() instanceof Node.Name n
                    && List.of("TRUE", "True").contains(n.name());
            degree = a.value() instanceof Node.Numeral k ? k.value() : degree;
        }
        return raw && layout.widths().get(factor) == degree;
    }

    /** Whether there is nothing to build. */
    boolean none() {
        return none;
    }

    /** The factor whose values a product is built from; -1 for one that is not. */
    int base(int product) {
        Power power = powers.get(product);
        return power == null ? -1 : power.base();
    }

    /** The exponent of a product that is built; 1 of one that is not. */
    int exponent(int product) {
        Power power = powers.get(product);
        return power == null ? 1 : power.exponent();
    }

    /** Builds a product: hi[i] + lo[i] is x[i]^k to 106 bits. */
    void build(int product, double[] x, int n, double[] hi, double[] lo) {
        Power power = powers.get(product);
        if (power != null) {
            build(x, power.exponent(), n, hi, lo);
        }
    }

    private static void build(double[] x, int exponent, int n, double[] hi, double[] lo) {
        for (int i = 0; i < n; i++) {
            double h = x[i];
            double l = 0;
            for (int k = 1; k < exponent; k++) {
                double p = h * x[i];
                double e = Math.fma(h, x[i], -p) + l * x[i];
                h = p + e;
                l = e - (h - p);
            }
            hi[i] = h;
            lo[i] = l;
        }
    }

    /** x^k less what it was rounded to. */
    static double[] rest(double[] x, int exponent, double[] rounded) {
        double[] hi = new double[x.length];
        double[] lo = new double[x.length];
        build(x, exponent, x.length, hi, lo);
        for (int i = 0; i < lo.length; i++) {
            lo[i] += hi[i] - rounded[i];
        }
        return lo;
    }
}
