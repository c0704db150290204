package dev.tilde.rnn;

import dev.tilde.design.Vocabulary;
import dev.tilde.formula.Formula;
import dev.tilde.formula.Limits;
import dev.tilde.json.Json;
import dev.tilde.linalg.Engine;
import dev.tilde.model.SavedField;
import dev.tilde.model.SavedFile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A fit as JSON: how rows become sequences, options, weights, what was said and measured, the ends of sequences and the
 * errors of intervals. Numbers keep every bit. The check tells a file that was changed from one that was saved.
 */
final class SavedFit {
    private static final String WHAT = "tilde sequence model";
    /** 2: many numbers are packed. Files of version 1 have lists of numbers. */
    private static final int VERSION = 2;
    /** Of an epoch. */
    private static final int NUMBERS = 9;

    private SavedFit() {}

    static Json json(RnnFit fit) {
        Map<String, Json> fields = new LinkedHashMap<>();
        fields.put("formula", Json.of(fit.formula.source()));
        fields.put("model", SavedModel.json(fit.model));
        fields.put("structure", SavedModel.json(fit.structure));
        fields.put("engine", SavedModel.word(fit.engine()));
        fields.put("layout", fit.layout.toJson());
        fields.put("core", fit.core.toJson());
        fields.put("leastSquares", fit.ols.toJson());
        fields.put(
                "history",
                new Json.Arr(fit.history().stream().map(SavedFit::epochs).toList()));
        fields.put(
                "bestEpochs",
                Json.of(fit.bestEpochs.stream()
                        .mapToDouble(Integer::doubleValue)
                        .toArray()));
        fields.put("notes", Json.of(fit.notes()));
        fields.put(
                "scores",
                new Json.Arr(fit.scores().stream().map(SavedFit::score).toList()));
        Conformal conformal = fit.onward().conformal();
        fields.put(
                "errors",
                Json.object(
                        "rows", PackedNumbers.lists(conformal.one()),
                        "ahead",
                                new Json.Arr(Arrays.stream(conformal.ahead())
                                        .map(PackedNumbers::lists)
                                        .toList()),
                        "shared", Json.of(conformal.shared()),
                        "transformed", Json.of(conformal.transformed())));
        fields.put("smearing", fit.onward().smearing().toJson());
        fields.put("columns", SavedEndings.json(fit.rows.panel().columns().rows(new int[0])));
        fields.put(
                "ends", fit.onward().goesOn() ? SavedEndings.json(fit.onward().endings(), fit.layout) : Json.none());
        return SavedFile.sealed(WHAT, VERSION, fields);
    }

    /** The numbers of all epochs, one behind the other. */
    private static Json epochs(List<Epoch> epochs) {
        return PackedNumbers.joined(epochs.stream()
                .map(e -> new double[] {
                    e.restart(),
                    e.number(),
                    e.epochs(),
                    e.train(),
                    e.stop(),
                    e.best() ? 1 : 0,
                    e.rate(),
                    e.norm(),
                    e.clipped()
                })
                .toArray(double[][]::new));
    }

    private static List<Epoch> restart(SavedField saved) {
        List<SavedField> items = saved.items();
        if (!items.isEmpty() && items.get(0).value() instanceof Json.Arr) {
            return items.stream().map(f -> epoch(f, f.numbers())).toList();
        }
        double[] all = PackedNumbers.numbers(saved);
        List<Epoch> epochs = new ArrayList<>();
        for (int at = 0; at < all.length; at += NUMBERS) {
            epochs.add(epoch(saved, Arrays.copyOfRange(all, at, Math.min(all.length, at + NUMBERS))));
        }
        return epochs;
    }

    private static Epoch epoch(SavedField saved, double[] v) {
        if (v.length != NUMBERS) {
            throw saved.wrong("an epoch");
        }
        return new Epoch((int) v[0], (int) v[1], (int) v[2], v[3], v[4], v[5] == 1, v[6], v[7], v[8]);
    }

    private static Json score(Score s) {
        return Json.object(
                "model", Json.of(s.model()),
                "heldOut", Json.of(s.heldOut()),
                "numbers", Json.of(new double[] {s.count(), s.rmse(), s.mae(), s.r2(), s.mase()}));
    }

    private static Score score(SavedField saved) {
        double[] v = saved.get("numbers").numbers();
        if (v.length != 5) {
            throw saved.wrong("a score");
        }
        return new Score(saved.get("model").text(), saved.get("heldOut").flag(), (int) v[0], v[1], v[2], v[3], v[4]);
    }

    static RnnFit fit(Json json, Vocabulary vocabulary, Limits most) {
        return SavedFile.read(json, WHAT, VERSION, saved -> read(saved, vocabulary, most));
    }

