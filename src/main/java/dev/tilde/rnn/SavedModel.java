package dev.tilde.rnn;

import dev.tilde.data.DataException;
import dev.tilde.json.Json;
import dev.tilde.linalg.Engine;
import dev.tilde.linalg.Precision;
import dev.tilde.model.SavedField;
import java.util.Locale;
import java.util.Optional;

/** The options of a model as JSON. A long does not fit into a JSON number and is a text; infinity is null. */
final class SavedModel {
    private SavedModel() {}

    static Json json(RnnRegression model) {
        return Json.object(
                "structure", json(model.structure()),
                "sequences", model.sequences().toJson(),
                "training", json(model.training()),
                "loss", Json.of(lossName(model.loss())),
                "echo", model.echo().map(SavedEcho::options).orElse(Json.none()),
                "level", Json.of(model.level()));
    }

    /** Only a loss that can be found by its name can be read again. */
    private static String lossName(Loss loss) {
        try {
            if (Losses.named(loss.name()).getClass() == loss.getClass()) {
                return loss.name();
            }
        } catch (IllegalArgumentException e) {
            // Said below.
        }
        throw new DataException(
                "a fit with the loss " + loss.name() + " cannot be saved, since it is not one of Losses");
    }

    static RnnRegression model(SavedField saved) {
        return new RnnRegression(
                structure(saved.get("structure")),
                SequenceSpec.fromJson(saved.get("sequences").value()),
                training(saved.get("training")),
                Losses.named(saved.get("loss").text()),
                saved.get("echo").isNull()
                        ? Optional.empty()
                        : Optional.of(SavedEcho.options(saved.get("echo").value())),
                saved.get("level").number());
    }

    static Json json(Structure s) {
        return Json.object(
                "kind", word(s.kind()),
                "hidden", Json.of(s.hidden()),
                "layers", Json.of(s.layers()),
                "bidirectional", Json.of(s.bidirectional()),
                "dropout", Json.of(s.dropout()),
                "recurrentDropout", Json.of(s.recurrentDropout()),
                "steps",
                        Json.of(s.steps().stream()
                                .mapToDouble(Integer::doubleValue)
                                .toArray()),
                "taps", Json.of(s.taps()),
                "leak", Json.of(s.leak()),
                "relu", Json.of(s.relu()),
                "memory", Json.of(s.memory()));
    }

    static Structure structure(SavedField s) {
        Structure plain = new Structure(
                choice(s.get("kind"), Structure.Kind.values()),
                s.get("hidden").whole(),
                s.get("layers").whole(),
                s.get("bidirectional").flag(),
                s.get("dropout").number(),
                s.get("recurrentDropout").number(),
                s.get("steps").items().stream().map(SavedField::whole).toList(),
                s.get("taps").whole(),
                Double.NaN,
                s.get("relu").flag(),
                s.has("memory") ? s.get("memory").whole() : 0);
        return s.get("leak").isNull() ? plain : plain.leak(s.get("leak").number());
    }

    /** Without the number of threads, which is one of a machine: the same model has the same bytes for any. */
    private static Json json(Training t) {
        return Json.object(
                "optimizer", json(t.optimizer()),
                "schedule",
                        Json.object(
                                "kind", word(t.schedule().kind()),
                                "factor", Json.of(t.schedule().factor()),
                                "epochs", Json.of(t.schedule().epochs()),
                                "warmUp", Json.of(t.schedule().warmUp())),
                "epochs", Json.of(t.epochs()),
                "patience", Json.of(t.patience()),
                "clip", Json.of(t.clip()),
                "batch", Json.of(t.batch()),
                "truncate", Json.of(t.truncate()),
                "varyLengths", Json.of(t.varyLengths()),
                "holdOut", word(t.holdOut()),
                "restarts", Json.of(t.restarts()),
                "refit", Json.of(t.refit()),
                "seed", Json.of(Long.toString(t.seed())),
                "threads", Json.of(0),
                "precision", word(t.precision()),
                "engine", word(t.engine()),
                "sampling",
                        Json.object(
                                "kind", word(t.sampling().kind()),
                                "value", Json.of(t.sampling().value()),
                                "epochs", Json.of(t.sampling().epochs())));
    }

    private static Training training(SavedField t) {
        SavedField s = t.get("schedule");
        return new Training(
                optimizer(t.get("optimizer")),
                new Schedule(
                        choice(s.get("kind"), Schedule.Kind.values()),
                        s.get("factor").number(),
                        s.get("epochs").whole(),
                        s.get("warmUp").whole()),
                t.get("epochs").whole(),
                t.get("patience").whole(),
                t.get("clip").isNull()
                        ? Double.POSITIVE_INFINITY
                        : t.get("clip").number(),
                t.get("batch").whole(),
                t.get("truncate").whole(),
                t.get("varyLengths").flag(),
                choice(t.get("holdOut"), Training.HoldOut.values()),
                t.get("restarts").whole(),
                t.get("refit").flag(),
                Long.parseLong(t.get("seed").text()),
                t.get("threads").whole(),
                choice(t.get("precision"), Precision.values()),
                new Sampling(
                        choice(t.get("sampling").get("kind"), Sampling.Kind.values()),
                        t.get("sampling").get("value").number(),
                        t.get("sampling").get("epochs").whole()),
                t.has("engine") ? choice(t.get("engine"), Engine.values()) : Engine.AUTO);
    }

    private static Json json(Optimizer optimizer) {
        if (optimizer instanceof Optimizers.Lbfgs l) {
            return Json.object("kind", Json.of("lbfgs"), "rate", Json.of(l.rate()), "history", Json.of(l.history()));
        }
        if (optimizer instanceof Optimizers.Rule r) {
            return Json.object(
                    "kind", word(r.kind()),
                    "rate", Json.of(r.rate()),
                    "momentum", Json.of(r.momentum()),
                    "beta", Json.of(r.beta()),
                    "beta2", Json.of(r.beta2()),
                    "epsilon", Json.of(r.epsilon()),
                    "decay", Json.of(r.decay()),
                    "option", Json.of(r.option()));
        }
        throw new DataException("a fit with the optimiser " + optimizer.name() + " cannot be saved");
    }

    private static Optimizer optimizer(SavedField o) {
        if (o.get("kind").text().equals("lbfgs")) {
            return new Optimizers.Lbfgs(o.get("rate").number(), o.get("history").whole());
        }
        return new Optimizers.Rule(
                choice(o.get("kind"), Optimizers.Kind.values()),
                o.get("rate").number(),
                o.get("momentum").number(),
                o.get("beta").number(),
                o.get("beta2").number(),
                o.get("epsilon").number(),
                o.get("decay").number(),
                o.get("option").flag());
    }

    static Json word(Enum<?> value) {
        return Json.of(value.name().toLowerCase(Locale.ROOT));
    }

    static <E extends Enum<E>> E choice(SavedField saved, E[] values) {
        for (E v : values) {
            if (v.name().toLowerCase(Locale.ROOT).equals(saved.text())) {
                return v;
            }
        }
        throw saved.wrong("a known word");
    }
}
