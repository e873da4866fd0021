package dev.trestle.components.kinds;

/**
 * A bucket of tokens that requests fill and retries empty, as in Finagle and gRPC: whatever goes wrong, in the long run
 * retries are no more than a share of the requests.
 */
final class RetryBudget {
    /** What the bucket holds, and begins with: Finagle's reserve of 10 retries a second for 10 s. */
    static final double RESERVE = 100;

    private final double share;
    private double tokens = RESERVE;

    /** @param share tokens that a request brings, 0 and up; a retry takes one */
    RetryBudget(double share) {
        this.share = share;
    }

    /** A request is made for the first time. */
    void request() {
        tokens = Math.min(RESERVE, tokens + share);
    }

    /** Takes the token of a retry; false when there is none, and then the retry must not be made. */
    boolean retry() {
        if (tokens < 1) {
            return false;
        }
        tokens--;
        return true;
    }
}
