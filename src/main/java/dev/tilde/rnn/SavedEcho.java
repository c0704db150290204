package dev.tilde.rnn;

import dev.tilde.data.DataException;
import dev.tilde.json.Json;
import dev.tilde.linalg.Matrix;
import dev.tilde.linalg.SparseMatrix;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** A fitted echo state network as JSON: all weights are stored, so that a reader needs no random numbers. */
final class SavedEcho {
    private static final int FORMAT = 1;

    private SavedEcho() {}

    static Json json(EchoFit fit) {
        EchoState o = fit.options;
        Reservoir r = fit.reservoir;
        return Json.object(
                "format", Json.of(FORMAT),
                "options", options(o),
                "inputs", Json.of(r.inputs),
                "outputs", Json.of(r.outputs),
                "starts", whole(r.recurrent.starts()),
                "columns", whole(r.recurrent.columnNumbers()),
                "recurrent", Json.of(plain(r.recurrent.values())),
                "input", Json.of(plain(r.input)),
                "feedback", Json.of(plain(r.feedback)),
                "ridge", Json.of(fit.ridge),
                "intercepts", Json.of(plain(fit.intercepts)),
                "coefficients", Json.of(plain(fit.coefficients.data())),
                "least", Json.of(array(fit.guard.least())),
                "most", Json.of(array(fit.guard.most())));
    }

    static Json options(EchoState o) {
        return Json.object(
                "units", o.units().isPresent() ? Json.of(o.units().getAsInt()) : Json.none(),
                "wiring", Json.of(word(o.wiring())),
                "spectralRadius", Json.of(o.spectralRadius()),
                "leakRate", optional(o.leakRate()),
                "inputScale", optional(o.inputScale()),
                "biasScale", Json.of(o.biasScale()),
                "feedbackScale", Json.of(o.feedbackScale()),
                "connections", Json.of(o.connections()),
                "noise", Json.of(o.noise()),
                "washout", o.washout().isPresent() ? Json.of(o.washout().getAsInt()) : Json.none(),
                "readout", Json.of(word(o.readout())),
                "ridges", Json.of(array(o.ridges())),
                "guard", Json.of(word(o.guard())),
                // A long does not fit into a JSON number.
                "seed", Json.of(Long.toString(o.seed())));
    }

    private static Json whole(int[] values) {
        return Json.of(Arrays.stream(values).asDoubleStream().toArray());
    }

    private static double[] array(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }

    /** -0, which JSON writes as 0, is as good as 0 in a sum. */
    private static double[] plain(double[] values) {
        for (double v : values) {
            if (!Double.isFinite(v)) {
                throw new DataException("a fit with weights that are not finite cannot be saved, got " + v
                        + "; fit again with a larger ridge penalty");
            }
        }
        return values;
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    /** @throws DataException if something is missing, of the wrong kind or of the wrong size */
    static EchoFit of(Json json) {
        if (number(json, "format") != FORMAT) {
            throw damaged("format is not " + FORMAT);
        }
        EchoState options = options(json.get("options"));
        int inputs = whole(json, "inputs", 0);
        int outputs = whole(json, "outputs", 1);
        int[] starts =
                Arrays.stream(numbers(json, "starts")).mapToInt(v -> (int) v).toArray();
        int[] columns =
                Arrays.stream(numbers(json, "columns")).mapToInt(v -> (int) v).toArray();
        int units = starts.length - 1;
        if (units < 1) {
            throw damaged("starts is not a list of at least two numbers");
        }
        double[] values = numbers(json, "recurrent");
        SparseMatrix recurrent;
        try {
            recurrent = SparseMatrix.of(units, units, starts, columns, values);
        } catch (IllegalArgumentException e) {
            throw damaged(e.getMessage());
        }
        double[] input = sized(json, "input", (long) units * (inputs + 1));
        double[] feedback = sized(json, "feedback", options.feedbackScale() == 0 ? 0 : (long) units * outputs);
        Reservoir reservoir = new Reservoir(inputs, outputs, recurrent, input, feedback, options.leak());
        int features = new EchoReadout(options.readout(), reservoir).count();
        EchoGuard guard = options.guard() == EchoState.Guard.OFF
                ? EchoGuard.off(outputs)
                : new EchoGuard(list(sized(json, "least", outputs)), list(sized(json, "most", outputs)));
        return new EchoFit(
                options,
                reservoir,
                number(json, "ridge"),
                sized(json, "intercepts", outputs),
                Matrix.of(features, outputs, sized(json, "coefficients", (long) features * outputs)),
                guard);
    }

    static EchoState options(Json json) {
        try {
            return new EchoState(
                    optional(json, "units"),
                    choice(json, "wiring", EchoState.Wiring.values()),
                    number(json, "spectralRadius"),
                    open(json, "leakRate"),
                    open(json, "inputScale"),
                    number(json, "biasScale"),
                    number(json, "feedbackScale"),
                    whole(json, "connections", 1),
                    number(json, "noise"),
                    optional(json, "washout"),
                    choice(json, "readout", EchoState.Readout.values()),
                    list(numbers(json, "ridges")),
                    choice(json, "guard", EchoState.Guard.values()),
                    seed(json));
        } catch (IllegalArgumentException e) {
            throw damaged(e.getMessage());
        }
    }

    private static Json optional(OptionalDouble value) {
        return value.isPresent() ? Json.of(value.getAsDouble()) : Json.none();
    }

    private static OptionalDouble open(Json json, String key) {
        return json.get(key) instanceof Json.Null ? OptionalDouble.empty() : OptionalDouble.of(number(json, key));
    }

    private static long seed(Json json) {
        if (json.get("seed") instanceof Json.Str s) {
            try {
                return Long.parseLong(s.value());
            } catch (NumberFormatException e) {
                throw damaged("seed is not a whole number: " + s.value());
            }
        }
        throw damaged("seed is not a string");
    }

    private static OptionalInt optional(Json json, String key) {
        return json.get(key) instanceof Json.Num ? OptionalInt.of(whole(json, key, 0)) : OptionalInt.empty();
    }

    private static double number(Json json, String key) {
        if (json.get(key) instanceof Json.Num n) {
            return n.value();
        }
        throw damaged(key + " is not a number");
    }

    private static int whole(Json json, String key, int least) {
        double v = number(json, key);
        if (v != Math.rint(v) || v < least || v > Integer.MAX_VALUE) {
            throw damaged(key + " is not a whole number from " + least + " on");
        }
        return (int) v;
    }

    private static double[] numbers(Json json, String key) {
        if (!(json.get(key) instanceof Json.Arr a)) {
            throw damaged(key + " is not a list");
        }
        double[] out = new double[a.items().size()];
        for (int i = 0; i < out.length; i++) {
            if (!(a.items().get(i) instanceof Json.Num n)) {
                throw damaged(key + "[" + i + "] is not a number");
            }
            out[i] = n.value();
        }
        return out;
    }

    private static double[] sized(Json json, String key, long size) {
        double[] all = numbers(json, key);
        if (all.length != size) {
            throw damaged(key + " has " + all.length + " numbers, not " + size);
        }
        return all;
    }

    private static List<Double> list(double[] values) {
        return Arrays.stream(values).boxed().toList();
    }

    private static <E extends Enum<E>> E choice(Json json, String key, E[] values) {
        for (E v : values) {
            if (json.get(key) instanceof Json.Str s && s.value().equals(word(v))) {
                return v;
            }
        }
        throw damaged(key + " is not a known word");
    }

    private static DataException damaged(String what) {
        return new DataException("the saved network is damaged: " + what + "; save it again from the fit it came from");
    }
}
