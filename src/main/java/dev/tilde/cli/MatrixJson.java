package dev.tilde.cli;

import dev.tilde.design.CodedTerm;
import dev.tilde.design.DesignMatrices;
import dev.tilde.design.DesignMatrix;
import dev.tilde.design.DesignSpec;
import dev.tilde.json.Json;
import dev.tilde.linalg.Matrix;
import dev.tilde.text.Decimals;
import java.io.IOException;
import java.io.Writer;
import java.util.Optional;

/** A design as JSON, written row by row: a tree of all numbers would take many times their memory. */
final class MatrixJson {
    private MatrixJson() {}

    static void write(DesignMatrices m, Writer out) throws IOException {
        head(m.spec(), m.predictors(), out);
        out.write(",\n\"response\":");
        if (m.response().isPresent()) {
            side(m.response().get(), out);
        } else {
            out.write("null");
        }
        role("offset", m.roles().offset(), out);
        role("weights", m.roles().weights(), out);
        out.write(",\n\"predictors\":");
        side(m.predictors(), out);
        if (!m.parts().isEmpty()) {
            String separator = ",\n\"parts\":[";
            for (DesignMatrix part : m.parts()) {
                out.write(separator);
                side(part, out);
                separator = ",\n";
            }
            out.write(']');
        }
        out.write("}\n");
    }

    /** New rows, of which only the right side is known. */
    static void write(DesignSpec spec, DesignMatrix x, Writer out) throws IOException {
        head(spec, x, out);
        out.write(",\n\"predictors\":");
        side(x, out);
        out.write("}\n");
    }

    private static void head(DesignSpec spec, DesignMatrix x, Writer out) throws IOException {
        out.write("{\"formula\":" + Json.of(spec.formula().toString()).compact());
        out.write(",\"convention\":"
                + Json.of(spec.formula().conventions().name()).compact());
        out.write(",\"kept\":[");
        String separator = "";
        for (long row : x.keptRows()) {
            out.write(separator + row);
            separator = ",";
        }
        out.write(']');
    }

    private static void role(String name, Optional<double[]> values, Writer out) throws IOException {
        if (values.isPresent()) {
            out.write(",\n\"" + name + "\":");
            numbers(values.get(), out);
        }
    }

    private static void side(DesignMatrix side, Writer out) throws IOException {
        out.write("{\"columns\":" + Json.of(side.columns()).compact() + ",\"terms\":[");
        String separator = "";
        for (CodedTerm t : side.terms()) {
            out.write(separator);
            out.write(Json.object("name", Json.of(t.name()), "start", Json.of(t.start()), "end", Json.of(t.end()))
                    .compact());
            separator = ",";
        }
        out.write("],\"matrix\":[");
        Matrix m = side.matrix();
        for (int i = 0; i < side.rows(); i++) {
            out.write(i == 0 ? "\n" : ",\n");
            numbers(m.row(i), out);
        }
        out.write("]}");
    }

    private static void numbers(double[] values, Writer out) throws IOException {
        String separator = "[";
        for (double v : values) {
            out.write(separator);
            out.write(number(v));
            separator = ",";
        }
        out.write(values.length == 0 ? "[]" : "]");
    }

    /** JSON has no infinities; they are strings here, since a design can hold them. */
    private static String number(double v) {
        if (Double.isNaN(v)) {
            return "null";
        }
        return Double.isInfinite(v) ? (v > 0 ? "\"Infinity\"" : "\"-Infinity\"") : Decimals.shortest(v);
    }
}
