package dev.tilde.rnn;

import dev.tilde.formula.Formula;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** What a training is of, in 64 bits: data, formula and options, the number of threads apart. */
final class Fingerprint {
    private Fingerprint() {}

    static long of(Formula formula, RnnRegression model, Structure structure, TrainingSet data) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            String words =
                    formula.source() + "|" + structure + "|" + model.training().threads(1) + "|"
                            + model.loss().name() + "|" + data.inputs() + "|" + data.outputs();
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

    private static void add(MessageDigest digest, double[] numbers) {
        ByteBuffer buffer = ByteBuffer.allocate(8 * numbers.length);
        for (double v : numbers) {
            buffer.putDouble(v);
        }
        digest.update(buffer.array());
    }
}
