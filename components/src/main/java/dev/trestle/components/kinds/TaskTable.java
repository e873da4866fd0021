package dev.trestle.components.kinds;

import dev.trestle.components.engine.Call;
import java.util.Arrays;

/**
 * What the master of a batch job knows of its tasks: first the maps by number, then the reduces. A task waits, has one or
 * two attempts (the second one is a backup), or is done. Made once for all jobs of a node, as they are of one size.
 */
final class TaskTable {
    private static final byte WAITS = 0;
    private static final byte RUNS = 1;
    private static final byte DONE = 2;

    final int maps;
    final int reduces;
    private final byte[] state;
    /** The attempts and the machines that they are on, 0 for none; an attempt that was lost unnoticed has a machine only. */
    private final Call[] first;

    private final Call[] second;
    private final int[] firstOn;
    private final int[] secondOn;
    /** Whether the master has written down that it is done. */
    private final boolean[] journaled;
    /** By reduce: whether an attempt has all of its input. */
    private final boolean[] fetched;
    /** Tasks that wait, maps and reduces, in order, as rings. */
    private final int[] waitingMaps;

    private final int[] waitingReduces;
    private int mapsHead;
    private int mapsWaiting;
    private int reducesHead;
    private int reducesWaiting;
    private int mapsDone;
    private int reducesDone;
    /** By machine: outputs of maps that lie there. */
    private final int[] outputs;

    /** @param machines numbered from 1 */
    TaskTable(int maps, int reduces, int machines) {
        this.maps = maps;
        this.reduces = reduces;
        int tasks = maps + reduces;
        state = new byte[tasks];
        first = new Call[tasks];
        second = new Call[tasks];
        firstOn = new int[tasks];
        secondOn = new int[tasks];
        journaled = new boolean[tasks];
        fetched = new boolean[tasks];
        waitingMaps = new int[maps];
        waitingReduces = new int[reduces];
        outputs = new int[machines + 1];
    }

    int size() {
        return state.length;
    }

    /** All wait. */
    void reset() {
        Arrays.fill(state, WAITS);
        Arrays.fill(firstOn, 0);
        Arrays.fill(secondOn, 0);
        Arrays.fill(journaled, false);
        Arrays.fill(fetched, false);
        Arrays.fill(outputs, 0);
        mapsDone = 0;
        reducesDone = 0;
        queueAll();
    }

    private void queueAll() {
        mapsHead = 0;
        mapsWaiting = 0;
        reducesHead = 0;
        reducesWaiting = 0;
        for (int task = 0; task < state.length; task++) {
            if (state[task] == WAITS) {
                queue(task);
            }
        }
    }

    private void queue(int task) {
        if (task < maps) {
            waitingMaps[(mapsHead + mapsWaiting++) % maps] = task;
        } else {
            waitingReduces[(reducesHead + reducesWaiting++) % reduces] = task;
        }
    }

    boolean isMap(int task) {
        return task < maps;
    }

    boolean mapping() {
        return mapsDone < maps;
    }

    boolean allDone() {
        return mapsDone == maps && reducesDone == reduces;
    }

    /** Whether a task may begin now: a map, or when all of them are done a reduce. */
    boolean waiting() {
        return mapping() ? mapsWaiting > 0 : reducesWaiting > 0;
    }

    int next() {
        if (mapping()) {
            int task = waitingMaps[mapsHead];
            mapsHead = (mapsHead + 1) % maps;
            mapsWaiting--;
            return task;
        }
        int task = waitingReduces[reducesHead];
        reducesHead = (reducesHead + 1) % reduces;
        reducesWaiting--;
        return task;
    }

    /** Tasks of the phase that are not done. */
    int left() {
        return mapping() ? maps - mapsDone : reduces - reducesDone;
    }

    /** The first task from {@code from} on, of the phase, with one attempt only; -1 for none. */
    int alone(int from) {
        int end = mapping() ? maps : state.length;
        for (int task = Math.max(from, mapping() ? 0 : maps); task < end; task++) {
            if (state[task] == RUNS && first[task] != null && secondOn[task] == 0) {
                return task;
            }
        }
        return -1;
    }

    int machine(int task) {
        return firstOn[task];
    }

