package dev.tilde.design;

import dev.tilde.data.Csv;
import dev.tilde.data.CsvOptions;
import dev.tilde.data.Dataset;
import dev.tilde.json.Json;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * Formulas over one table with what patsy 0.5.3 and R 4.2.2 make of them: those in the test resources, or those of the
 * folder named by the system property {@code tilde.formulas}.
 *
 * @param cases formula, topic, dialect
 * @param golden by id of the case and engine
 * @param data the table
 * @param fresh new rows of it
 */
record Suite(List<Json> cases, Json golden, Dataset data, Dataset fresh) {
    static Suite read() throws IOException {
        String folder = System.getProperty("tilde.formulas", "");
        if (folder.isEmpty()) {
            return shipped();
        }
        Map<String, byte[]> files = new HashMap<>();
        for (String name : List.of("formulas.json", "golden.json", "data.csv", "newdata.csv")) {
            files.put(name, Files.readAllBytes(Path.of(folder, name)));
        }
        return of(files);
    }

    /** Those in the test resources. */
    static Suite shipped() throws IOException {
        Map<String, byte[]> files = new HashMap<>();
        try (InputStream in = Suite.class.getResourceAsStream("/formula/suite.zip");
                ZipInputStream zip = new ZipInputStream(in)) {
            for (ZipEntry e = zip.getNextEntry(); e != null; e = zip.getNextEntry()) {
                files.put(e.getName(), zip.readAllBytes());
            }
        }
        return of(files);
    }

    private static Suite of(Map<String, byte[]> files) {
        return new Suite(
                json(files.get("formulas.json")).items(),
                json(files.get("golden.json")),
                csv(files.get("data.csv")),
                csv(files.get("newdata.csv")));
    }

    private static Json json(byte[] text) {
        return Json.parse(new String(text, StandardCharsets.UTF_8));
    }

    private static Dataset csv(byte[] text) {
        return Csv.read(new ByteArrayInputStream(text), "data", CsvOptions.DEFAULTS);
    }

    /** The table of a case. */
    Dataset data(Json c) {
        return c.get("cols") instanceof Json.Arr cols ? data.select(Corpus.texts(cols)) : data;
    }
}
