package dev.trestle.components.kinds;

import dev.trestle.components.kind.CostLine;
import dev.trestle.components.kind.Settings;
import dev.trestle.components.kind.Usage;
import dev.trestle.estimator.fact.Fact;
import java.util.List;
import java.util.Locale;

/** The bill of a store on machines of one's own: processors by the hour, and disks for every copy of what it holds. */
final class StoreBill {
    private StoreBill() {}

    static List<CostLine> of(Settings settings, int instances, Usage usage) {
        int cpus = settings.integer(SqlDatabase.CPUS);
        int copies = 1 + settings.integer(SqlDatabase.FOLLOWERS);
        return List.of(
                new CostLine(
                        String.format(Locale.ROOT, "%d x %d vCPU", instances, cpus),
                        instances * cpus * Fact.of("compute.vcpu.price").value() * Usage.HOURS),
                new CostLine(
                        "storage after a year, all copies",
                        copies
                                * usage.storedBytes()
                                / 1e9
                                * Fact.of("disk.gp3.price").value()));
    }
}
