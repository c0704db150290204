package dev.tilde.design;

import dev.tilde.data.Schema.Kind;
import dev.tilde.design.Bound.Category;
import dev.tilde.design.Bound.Coded;
import dev.tilde.formula.Conventions.Reading;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * {@code hashed(x, levels=n)}: a factor of the levels {@code h0} to {@code h(n-1)}, all of which are kept whether a row
 * has them or not, so its columns are known without data and a text never seen has a place. The level of a text is its
 * MD5 sum, read as an unsigned number with the first byte highest, modulo n; formulaic: {@code hashed}.
 */
final class Hashing {
    private static final int FEWEST = 2;

    private Hashing() {}

    /** How many levels a call asks for. */
    static int levels(Arguments args) {
        Reading reading = args.conventions().reading();
        if (reading != Reading.STRICT) {
            throw args.unknownFunction(
                    (reading == Reading.R ? "R" : "patsy") + " has no function named \"hashed\"",
                    "It is of formulaic and of Tilde's conventions.");
        }
        args.only("levels").positional(1, 2);
        return args.whole("levels", 1, FEWEST)
                .orElseThrow(() -> args.problem(
                        "hashed needs the number of levels, as in hashed(x, levels=16)", "", Integer.MAX_VALUE));
    }

    static Category of(Category texts, int levels) {
        List<String> names = new ArrayList<>();
        for (int h = 0; h < levels; h++) {
            names.add("h" + h);
        }
        String[] dictionary = names.toArray(String[]::new);
        return new Category(
                block -> {
                    Coded coded = texts.coder().of(block);
                    int[] level = new int[coded.dictionary().length];
                    boolean[] known = new boolean[level.length];
                    int[] codes = new int[block.rows()];
                    for (int i = 0; i < codes.length; i++) {
                        int code = coded.codes()[i];
                        if (code >= 0 && !known[code]) {
                            level[code] = level(coded.dictionary()[code], levels);
                            known[code] = true;
                        }
                        codes[i] = code < 0 ? -1 : level[code];
                    }
                    return new Coded(codes, dictionary);
                },
                Kind.TEXT,
                names,
                Bound.Listed.WHOLE,
                false,
                Optional.empty());
    }

    static int level(String text, int levels) {
        try {
            byte[] sum = MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8));
            return new BigInteger(1, sum).mod(BigInteger.valueOf(levels)).intValue();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has MD5", e);
        }
    }
}
