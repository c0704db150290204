package dev.tilde.design;

import dev.tilde.formula.Conventions.Reading;

/**
 * {@code boxcox(x, lambda)}: {@code (x^lambda - 1) / lambda}, the logarithm where lambda is 0; NaN of negative x.
 * Source: Box and Cox (1964), JRSS B 26(2), 211-252. R: {@code forecast::BoxCox}, fabletools: {@code box_cox}.
 */
record PowerTransform(double lambda) implements DifferentiableTransform {
    static PowerTransform of(Arguments call) {
        Reading reading = call.conventions().reading();
        if (reading != Reading.STRICT) {
            throw call.unknownFunction(
                    (reading == Reading.R ? "R" : "patsy") + " has no function named \"boxcox\"",
                    "Write the power, as in I((x^0.5 - 1) / 0.5).");
        }
        Arguments args = call.placed("x", "lambda");
        args.only("lambda").positional(1, 1);
        double lambda = args.number("lambda", 1)
                .orElseThrow(() -> args.problem(
                        "boxcox needs a power, as in boxcox(x, 0.5)", "0 is the logarithm.", Integer.MAX_VALUE));
        return new PowerTransform(lambda);
    }

    @Override
    public void apply(double[][] arguments, int rows, double[][] out) {
        for (int i = 0; i < rows; i++) {
            out[0][i] = of(arguments[0][i], lambda);
        }
    }

    /** Accurate near lambda 0 and near x 1, where the power less 1 is not. */
    static double of(double x, double lambda) {
        double log = StrictMath.log(x);
        return lambda == 0 ? log : StrictMath.expm1(lambda * log) / lambda;
    }

    @Override
    public void derive(double[][] arguments, double[][] slopes, int rows, double[][] out) {
        for (int i = 0; i < rows; i++) {
            out[0][i] = StrictMath.pow(arguments[0][i], lambda - 1) * slopes[0][i];
        }
    }
}
