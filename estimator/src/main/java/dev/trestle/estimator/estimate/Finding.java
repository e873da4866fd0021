package dev.trestle.estimator.estimate;

/**
 * A flaw of a brief's numbers.
 *
 * @param code short and stable: {@code text}, {@code bits-as-bytes}, {@code overwritten}...
 * @param severity {@code error} (cells are missing), {@code warning} or {@code info}
 * @param path where in the board: {@code brief.assumptions.users.is}
 */
public record Finding(String code, String severity, String path, String says, String remedy) {}
