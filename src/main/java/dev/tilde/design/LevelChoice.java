package dev.tilde.design;

import dev.tilde.text.Names;
import java.util.List;

/**
 * One level, by its name or by its place. A number that is a level means that level; else it counts from 0, and from
 * the end when negative. R's {@code base} counts from 1 and is never the name of a level.
 *
 * @param text the level or the number
 * @param number whether it may be a place
 * @param fromOne whether it is a place from 1
 */
record LevelChoice(String text, boolean number, boolean fromOne) {
    private static final String WHOLE = "-?\\d{1,6}";

    /** By name; by place if it reads as a whole number and no level is called so. */
    static LevelChoice of(String text) {
        return new LevelChoice(text, text.matches(WHOLE), false);
    }

    static LevelChoice fromOne(int place) {
        return new LevelChoice(Integer.toString(place), true, true);
    }

    /** The position among the levels. */
    int in(List<String> levels, String what) {
        int at = fromOne ? -1 : levels.indexOf(text);
        for (int i = 0; at < 0 && number && !fromOne && i < levels.size(); i++) {
            at = sameNumber(levels.get(i)) ? i : -1;
        }
        if (at >= 0) {
            return at;
        }
        if (number && text.matches(WHOLE)) {
            int place = Integer.parseInt(text) - (fromOne ? 1 : 0);
            place += place < 0 && !fromOne ? levels.size() : 0;
            if (place >= 0 && place < levels.size()) {
                return place;
            }
            String places = fromOne ? "1 to " + levels.size() : "0 to " + (levels.size() - 1);
            throw new IllegalArgumentException("the " + what + " level " + text + " is neither one of "
                    + Names.list(levels, 10) + " nor a place from " + places);
        }
        throw new IllegalArgumentException(
                "the " + what + " level \"" + text + "\" is not among " + Names.list(levels, 10));
    }

    /** Whether a level is this number spelled otherwise, as 2.0 is 2. */
    private boolean sameNumber(String level) {
        try {
            return Double.parseDouble(level) == Double.parseDouble(text);
        } catch (NumberFormatException e) {
            return false;
        }
    }

    @Override
    public String toString() {
        return number ? text : "\"" + text + "\"";
    }
}
