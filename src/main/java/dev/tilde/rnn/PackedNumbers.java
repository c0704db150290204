package dev.tilde.rnn;

import dev.tilde.json.Json;
import dev.tilde.model.SavedField;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * Many numbers in little room, to the last bit: a list of texts in base 64, each of up to 2^19 numbers, written as
 * {@code f} for floats where all of them are floats, else as {@code d} for doubles, lowest byte first; all first bytes,
 * then all second ones and so on, since those of one place repeat; deflated. Few numbers stay a list of numbers.
 */
final class PackedNumbers {
    private static final int CHUNK = 1 << 19;
    /** Below this nothing is won. */
    private static final int FEW = 32;

    private PackedNumbers() {}

    static Json json(double[] values) {
        if (values.length < FEW && Arrays.stream(values).allMatch(PackedNumbers::isPlain)) {
            return Json.of(values);
        }
        List<Json> texts = new ArrayList<>();
        for (int from = 0; from < values.length; from += CHUNK) {
            texts.add(Json.of(text(values, from, Math.min(values.length, from + CHUNK))));
        }
        return new Json.Arr(texts);
    }

    /** The same, one list behind the other. */
    static Json joined(double[][] lists) {
        int length = Arrays.stream(lists).mapToInt(l -> l.length).reduce(0, Math::addExact);
        double[] chunk = new double[Math.min(CHUNK, length)];
        List<Json> texts = new ArrayList<>();
        int n = 0;
        for (double[] list : lists) {
            for (int at = 0; at < list.length; ) {
                int some = Math.min(list.length - at, chunk.length - n);
                System.arraycopy(list, at, chunk, n, some);
                at += some;
                n += some;
                if (n == CHUNK) {
                    texts.add(Json.of(text(chunk, 0, n)));
                    n = 0;
                }
            }
        }
        if (texts.isEmpty()) {
            return json(chunk);
        }
        if (n > 0) {
            texts.add(Json.of(text(chunk, 0, n)));
        }
        return new Json.Arr(texts);
    }

    /** Each list by itself. */
    static Json lists(double[][] lists) {
        return new Json.Arr(Arrays.stream(lists).map(PackedNumbers::json).toList());
    }

    /** JSON has no negative zero, and null for all that is not finite. */
    private static boolean isPlain(double v) {
        return Double.isFinite(v) && Double.doubleToRawLongBits(v) != Double.doubleToRawLongBits(-0.0);
    }

    private static boolean isFloat(double v) {
        return Double.isNaN(v) || Double.doubleToRawLongBits((float) v) == Double.doubleToRawLongBits(v);
    }

