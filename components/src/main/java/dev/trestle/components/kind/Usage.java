package dev.trestle.components.kind;

/**
 * What a month of average load uses of a node: the part of the bill that is not provisioned.
 *
 * @param callsPerSecond calls that come in, per second on average
 * @param readsPerSecond those that read
 * @param bytesInPerSecond bytes that come in
 * @param bytesOutPerSecond bytes that go out as answers
 * @param bytesToPeoplePerSecond those of them that go straight to people, over the internet
 * @param storedBytes bytes that the node holds after a year of the brief's growth, before replication
 * @param instances instances that are rented on average, where their number follows the load; else 0
 * @param busyServers servers that are held on average, by calls at work or waiting for other nodes
 */
public record Usage(
        double callsPerSecond,
        double readsPerSecond,
        double bytesInPerSecond,
        double bytesOutPerSecond,
        double bytesToPeoplePerSecond,
        double storedBytes,
        double instances,
        double busyServers) {
    /** Hours in a billing month: 365 x 24 / 12. */
    public static final double HOURS = 730;
    /** Seconds in a billing month. */
    public static final double SECONDS = HOURS * 3600;
}
