package dev.tilde.formula;

import dev.tilde.formula.Conventions.Spelling;
import dev.tilde.formula.Node.Argument;
import dev.tilde.formula.Node.Op;
import dev.tilde.formula.Node.Quoting;
import dev.tilde.text.Decimals;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;

/** The one text of a tree, in the spelling of each engine: what patsy's tokens print as, what R deparses to. */
final class Canonical {
    private final Spelling spelling;

    private Canonical(Spelling spelling) {
        this.spelling = spelling;
    }

    static String text(Node node, Spelling spelling) {
        StringBuilder out = new StringBuilder();
        new Canonical(spelling).print(node, out);
        return out.toString();
    }

    private void print(Node node, StringBuilder out) {
        if (node instanceof Node.Numeral n) {
            out.append(number(n));
        } else if (node instanceof Node.Text t) {
            out.append(spelling == Spelling.PATSY ? t.written() : quoted(t.value()));
        } else if (node instanceof Node.Name n) {
            out.append(name(n, spelling));
        } else if (node instanceof Node.Dot) {
            out.append('.');
        } else if (node instanceof Node.Prefix p) {
            // patsy puts a blank before every tilde.
            boolean close = p.sign() != '~' || out.length() > 0 && out.charAt(out.length() - 1) == ' ';
            out.append(close || spelling != Spelling.PATSY ? "" : " ").append(p.sign());
            print(p.operand(), out);
        } else if (node instanceof Node.Chain c) {
            print(c.operands().get(0), out);
            for (int i = 0; i < c.operators().size(); i++) {
                out.append(symbol(c.operators().get(i)));
                print(c.operands().get(i + 1), out);
            }
        } else if (node instanceof Node.Power p) {
            print(p.base(), out);
            out.append(symbol(Op.POWER));
            print(p.exponent(), out);
        } else if (node instanceof Node.Group g) {
            out.append(g.bracket());
            print(g.inner(), out);
            out.append(g.bracket() == '(' ? ')' : '}');
        } else if (node instanceof Node.Sequence s) {
            out.append('[');
            join(s.items(), ", ", out);
            out.append(']');
        } else if (node instanceof Node.Stage s) {
            out.append(s.sides().size() == 1 ? "~ " : "");
            join(s.sides(), " ~ ", out);
        } else if (node instanceof Node.Call c) {
            out.append(c.function()).append('(');
            String separator = "";
            for (Argument a : c.arguments()) {
                out.append(separator);
                if (!a.keyword().isEmpty()) {
                    out.append(a.keyword()).append(spelling == Spelling.R ? " = " : "=");
                }
                print(a.value(), out);
                separator = ", ";
            }
            out.append(')');
        }
    }

    private void join(List<Node> nodes, String separator, StringBuilder out) {
        String before = "";
        for (Node n : nodes) {
            out.append(before);
            print(n, out);
            before = separator;
        }
    }

    private String symbol(Op op) {
        if (spelling == Spelling.PATSY) {
            return op == Op.INTERACT ? ":" : " " + (op == Op.POWER ? "**" : op.symbol()) + " ";
        }
        boolean tight = switch (op) {
            case POWER, INTERACT, MODULO, QUOTIENT -> true;
            case NEST -> spelling == Spelling.R;
            default -> false;
        };
        return tight ? op.symbol() : " " + op.symbol() + " ";
    }

    private String number(Node.Numeral n) {
        if (spelling == Spelling.PATSY) {
            return n.text();
        }
        return spelling == Spelling.R ? fifteenDigits(n.value()) : Decimals.shortest(n.value());
    }

    /** R's deparse: 15 significant digits, and the exponent form where it is shorter. */
    static String fifteenDigits(double v) {
        if (v == 0 || !Double.isFinite(v)) {
            return Decimals.shortest(v);
        }
        BigDecimal rounded = new BigDecimal(v).round(new MathContext(15)).stripTrailingZeros();
        String plain = rounded.toPlainString();
        String digits = rounded.unscaledValue().abs().toString();
        int exponent = rounded.precision() - rounded.scale() - 1;
        String power = (exponent < 0 ? "e-" : "e+") + (Math.abs(exponent) < 10 ? "0" : "") + Math.abs(exponent);
        String scientific =
                (v < 0 ? "-" : "") + digits.charAt(0) + (digits.length() > 1 ? "." + digits.substring(1) : "") + power;
        return plain.length() <= scientific.length() ? plain : scientific;
    }

    private static String quoted(String value) {
        return '"' + value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
    }

    /** A column name as it must be written in a formula; patsy has {@code Q()} and keeps its quotes. */
    static String name(Node.Name n, Spelling spelling) {
        if (spelling == Spelling.PATSY && n.quoting() != Quoting.NONE) {
            String quote = n.quoting() == Quoting.Q_DOUBLE ? "\"" : "'";
            return "Q(" + quote + n.name().replace("\\", "\\\\").replace(quote, "\\" + quote) + quote + ")";
        }
        return spelling == Spelling.PATSY ? n.name() : name(n.name());
    }

    /** A column name as it must be written in a formula: in backticks unless it is a plain word. */
    static String name(String name) {
        if (isPlain(name)) {
            return name;
        }
        return '`' + name.replace("\\", "\\\\").replace("`", "\\`") + '`';
    }

    private static boolean isPlain(String name) {
        int[] letters = name.codePoints().toArray();
        int i = 0;
        while (i < letters.length && letters[i] == '.') {
            i++;
        }
        if (i == letters.length || !(Character.isLetter(letters[i]) || letters[i] == '_')) {
            return false;
        }
        for (; i < letters.length; i++) {
            int c = letters[i];
            int type = Character.getType(c);
            boolean mark = type == Character.NON_SPACING_MARK
                    || type == Character.COMBINING_SPACING_MARK
                    || type == Character.ENCLOSING_MARK;
            boolean digit = type == Character.DECIMAL_DIGIT_NUMBER
                    || type == Character.LETTER_NUMBER
                    || type == Character.OTHER_NUMBER;
            if (!Character.isLetter(c) && !mark && !digit && c != '_' && c != '.') {
                return false;
            }
        }
        return true;
    }
}
