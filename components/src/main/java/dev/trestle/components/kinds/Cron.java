package dev.trestle.components.kinds;

import java.time.LocalDate;

/**
 * Times as a crontab says them: {@code 30 2 * * 1-5} is half past two from Monday to Friday, {@code 0 3 1,15 * *} three
 * o'clock on the first and the fifteenth. Minute, hour, day of the month, month and weekday are numbers, lists, ranges,
 * {@code *} and steps; where both days are limited, either will do, as POSIX says. Nanoseconds since
 * the midnight with which a given day begins; clocks are never put forward or back.
 */
final class Cron {
    private static final long MINUTE = 60_000_000_000L;
    private static final int DAY_MINUTES = 24 * 60;
    /** Forty years, within which every day there is comes, a 29th of February that is a Sunday too; no run is that long. */
    private static final int MOST_DAYS = 40 * 366;

    private final boolean[] minutes;
    private final boolean[] hours;
    /** Which days it comes on, from the day that times count from. */
    private final boolean[] comes = new boolean[MOST_DAYS];

    private Cron(String[] fields, LocalDate first) {
        minutes = field(fields[0], 0, 59);
        hours = field(fields[1], 0, 23);
        boolean[] days = field(fields[2], 1, 31);
        boolean[] months = field(fields[3], 1, 12);
        boolean[] weekdays = field(fields[4], 0, 7);
        // In a crontab 0 and 7 are both Sunday.
        weekdays[7] |= weekdays[0];
        boolean either = !fields[2].startsWith("*") && !fields[4].startsWith("*");
        for (int i = 0; i < MOST_DAYS; i++) {
            LocalDate date = first.plusDays(i);
            boolean day = days[date.getDayOfMonth()];
            boolean weekday = weekdays[date.getDayOfWeek().getValue()];
            comes[i] = months[date.getMonthValue()] && (either ? day || weekday : day && weekday);
        }
    }

    /**
     * Reads a line of five fields; throws IllegalArgumentException with one clear line.
     *
     * @param first the day that times count from
     */
    static Cron of(String text, LocalDate first) {
        String[] fields = text.trim().split("\\s+");
        if (fields.length != 5) {
            throw new IllegalArgumentException("\"" + text + "\" must have five fields such as 30 2 * * 1-5");
        }
        Cron cron = new Cron(fields, first);
        if (cron.next(-1) < 0) {
            throw new IllegalArgumentException("\"" + text + "\" never comes");
        }
        return cron;
    }

    private static boolean[] field(String text, int least, int most) {
        boolean[] set = new boolean[most + 1];
        for (String part : text.split(",", -1)) {
            String[] stepped = part.split("/", -1);
            String[] ends = stepped[0].split("-", -1);
            boolean all = stepped[0].equals("*");
            if (stepped.length > 2 || ends.length > 2) {
                throw unreadable(part);
            }
            int step = stepped.length == 2 ? number(stepped[1], part) : 1;
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
        boolean digits = !text.isEmpty() && text.length() <= 4 && text.chars().allMatch(c -> c >= '0' && c <= '9');
        if (!digits) {
            throw unreadable(part);
        }
        return Integer.parseInt(text);
    }

    private static IllegalArgumentException unreadable(String part) {
        return new IllegalArgumentException(
                "\"" + part + "\" must be *, a number, a range such as 1-5 or a step such as */15");
    }

    /** The first time after that one; -1 when there is none. */
    long next(long nanos) {
        long minute = Math.floorDiv(nanos, MINUTE) + 1;
        int from = (int) (minute % DAY_MINUTES);
        for (int day = (int) (minute / DAY_MINUTES); day < MOST_DAYS; day++, from = 0) {
            int ofDay = comes[day] ? timeFrom(from) : -1;
            if (ofDay >= 0) {
                return ((long) day * DAY_MINUTES + ofDay) * MINUTE;
            }
        }
        return -1;
    }

    /** The first minute of a day from that one on; -1 when there is none. */
    private int timeFrom(int from) {
        for (int minute = from; minute < DAY_MINUTES; minute++) {
            if (hours[minute / 60] && minutes[minute % 60]) {
                return minute;
            }
        }
        return -1;
    }
}
