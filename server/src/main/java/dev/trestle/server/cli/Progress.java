package dev.trestle.server.cli;

import dev.trestle.components.measure.Frame;
import dev.trestle.components.run.Watcher;
import java.io.Console;
import java.io.PrintStream;
import java.util.Locale;

/**
 * Tells on standard error how far a run is: a bar that redraws itself on a terminal, elsewhere a line at each quarter
 * of a run that takes long. Called from several threads.
 */
final class Progress implements Watcher {
    private static final int WIDTH = 40;
    private static final long REDRAW_NANOS = 100_000_000L;
    private static final long PATIENCE_NANOS = 5_000_000_000L;

    private final PrintStream err;
    private final boolean terminal;
    private final long began = System.nanoTime();
    private long drawn = began;
    private int quarter;
    private boolean shown;

    Progress(PrintStream err, boolean terminal) {
        this.err = err;
        this.terminal = terminal;
    }

    /** On this process's standard error. */
    static Progress standard() {
        return new Progress(System.err, isTerminal());
    }

    @Override
    public synchronized boolean frame(double progress, Frame frame) {
        long now = System.nanoTime();
        if (terminal && now - drawn >= REDRAW_NANOS) {
            drawn = now;
            shown = true;
            err.print("\r" + bar(progress));
            err.flush();
        } else if (!terminal && now - began >= PATIENCE_NANOS && (int) (progress * 4) > quarter && progress < 1) {
            quarter = (int) (progress * 4);
            err.printf(Locale.ROOT, "trestle: %d %% done%n", quarter * 25);
        }
        return true;
    }

    /** Takes the bar away. */
    synchronized void done() {
        if (shown) {
            err.print("\r" + " ".repeat(bar(1).length()) + "\r");
            err.flush();
        }
    }

    static String bar(double progress) {
        int full = (int) Math.round(WIDTH * Math.max(0, Math.min(1, progress)));
        return String.format(
                Locale.ROOT, "[%s%s] %3.0f %%", "#".repeat(full), "-".repeat(WIDTH - full), progress * 100);
    }

    /** Java tells only of input and output together; from Java 22 on a console exists always and must be asked. */
    private static boolean isTerminal() {
        Console console = System.console();
        if (console == null || "dumb".equals(System.getenv("TERM"))) return false;
        try {
            return (Boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (NoSuchMethodException e) {
            return true;
        } catch (ReflectiveOperationException e) {
            return false;
        }
    }
}
