package dev.trestle.components.kinds;

/**
 * Times of a week as a crontab says them: {@code 30 2 * * 1-5} is half past two from Monday to Friday. Minute, hour and
 * weekday are numbers, lists, ranges, {@code *} and steps; day of the month and month must be {@code *}, as a run has no
 * date. Nanoseconds since a Monday, midnight.
 */
final class Cron {
    private static final long MINUTE = 60_000_000_000L;
    private static final int DAY_MINUTES = 24 * 60;
    private static final int WEEK_MINUTES = 7 * DAY_MINUTES;

    private final boolean[] minutes;
    private final boolean[] hours;
    /** From Monday on. */
    private final boolean[] weekdays = new boolean[7];

    private Cron(String[] fields) {
        minutes = field(fields[0], 0, 59);
        hours = field(fields[1], 0, 23);
        if (!fields[2].equals("*") || !fields[3].equals("*")) {
            throw new IllegalArgumentException("day of the month and month must be *, as a run has no date");
        }
        // In a crontab 0 and 7 are both Sunday.
        boolean[] days = field(fields[4], 0, 7);
        for (int day = 0; day <= 7; day++) {
            weekdays[(day + 6) % 7] |= days[day];
        }
    }

    /** Reads a line of five fields; throws IllegalArgumentException with one clear line. */
    static Cron of(String text) {
        String[] fields = text.trim().split("\\s+");
        if (fields.length != 5) {
            throw new IllegalArgumentException("\"" + text + "\" must have five fields such as 30 2 * * 1-5");
        }
        Cron cron = new Cron(fields);
        if (cron.next(-1) < 0) {
            throw new IllegalArgumentException("\"" + text + "\" never comes");
        }
        return cron;
    }

    private static boolean[] field(String text, int least, int most) {
        boolean[] set = new boolean[most + 1];
        for (String part : text.split(",")) {
            String[] stepped = part.split("/");
            int step = stepped.length == 2 ? number(stepped[1], part) : 1;
            String[] ends = stepped[0].split("-");
            boolean all = stepped[0].equals("*");
            int from = all ? least : number(ends[0], part);
            int to = all || stepped.length == 2 && ends.length == 1 ? most : number(ends[ends.length - 1], part);
            if (from < least || to > most || from > to || step < 1) {
                throw new IllegalArgumentException(
                        "\"" + part + "\" must be within " + least + " to " + most + ", the smaller first");
            }
            for (int i = from; i <= to; i += step) {
                set[i] = true;
            }
        }
        return set;
    }

    private static int number(String text, String part) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "\"" + part + "\" must be *, a number, a range such as 1-5 or a step", e);
        }
    }

    /** The first time after that one; -1 when there is none. */
    long next(long nanos) {
        long minute = Math.floorDiv(nanos, MINUTE) + 1;
        for (int i = 0; i < WEEK_MINUTES; i++, minute++) {
            int ofWeek = (int) (minute % WEEK_MINUTES);
            int ofDay = ofWeek % DAY_MINUTES;
            if (weekdays[ofWeek / DAY_MINUTES] && hours[ofDay / 60] && minutes[ofDay % 60]) {
                return minute * MINUTE;
            }
        }
        return -1;
    }
}
