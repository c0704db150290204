package dev.tilde.text;

/** Words of a command line. */
public final class Shell {
    private Shell() {}

    /** The word as a POSIX shell reads it back: in single quotes unless it has only what no shell looks at. */
    public static String quoted(String word) {
        return word.matches("[A-Za-z0-9_.,/:=-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
