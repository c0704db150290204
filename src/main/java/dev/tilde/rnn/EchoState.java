package dev.tilde.rnn;

import dev.tilde.text.Decimals;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.Consumer;

/**
 * An echo state network: a recurrent layer of fixed random weights, the reservoir, and a ridge regression on its states.
 * With inputs u, outputs y and N units
 *
 * <pre>x_t = (1 - a) x_{t-1} + a tanh(Win [1; u_t] + W x_{t-1} + Wfb y_{t-1} + noise)
 * y_t = Wout [1; u_t; x_t; x_t^2]</pre>
 *
 * Only Wout is fitted, in closed form, with the intercept free of the penalty and the penalty chosen by leave-one-out.
 * Inputs and outputs should have scales near 1. Source: Jaeger (2001), GMD report 148; Lukoševičius (2012),
 * doi:10.1007/978-3-642-35289-8_36. Called {@code ESN} by reservoirpy and by R's echos.
 *
 * @param units N, at least 1; empty for a quarter of the training rows, at most 400
 * @param wiring how the units are connected
 * @param spectralRadius the largest modulus of the eigenvalues of W, above 0; from 1 on the state may remember its start
 *     for ever, which is accepted
 * @param leakRate a, above 0 and at most 1; the smaller, the slower the units; empty for the one of 1, 0.5 and 0.2 that
 *     predicts the rows best that a sequence model holds out, and 1 where none are
 * @param inputScale Win is uniform between -inputScale and inputScale; empty for one of 0.1, 0.5 and 1 in the same way,
 *     and 0.5 where no rows are held out
 * @param biasScale the same for the column of Win that meets the constant
 * @param feedbackScale the same for Wfb; 0 for no feedback of the outputs
 * @param connections how many units each unit hears, at most N of them
 * @param noise while training, uniform numbers between -noise and noise are added inside tanh
 * @param washout how many first steps of every sequence are not fitted; empty for a tenth of its length, at most 100
 * @param readout which features Wout meets
 * @param ridges the penalties to choose from, one or more, each at least 0
 * @param guard what is done with outputs that are fed back
 * @param seed of everything random
 */
