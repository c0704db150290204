package dev.tilde.design;

import dev.tilde.formula.Node.Op;
import java.util.function.DoubleBinaryOperator;

/** What the operators of arithmetic do to two numbers; NaN is missing and stays missing, but for powers. */
final class Arithmetic {
    private Arithmetic() {}

    static DoubleBinaryOperator of(Op op) {
        return switch (op) {
            case ADD -> (a, b) -> a + b;
            case REMOVE -> (a, b) -> a - b;
            case CROSS -> (a, b) -> a * b;
            case NEST -> (a, b) -> a / b;
            case REMAINDER, MODULO -> Arithmetic::modulo;
            case FLOOR -> Arithmetic::floor;
            case QUOTIENT -> (a, b) -> Double.isInfinite(a) ? a / b : floor(a, b);
            case POWER -> Arithmetic::power;
            case LESS -> (a, b) -> truth(a < b, a, b);
            case AT_MOST -> (a, b) -> truth(a <= b, a, b);
            case GREATER -> (a, b) -> truth(a > b, a, b);
            case AT_LEAST -> (a, b) -> truth(a >= b, a, b);
            case EQUAL -> (a, b) -> truth(a == b, a, b);
            case UNEQUAL -> (a, b) -> truth(a != b, a, b);
            case AND -> (a, b) -> a == 0 || b == 0 ? 0 : a + b == 2 ? 1 : Double.NaN;
            case OR -> (a, b) -> a == 1 || b == 1 ? 1 : a + b == 0 ? 0 : Double.NaN;
            case IN, INTERACT -> throw new AssertionError(op);
        };
    }

    private static double truth(boolean holds, double a, double b) {
        return Double.isNaN(a) || Double.isNaN(b) ? Double.NaN : holds ? 1 : 0;
    }

    /** The remainder with the sign of the divisor, as in R and Python. */
    private static double modulo(double a, double b) {
        double r = a % b;
        return r != 0 && (r < 0) != (b < 0) ? r + b : r;
    }

    /** The largest whole number not above the exact quotient, which a rounded one may pass: 2 // 0.02 is 99. */
    private static double floor(double a, double b) {
        if (b == 0) {
            return a / b;
        }
        double r = a % b;
        double q = Math.rint((a - r) / b) + 0.0;
        return r != 0 && (r < 0) != (b < 0) ? q - 1 : q;
    }

    /**
     * Squares by multiplication, the rest by StrictMath, so that every machine has the same bits. {@code 1^b} and
     * {@code a^0} are 1 whatever the other is, missing too, as in C, R and numpy.
     */
    static double power(double a, double b) {
        return b == 2 ? a * a : b == 1 ? a : a == 1 ? 1 : StrictMath.pow(a, b);
    }
}