    void started(int task, Call attempt) {
        state[task] = RUNS;
        if (firstOn[task] == 0) {
            first[task] = attempt;
            firstOn[task] = attempt.instance;
        } else {
            second[task] = attempt;
            secondOn[task] = attempt.instance;
        }
    }

    Call first(int task) {
        return first[task];
    }

    Call second(int task) {
        return second[task];
    }

    void fetched(int task) {
        fetched[task] = true;
    }

    boolean done(int task) {
        return state[task] == DONE;
    }

    /** An attempt has succeeded; the other one, which nobody needs, or null. */
    Call succeeded(int task, Call attempt) {
        Call other = first[task] == attempt ? second[task] : first[task];
        state[task] = DONE;
        clear(task);
        if (isMap(task)) {
            mapsDone++;
            outputs[attempt.instance]++;
            firstOn[task] = attempt.instance;
        } else {
            reducesDone++;
        }
        return other;
    }

    private void clear(int task) {
        first[task] = null;
        second[task] = null;
        firstOn[task] = 0;
        secondOn[task] = 0;
    }

    /** The attempt's machine is lost, and the master does not know yet. */
    void lost(int task, Call attempt) {
        if (first[task] == attempt) {
            first[task] = null;
        } else if (second[task] == attempt) {
            second[task] = null;
        }
    }

    /** The attempt is given up; without another one the task waits again. */
    void givenUp(int task, Call attempt) {
        if (first[task] == attempt) {
            first[task] = second[task];
            firstOn[task] = secondOn[task];
        }
        second[task] = null;
        secondOn[task] = 0;
        if (firstOn[task] == 0) {
            waitAgain(task);
        }
    }

    private void waitAgain(int task) {
        clear(task);
        state[task] = WAITS;
        journaled[task] = false;
        fetched[task] = false;
        queue(task);
    }

    /** The master learns that attempts on the machine were lost; how many tasks wait again because of that. */
    int noticed(int machine) {
        int again = 0;
        for (int task = 0; task < state.length; task++) {
            if (state[task] != RUNS) {
                continue;
            }
            if (secondOn[task] == machine && second[task] == null) {
                secondOn[task] = 0;
            }
            if (firstOn[task] == machine && first[task] == null) {
                first[task] = second[task];
                firstOn[task] = secondOn[task];
                second[task] = null;
                secondOn[task] = 0;
            }
            if (firstOn[task] == 0) {
                waitAgain(task);
                again++;
            }
        }
        return again;
    }

    /** Whether outputs of maps lie on the machine that some reduce still has to fetch. */
    boolean wanted(int machine) {
        if (outputs[machine] == 0) {
            return false;
        }
        for (int task = maps; task < state.length; task++) {
            if (state[task] != DONE && !fetched[task]) {
                return true;
            }
        }
        return false;
    }

    /** The outputs on the machine are gone: the maps that made them wait again; how many. */
    int redo(int machine) {
        int again = 0;
        for (int task = 0; task < maps; task++) {
            if (state[task] == DONE && firstOn[task] == machine) {
                mapsDone--;
                waitAgain(task);
                again++;
            }
        }
        outputs[machine] = 0;
        return again;
    }

    /** Writes down that the task is done. */
    void journal(int task) {
        journaled[task] = true;
    }

    /** Its attempts are no more. */
    void forget(int task) {
        if (state[task] == RUNS) {
            clear(task);
        }
    }

    /** Writes down what is done. */
    void journal() {
        for (int task = 0; task < state.length; task++) {
            journaled[task] = state[task] == DONE;
        }
    }

    /** A new master knows what was written down; everything else waits. How many tasks that were done wait again. */
    int recall() {
        int again = 0;
        for (int task = 0; task < state.length; task++) {
            if (state[task] == DONE && !journaled[task]) {
                again++;
                if (isMap(task)) {
                    mapsDone--;
                    outputs[firstOn[task]]--;
                } else {
                    reducesDone--;
                }
            }
            if (state[task] == RUNS || state[task] == DONE && !journaled[task]) {
                clear(task);
                state[task] = WAITS;
                fetched[task] = false;
            }
        }
        queueAll();
        return again;
    }
}
