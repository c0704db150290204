package dev.tilde.linear;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class LinksTest {
    private static final double[] ENDS = {
        0, 4.9e-324, 1e-310, 1e-301, 1e-17, 1, 36, 37, 699.99, 700, 709, 710, 745, 746, 1e300, Double.POSITIVE_INFINITY
    };

    private static double[] predictors() {
        SplittableRandom random = new SplittableRandom(7);
        DoubleStream both = Arrays.stream(ENDS).flatMap(e -> DoubleStream.of(e, -e));
        DoubleStream inside =
                DoubleStream.generate(() -> random.nextDouble(-50, 50)).limit(5000);
        return DoubleStream.concat(DoubleStream.concat(both, DoubleStream.of(Double.NaN)), inside)
                .toArray();
    }

    @ParameterizedTest
    @EnumSource(Links.class)
    void meansOfABlockHaveTheBitsOfSingleMeans(Links link) {
        double[] eta = predictors();
        double[] means = new double[eta.length];
        link.means(eta, means);
        assertArrayEquals(Arrays.stream(eta).map(link::mu).toArray(), means);
    }

    @ParameterizedTest
    @ValueSource(doubles = {-745, -700, -699.9, -37, -1, -1e-9, 0, 1e-9, 0.5, 1, 50, 699.9, 700, 709.7})
    void exponentialIsWithinAUnitOfTheLastPlace(double x) {
        double[] block = {x};
        Exponential.of(block);
        assertEquals(StrictMath.exp(x), block[0], Math.ulp(StrictMath.exp(x)));
    }
}
