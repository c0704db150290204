package dev.tilde.rnn;

import dev.tilde.report.Document.Piece;
import dev.tilde.report.Document.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The formula of a sequence model cut into pieces by role, for colour. */
final class SequencePieces {
    private static final Pattern WORD = Pattern.compile(
            "`[^`]*`|[\\p{L}_.][\\p{L}\\p{M}\\p{N}_.]*\\s*\\(?|[\\p{N}][\\p{N}.eE]*|[^\\p{L}\\p{N}_.`]+|.",
            Pattern.DOTALL);

    private SequencePieces() {}

    static List<Piece> of(RnnFit fit) {
        String text = fit.formula.source();
        int tilde = text.indexOf('~');
        Set<String> columns = Set.copyOf(fit.layout.columns());
        List<Piece> pieces = new ArrayList<>();
        Matcher m = WORD.matcher(text);
        while (m.find()) {
            String word = m.group();
            String bare = word.replace("`", "").strip();
            boolean name = columns.contains(bare);
            Role role = word.endsWith("(") && Character.isLetter(word.codePointAt(0))
                    ? Role.FUNCTION
                    : name
                            ? m.start() < tilde ? Role.RESPONSE : Role.VARIABLE
                            : Character.isLetterOrDigit(word.codePointAt(0)) ? Role.PLAIN : Role.OPERATOR;
            pieces.add(new Piece(word, role));
        }
        return pieces;
    }
}
