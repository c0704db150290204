package dev.tilde.linear;

import dev.tilde.formula.Formula;
import dev.tilde.report.Document.Piece;
import dev.tilde.report.Document.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A formula cut into pieces by role, for colour. */
final class FormulaPieces {
    /** A quoted or plain name with the bracket of a call, a string, or anything else up to the next of these. */
    private static final Pattern WORD = Pattern.compile(
            "`(?:[^`\\\\]|\\\\.)*`|\"(?:[^\"\\\\]|\\\\.)*\"|'(?:[^'\\\\]|\\\\.)*'"
                    + "|[\\p{L}_.][\\p{L}\\p{M}\\p{N}_.]*(?:\\s*\\()?|[\\p{N}][\\p{N}.eE]*|[^\\p{L}\\p{N}_.`\"']+|.",
            Pattern.DOTALL);

    private FormulaPieces() {}

    static List<Piece> of(Formula formula) {
        String text = formula.toString();
        int tilde = text.indexOf('~');
        Set<String> columns = Set.copyOf(formula.variables());
        List<Piece> pieces = new ArrayList<>();
        Matcher m = WORD.matcher(text);
        while (m.find()) {
            String word = m.group();
            String bare = word.startsWith("`") ? word.substring(1, word.length() - 1) : word;
            Role role = word.endsWith("(") && word.length() > 1 && Character.isLetter(word.codePointAt(0))
                    ? Role.FUNCTION
                    : columns.contains(bare)
                            ? (m.start() < tilde ? Role.RESPONSE : Role.VARIABLE)
                            : word.isBlank() || !Character.isLetterOrDigit(word.codePointAt(0))
                                    ? Role.OPERATOR
                                    : Role.PLAIN;
            pieces.add(new Piece(word, role));
        }
        return pieces;
    }

    /** The pieces up to a number of characters, then an ellipsis. */
    static List<Piece> shortened(Formula formula, int most) {
        List<Piece> some = new ArrayList<>();
        int length = 0;
        for (Piece piece : of(formula)) {
            length += piece.text().length();
            if (length > most) {
                some.add(new Piece("\u2026", Role.PLAIN));
                return some;
            }
            some.add(piece);
        }
        return some;
    }
}
