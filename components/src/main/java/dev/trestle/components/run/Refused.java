package dev.trestle.components.run;

import dev.trestle.components.check.Finding;
import java.util.List;

/** A board that cannot be run as it is: its check found errors. */
public final class Refused extends RuntimeException {
    private final transient List<Finding> findings;

    public Refused(List<Finding> findings) {
        super(findings.stream()
                .filter(Finding::stops)
                .map(Finding::says)
                .findFirst()
                .orElse("the board has errors"));
        this.findings = List.copyOf(findings);
    }

    /** All findings, errors and others. */
    public List<Finding> findings() {
        return findings;
    }
}
