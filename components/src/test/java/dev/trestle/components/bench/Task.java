package dev.trestle.components.bench;

/** A piece of work that contenders do: played again and again, one lap after another. */
interface Task {
    /** Plays one lap; returns a result of the model, which shows that contenders do the same. */
    double play();

    /** What the last lap consisted of: customers, holds, requests. */
    long units();
}