    private static String text(double[] values, int from, int to) {
        int n = to - from;
        boolean floats = true;
        for (int i = from; i < to && floats; i++) {
            floats = isFloat(values[i]);
        }
        int width = floats ? Float.BYTES : Double.BYTES;
        byte[] bytes = new byte[n * width];
        for (int i = 0; i < n; i++) {
            double v = values[from + i];
            long bits = floats ? Float.floatToIntBits((float) v) : Double.doubleToLongBits(v);
            for (int b = 0; b < width; b++) {
                bytes[b * n + i] = (byte) (bits >>> 8 * b);
            }
        }
        Deflater deflater = new Deflater();
        try {
            deflater.setInput(bytes);
            deflater.finish();
            ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length / 2 + 64);
            byte[] buffer = new byte[8192];
            while (!deflater.finished()) {
                out.write(buffer, 0, deflater.deflate(buffer));
            }
            return (floats ? "f" : "d") + Base64.getEncoder().encodeToString(out.toByteArray());
        } finally {
            deflater.end();
        }
    }

    /**
     * Reads what {@link #json} wrote, and lists of plain numbers as they come.
     *
     * @throws dev.tilde.data.DataException if it is neither
     */
    static double[] numbers(SavedField saved) {
        List<SavedField> items = saved.items();
        if (items.isEmpty() || !(items.get(0).value() instanceof Json.Str)) {
            return saved.numbers();
        }
        List<double[]> chunks = items.stream().map(PackedNumbers::chunk).toList();
        double[] all = new double[chunks.stream().mapToInt(c -> c.length).reduce(0, Math::addExact)];
        int at = 0;
        for (double[] chunk : chunks) {
            System.arraycopy(chunk, 0, all, at, chunk.length);
            at += chunk.length;
        }
        return all;
    }

    /** Reads what {@link #lists} wrote. */
    static double[][] lists(SavedField saved) {
        return saved.items().stream().map(PackedNumbers::numbers).toArray(double[][]::new);
    }

    /**
     * Reads what {@link #joined} wrote, or lists by themselves.
     *
     * @param lengths of the lists
     * @throws dev.tilde.data.DataException if there are more or fewer numbers
     */
    static double[][] parted(SavedField saved, int[] lengths) {
        List<SavedField> items = saved.items();
        double[][] lists = new double[lengths.length][];
        boolean fits;
        if (!items.isEmpty() && items.get(0).value() instanceof Json.Arr) {
            double[][] given = lists(saved);
            fits = given.length == lengths.length;
            for (int i = 0; i < lengths.length && fits; i++) {
                lists[i] = given[i];
                fits = given[i].length == lengths[i];
            }
        } else {
            fits = part(saved, items, lists, lengths);
        }
        if (!fits) {
            throw saved.wrong("a list of numbers for each sequence");
        }
        return lists;
    }

    /** Chunk by chunk, since all numbers in one piece would take their room once more. */
    private static boolean part(SavedField saved, List<SavedField> items, double[][] lists, int[] lengths) {
        boolean packed = !items.isEmpty() && items.get(0).value() instanceof Json.Str;
        int list = 0;
        int at = 0;
        for (SavedField item : packed ? items : List.of(saved)) {
            double[] some = packed ? chunk(item) : item.numbers();
            for (int from = 0; from < some.length; ) {
                while (list < lengths.length && at == lengths[list]) {
                    list++;
                    at = 0;
                }
                if (list == lengths.length) {
                    return false;
                }
                if (at == 0) {
                    lists[list] = new double[lengths[list]];
                }
                int n = Math.min(some.length - from, lengths[list] - at);
                System.arraycopy(some, from, lists[list], at, n);
                from += n;
                at += n;
            }
        }
        long missing = -at;
        for (int i = list; i < lengths.length; i++) {
            missing += lengths[i];
        }
        for (int i = 0; i < lists.length && missing == 0; i++) {
            lists[i] = lists[i] == null ? new double[0] : lists[i];
        }
        return missing == 0;
    }

    private static double[] chunk(SavedField saved) {
        String text = saved.text();
        boolean floats = text.startsWith("f");
        if (!floats && !text.startsWith("d")) {
            throw saved.wrong("a text of packed numbers");
        }
        int width = floats ? Float.BYTES : Double.BYTES;
        byte[] bytes;
        try {
            bytes = inflated(Base64.getDecoder().decode(text.substring(1).getBytes(StandardCharsets.UTF_8)), width);
        } catch (DataFormatException | IllegalArgumentException e) {
            throw saved.wrong("a text of packed numbers");
        }
        int n = bytes.length / width;
        double[] values = new double[n];
        for (int i = 0; i < n; i++) {
            long bits = 0;
            for (int b = 0; b < width; b++) {
                bits |= (bytes[b * n + i] & 0xffL) << 8 * b;
            }
            values[i] = floats ? Float.intBitsToFloat((int) bits) : Double.longBitsToDouble(bits);
        }
        return values;
    }

    /** No more than a chunk holds, so that a forged text cannot fill the memory. */
    private static byte[] inflated(byte[] deflated, int width) throws DataFormatException {
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(deflated);
            ByteArrayOutputStream out = new ByteArrayOutputStream(4 * deflated.length);
            byte[] buffer = new byte[8192];
            while (!inflater.finished()) {
                int n = inflater.inflate(buffer);
                if (n == 0 && !inflater.finished() || out.size() + n > CHUNK * width) {
                    throw new DataFormatException("cut, or too long");
                }
                out.write(buffer, 0, n);
            }
            if (inflater.getRemaining() > 0 || out.size() % width != 0) {
                throw new DataFormatException("too long");
            }
            return out.toByteArray();
        } finally {
            inflater.end();
        }
    }
}
