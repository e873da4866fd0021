package dev.trestle.components.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trestle.components.engine.Behaviour;
import dev.trestle.components.engine.Meter;
import dev.trestle.components.engine.OperationMeter;
import dev.trestle.components.engine.Station;
import dev.trestle.components.measure.Bill;
import dev.trestle.components.measure.Estimate;
import dev.trestle.components.measure.LinkResult;
import dev.trestle.components.measure.NodeResult;
import dev.trestle.components.measure.OperationResult;
import dev.trestle.components.measure.Report;
import dev.trestle.components.plan.Assembly;
import dev.trestle.components.plan.Plan;
import java.util.Map;

/** What every run must keep, whatever the board: nothing comes from nowhere and nothing is lost without a trace. */
final class Books {
    private static final double ROUNDING = 1e-9;

    private Books() {}

    /** The books of a replication, as they stand. */
    static void balance(Plan plan, Assembly assembly) {
        long now = assembly.engine().now();
        assembly.engine().audit();
        for (int i = 0; i < plan.nodes().size(); i++) {
            Behaviour node = assembly.behaviour(i);
            Meter meter = node.meter;
            assertEquals(meter.arrivals, meter.done + meter.failed + meter.inside, node.id + ": arrivals");
            assertTrue(meter.inside >= 0 && meter.waiting >= 0 && meter.backlog >= 0, node.id + ": below nothing");
            assertEquals(meter.failed, java.util.Arrays.stream(meter.failures).sum(), node.id + ": failures by reason");
            for (Station station : meter.stations) {
                station.advance();
                assertTrue(
                        station.busyNanos <= station.serverNanos || !station.up(),
                        node.id + ": busier than it has servers");
                assertTrue(station.busyNanos >= 0 && station.queueNanos >= 0, node.id + ": time runs backwards");
            }
        }
        for (int i = 0; i < plan.operations().size(); i++) {
            OperationMeter meter = assembly.meter(i);
            String name = plan.operations().get(i).name();
            for (int p = 0; p < meter.offered.length; p++) {
                assertTrue(
                        !plan.operations().get(i).external()
                                || meter.offered[p] >= meter.completed[p] + meter.failed[p],
                        name + " in phase " + p + ": offered " + meter.offered[p] + ", completed " + meter.completed[p]
                                + ", failed " + meter.failed[p]);
            }
        }
        assertTrue(now >= 0, "time " + now);
    }

    /** A report without holes: every number is one, every interval holds its value, the sums are the sums. */
    static void sound(Report report) {
        report.operations().forEach((name, operation) -> sound(name, operation));
        report.phases().forEach((id, phase) -> {
            phase.operations().forEach((name, operation) -> sound(id + " " + name, operation));
            phase.nodes().forEach((name, node) -> sound(id + " " + name, node));
        });
        report.nodes().forEach(Books::sound);
        for (Map.Entry<String, LinkResult> link : report.links().entrySet()) {
            finite(link.getKey(), link.getValue().rate());
            finite(link.getKey(), link.getValue().bytesPerSecond());
        }
        double sum = 0;
        for (Bill.Line line : report.bill().lines()) {
            finite(line.node() + " " + line.what(), line.perMonth());
            sum += line.perMonth();
        }
        assertEquals(sum, report.bill().perMonth(), Math.abs(sum) * ROUNDING, "the bill");
        report.timeline().forEach(frame -> {
            for (int i = 0; i < frame.rate().length; i++) {
                finite("frame rate", frame.rate()[i]);
                assertTrue(
                        !(frame.utilization()[i] < 0 || frame.utilization()[i] > 1 + ROUNDING),
                        "frame utilization " + frame.utilization()[i]);
                assertTrue(frame.queue()[i] >= 0, "frame queue");
            }
        });
    }

    private static void sound(String name, OperationResult operation) {
        assertTrue(operation.completed() >= 0 && operation.failed() >= 0 && operation.finished() >= 0, name);
        sane(name + " availability", operation.availability(), 1);
        sane(name + " errors", operation.errorRatio(), 1);
        sane(name + " throughput", operation.throughput(), Double.MAX_VALUE);
        sane(name + " mean", operation.latency().mean(), Double.MAX_VALUE);
        sane(name + " p99", operation.latency().quantile(0.99), Double.MAX_VALUE);
    }

    private static void sound(String name, NodeResult node) {
        sane(name + " rate", node.rate(), Double.MAX_VALUE);
        sane(name + " utilization", node.utilization(), 1);
        sane(name + " queue", node.queueMean(), Double.MAX_VALUE);
        sane(name + " hit ratio", node.hitRatio(), 1);
        sane(name + " lag", node.lag(), Double.MAX_VALUE);
        assertTrue(
                !node.queueMean().isMeasured()
                        || node.queueMax() < 0
                        || node.queueMean().value() <= node.queueMax() + ROUNDING,
                () -> name + ": a mean queue of " + node.queueMean().value() + " above the longest, "
                        + node.queueMax());
        node.meters().forEach((counter, value) -> finite(name + " " + counter, value));
        node.failed().forEach((reason, value) -> finite(name + " " + reason, value));
        node.instances().forEach(instance -> sane(name + " " + instance.name(), instance.utilization(), 1));
        node.ownSeconds().forEach((operation, seconds) -> {
            finite(name + " own time", seconds);
            assertTrue(seconds >= 0, name + " spends " + seconds + " s on " + operation);
        });
        assertTrue(!(node.heldSeconds() < 0), name + " held " + node.heldSeconds());
    }

    private static void sane(String name, Estimate estimate, double most) {
        if (estimate.isMeasured()) {
            finite(name, estimate.value());
            assertTrue(estimate.value() >= -ROUNDING && estimate.value() <= most, name + " is " + estimate.value());
            assertTrue(!Double.isNaN(estimate.low()) && !Double.isNaN(estimate.high()), name + ": " + estimate);
        }
    }

    private static void finite(String name, double value) {
        assertTrue(Double.isFinite(value), name + " is " + value);
    }
}
