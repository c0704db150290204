package dev.tilde.cli;

import dev.tilde.report.Block;
import dev.tilde.report.Document;
import dev.tilde.report.Section;
import dev.tilde.text.Shell;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The command under a report that makes the report again. */
final class Rerun {
    /** The data, and all between them and the page: words stand in single quotes where a shell needs them. */
    private static final Pattern COMMAND =
            Pattern.compile("tilde report ((?:'[^']*'|\\\\'|[^\\s'])+)( .*)( -o report\\.html)", Pattern.DOTALL);

    private Rerun() {}

    /**
     * The same report with other data in its command.
     *
     * @param data as they were given
     * @param options how to read them
     */
    static Document of(Document report, String data, List<String> options) {
        List<Section> sections = report.sections().stream()
                .map(s -> new Section(
                        s.id(),
                        s.title(),
                        s.lead(),
                        s.blocks().stream().map(b -> block(b, data, options)).toList()))
                .toList();
        return new Document(report.eyebrow(), report.title(), report.formula(), report.subtitle(), sections);
    }

    private static Block block(Block block, String data, List<String> options) {
        if (!(block instanceof Block.Code code)) {
            return block;
        }
        Matcher command = COMMAND.matcher(code.text());
        if (!command.matches()) {
            return block;
        }
        String more = options.stream().map(w -> " " + Shell.quoted(w)).collect(Collectors.joining());
        return new Block.Code(
                "tilde report " + Shell.quoted(data) + command.group(2) + more + command.group(3), code.language());
    }
}