    private static RnnFit read(SavedField saved, Vocabulary vocabulary, Limits most) {
        List<String> notes = new ArrayList<>(saved.get("notes").texts());
        RnnRegression model = here(SavedModel.model(saved.get("model")), notes);
        Structure structure = SavedModel.structure(saved.get("structure"));
        SequenceLayout layout = SequenceLayout.fromJson(saved.get("layout").value(), vocabulary, most);
        int inputs = layout.inputs().count();
        int outputs = layout.responses().count();
        Formula formula = Formula.parse(
                saved.get("formula").text(), layout.design().formula().conventions(), most);
        LinearPart ols = linear(saved.get("leastSquares"), inputs, outputs);
        Core core = core(saved, model, structure, layout);
        SavedField errors = saved.get("errors");
        Conformal conformal = new Conformal(
                PackedNumbers.lists(errors.get("rows")),
                errors.get("ahead").items().stream().map(PackedNumbers::lists).toArray(double[][][]::new),
                errors.get("shared").flag(),
                errors.has("transformed") && errors.get("transformed").flag());
        int bases = layout.responses().bases().size();
        if (conformal.one().length != outputs || conformal.ahead().length != 0 && conformal.ahead().length != bases) {
            throw errors.wrong("a list of errors");
        }
        Smearing smearing =
                saved.has("smearing") ? Smearing.fromJson(saved.get("smearing"), layout.responses()) : Smearing.NONE;
        Columns columns = SavedEndings.columns(saved.get("columns"));
        if (columns.rows() != 0 || !columns.names().equals(layout.columns())) {
            throw saved.get("columns").wrong("a list of the columns");
        }
        Panel none = new Panel(
                columns, new int[0], new int[] {0}, List.of(), layout.spec().order(), Optional.empty(), List.of());
        Assembly.Arrays empty = new Assembly.Arrays(
                new double[0][],
                new double[0][],
                new double[0][],
                null,
                new byte[0][],
                new double[bases][0],
                new BitSet(),
                new int[0],
                null);
        Trained trained = new Trained(
                model,
                structure,
                formula,
                null,
                new Sequences(layout, none, empty, 0, new int[0]),
                core,
                core,
                ols,
                saved.get("history").items().stream().map(SavedFit::restart).toList(),
                saved.get("bestEpochs").items().stream().map(SavedField::whole).toList(),
                notes,
                saved.has("engine") ? SavedModel.choice(saved.get("engine"), Engine.values()) : Engine.JAVA);
        return RnnFit.restored(
                trained,
                saved.get("scores").items().stream().map(SavedFit::score).toList(),
                saved.get("ends").isNull() ? null : SavedEndings.endings(saved.get("ends"), core, layout),
                conformal,
                smearing);
    }

    /** The model with an engine that is there. */
    private static RnnRegression here(RnnRegression model, List<String> notes) {
        try {
            model.training().engine().require();
            return model;
        } catch (IllegalStateException e) {
            notes.add(e.getMessage()
                    + "; another makes the predictions, which may differ in the last digits from those of"
                    + " the fit that was saved");
            return model.engine(Engine.AUTO);
        }
    }

    private static LinearPart linear(SavedField saved, int inputs, int outputs) {
        LinearPart part = LinearPart.fromJson(saved);
        if (!part.fits(inputs, outputs)) {
            throw saved.wrong("a linear model of these inputs");
        }
        return part;
    }

    private static Core core(SavedField saved, RnnRegression model, Structure structure, SequenceLayout layout) {
        SavedField core = saved.get("core");
        int inputs = layout.inputs().count();
        int outputs = layout.responses().count();
        if (model.echo().isPresent()) {
            EchoFit echo = SavedEcho.of(core.get("echo").value());
            if (echo.reservoir.inputs != inputs || echo.reservoir.outputs != outputs) {
                throw core.wrong("a network of these inputs");
            }
            return new EchoCore(echo, false);
        }
        List<Network> networks = new ArrayList<>();
        for (SavedField f : core.get("networks").items()) {
            double[] numbers = PackedNumbers.numbers(f);
            // Before anything of that size is made.
            if (size(structure, inputs, outputs * (long) model.loss().heads(), numbers.length) != numbers.length) {
                throw f.wrong("a list of the weights of this structure");
            }
            Network network = Networks.build(structure, layout, model.loss(), model.training());
            network.all.set(0, numbers);
            network.read();
            networks.add(network);
        }
        if (networks.isEmpty()) {
            throw core.wrong("a list of networks");
        }
        if (structure.kind().isGrid() != layout.spec().isGrid()) {
            throw saved.get("structure").wrong("a network of the dimensions of the layout");
        }
        return new NetworkCore(linear(core.get("linear"), inputs, outputs), networks, inputs, outputs);
    }

    /** How many weights a structure has; -1 if surely more than so many. */
    private static long size(Structure structure, int inputs, long heads, int most) {
        long layers =
                structure.kind() == Structure.Kind.TDNN ? structure.steps().size() : structure.layers();
        boolean large = structure.hidden() < 1
                || structure.hidden() > most
                || layers > most
                || structure.taps() > Math.max(most, 3)
                || structure.steps().size() > most;
        if (large) {
            return -1;
        }
        List<Layer> built = structure.build(inputs);
        long size = 0;
        for (Layer layer : built) {
            for (Parameter p : layer.parameters().values()) {
                size += p.size();
            }
        }
        long width = built.get(built.size() - 1).width();
        return size + heads * width + heads;
    }
}
