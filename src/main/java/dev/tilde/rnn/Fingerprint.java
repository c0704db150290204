package dev.tilde.rnn;

import dev.tilde.formula.Formula;
import dev.tilde.linalg.Engine;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * What a training is of, in 64 bits: data, formula and options, the number of threads and the engine apart, and what it
 * aims at where that is not what earlier versions aimed at.
 */
final class Fingerprint {
    private Fingerprint() {}

    static long of(Formula formula, RnnRegression model, Structure structure, TrainingSet data) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            String words = formula.source() + "|" + structure + "|" + options(model.training()) + "|"
                    + model.loss().name() + "|" + data.inputs() + "|" + data.outputs()
                    + (data.closed() == null ? "" : "|judged in closed loop");
            digest.update(words.getBytes(StandardCharsets.UTF_8));
            for (int s = 0; s < data.count(); s++) {
                add(digest, data.x(s));
                add(digest, data.y(s));
                add(digest, data.offset(s));
                add(digest, data.trainWeights()[s]);
            }
            Grids grids = data.grids();
            if (grids.isPlane()) {
                digest.update(grids.toString().getBytes(StandardCharsets.UTF_8));
            }
            return ByteBuffer.wrap(digest.digest()).getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** As options were written before there were engines, so that older checkpoints are still known. */
    private static String options(Training training) {
        Training plain = training.threads(1).engine(Engine.AUTO);
        return plain.toString().replace(", engine=" + Engine.AUTO, "");
    }

    private static void add(MessageDigest digest, double[] numbers) {
        ByteBuffer buffer = ByteBuffer.allocate(8 * numbers.length);
        for (double v : numbers) {
            buffer.putDouble(v);
        }
        digest.update(buffer.array());
    }
}