public record EchoState(
        OptionalInt units,
        Wiring wiring,
        double spectralRadius,
        OptionalDouble leakRate,
        OptionalDouble inputScale,
        double biasScale,
        double feedbackScale,
        int connections,
        double noise,
        OptionalInt washout,
        Readout readout,
        List<Double> ridges,
        Guard guard,
        long seed) {

    /**
     * Radius 0.9, leak rate and input scale by rows held out, bias scale 0.5, 10 connections, squares, penalties 1e-14 to
     * 1e2 by tens, seed 1.
     */
    public static final EchoState DEFAULTS = new EchoState(
            OptionalInt.empty(),
            Wiring.RANDOM,
            .9,
            OptionalDouble.empty(),
            OptionalDouble.empty(),
            .5,
            0,
            10,
            0,
            OptionalInt.empty(),
            Readout.SQUARES,
            List.of(
                    1e-14, 1e-13, 1e-12, 1e-11, 1e-10, 1e-9, 1e-8, 1e-7, 1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 1e-1, 1., 1e1,
                    1e2),
            Guard.CLIPPED,
            1);

    /** How the units of a reservoir are connected. */
    public enum Wiring {
        /** Each unit hears some others, with uniform weights that are then scaled to the spectral radius. */
        RANDOM,
        /**
         * One ring of one weight, which is the spectral radius; inputs all of the same size with random signs. Source:
         * Rodan and Tino (2011), doi:10.1109/TNN.2010.2089641.
         */
        CYCLE
    }

    /** Which features the readout meets, beside a constant. */
    public enum Readout {
        /** Inputs and states. */
        LINEAR,
        /** Inputs, states and the squares of the states. */
        SQUARES
    }

    /** What is done with outputs that are fed back, as inputs or through Wfb. */
    public enum Guard {
        /** They are kept within the range of the training targets and one standard deviation on either side of it. */
        CLIPPED,
        /** Nothing: what diverges, diverges. */
        OFF
    }

    /** The most of a scale: tanh is 1 to the last bit far below it. */
    private static final int MOST = 1_000_000;

    /** @throws IllegalArgumentException if an option is out of its range */
    public EchoState {
        require(units.orElse(1) >= 1, "units", "at least 1", units.orElse(1));
        require(
                spectralRadius > 0 && spectralRadius <= MOST,
                "the spectral radius",
                "above 0 and at most " + MOST,
                spectralRadius);
        double leak = leakRate.orElse(1);
        require(leak > 0 && leak <= 1, "the leak rate", "above 0 and at most 1", leak);
        size("the input scale", inputScale.orElse(1));
        size("the bias scale", biasScale);
        size("the feedback scale", feedbackScale);
        require(connections >= 1, "connections", "at least 1", connections);
        size("noise", noise);
        require(washout.orElse(0) >= 0, "washout", "at least 0", washout.orElse(0));
        ridges = List.copyOf(ridges);
        require(!ridges.isEmpty(), "the list of ridge penalties", "not empty", 0);
        for (double ridge : ridges) {
            require(ridge >= 0 && Double.isFinite(ridge), "a ridge penalty", "at least 0", ridge);
        }
    }

    private static void size(String what, double v) {
        require(v >= 0 && v <= MOST, what, "between 0 and " + MOST, v);
    }

    private static void require(boolean holds, String what, String range, double seen) {
        if (!holds) {
            throw new IllegalArgumentException(
                    "echo state network: " + what + " must be " + range + ", got " + Decimals.shortest(seen));
        }
    }

    /** Whether rows held out are to choose something. */
    boolean isOpen() {
        return leakRate.isEmpty() || inputScale.isEmpty();
    }

    double leak() {
        return leakRate.orElse(1);
    }

    double scaleOfInputs() {
        return inputScale.orElse(.5);
    }

    /** With so many units. */
    public EchoState units(int units) {
        return with(d -> d.units = OptionalInt.of(units));
    }

    /** With as many units as suit the rows. */
    EchoState sizedByRows() {
        return with(d -> d.units = OptionalInt.empty());
    }

    /** With units connected in another way. */
    public EchoState wiring(Wiring wiring) {
        return with(d -> d.wiring = wiring);
    }

    /** With another spectral radius. */
    public EchoState spectralRadius(double spectralRadius) {
        return with(d -> d.spectralRadius = spectralRadius);
    }

    /** With another leak rate. */
    public EchoState leakRate(double leakRate) {
        return with(d -> d.leakRate = OptionalDouble.of(leakRate));
    }

    /** With another scale of the inputs. */
    public EchoState inputScale(double inputScale) {
        return with(d -> d.inputScale = OptionalDouble.of(inputScale));
    }

    /** With another scale of the constant. */
    public EchoState biasScale(double biasScale) {
        return with(d -> d.biasScale = biasScale);
    }

    /** With the outputs fed back into the reservoir. */
    public EchoState feedbackScale(double feedbackScale) {
        return with(d -> d.feedbackScale = feedbackScale);
    }

    /** With units that each hear so many. */
    public EchoState connections(int connections) {
        return with(d -> d.connections = connections);
    }

    /** With noise while training. */
    public EchoState noise(double noise) {
        return with(d -> d.noise = noise);
    }

    /** With so many first steps left out. */
    public EchoState washout(int washout) {
        return with(d -> d.washout = OptionalInt.of(washout));
    }

    /** With other features. */
    public EchoState readout(Readout readout) {
        return with(d -> d.readout = readout);
    }

    /** With these penalties to choose from; a single one is taken as it is. */
    public EchoState ridges(Double... ridges) {
        return with(d -> d.ridges = List.of(ridges));
    }

    /** With another guard of closed loops. */
    public EchoState guard(Guard guard) {
        return with(d -> d.guard = guard);
    }

    /** With another seed. */
    public EchoState seed(long seed) {
        return with(d -> d.seed = seed);
    }

    /** The first steps that are left out of a sequence of so many. */
    int washoutOf(int length) {
        return Math.min(washout.orElse(Math.min(100, length / 10)), length);
    }

    int unitsFor(long rows) {
        return units.orElse((int) Math.max(1, Math.min(400, rows / 4)));
    }

    private EchoState with(Consumer<Draft> change) {
        Draft draft = new Draft(this);
        change.accept(draft);
        return draft.done();
    }

    /** The components one by one, so that a method can change the one it is about. */
    private static final class Draft {
        private OptionalInt units;
        private Wiring wiring;
        private double spectralRadius;
        private OptionalDouble leakRate;
        private OptionalDouble inputScale;
        private double biasScale;
        private double feedbackScale;
        private int connections;
        private double noise;
        private OptionalInt washout;
        private Readout readout;
        private List<Double> ridges;
        private Guard guard;
        private long seed;

        Draft(EchoState from) {
            units = from.units;
            wiring = from.wiring;
            spectralRadius = from.spectralRadius;
            leakRate = from.leakRate;
            inputScale = from.inputScale;
            biasScale = from.biasScale;
            feedbackScale = from.feedbackScale;
            connections = from.connections;
            noise = from.noise;
            washout = from.washout;
            readout = from.readout;
            ridges = from.ridges;
            guard = from.guard;
            seed = from.seed;
        }

        EchoState done() {
            return new EchoState(
                    units,
                    wiring,
                    spectralRadius,
                    leakRate,
                    inputScale,
                    biasScale,
                    feedbackScale,
                    connections,
                    noise,
                    washout,
                    readout,
                    ridges,
                    guard,
                    seed);
        }
    }
}
