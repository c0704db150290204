package dev.tilde.rnn;

/** How many steps a season has. */
final class Season {
    private Season() {}

    /** Months of a year, weekdays of a week and so on; 1 without a calendar, or one that has no usual season. */
    static int of(SequenceSpec spec) {
        return spec.calendar()
                .map(calendar -> switch (calendar.unit()) {
                    case MONTH -> (int) Math.max(1, 12 / calendar.every());
                    case WEEK -> 52;
                    case DAY -> calendar.every() == 1 ? 7 : 1;
                    case WEEKDAY -> 5;
                    case NUMBER -> calendar.seconds() && calendar.every() == 3600 ? 24 : 1;
                })
                .orElse(1);
    }
}
