package dev.trestle.components.check;

import dev.trestle.components.engine.Behaviour;
import dev.trestle.components.kind.Catalog;
import dev.trestle.components.kind.CostLine;
import dev.trestle.components.kind.Family;
import dev.trestle.components.kind.Kind;
import dev.trestle.components.kind.Param;
import dev.trestle.components.kind.ParamType;
import dev.trestle.components.kind.Port;
import dev.trestle.components.kind.Role;
import dev.trestle.components.kind.Settings;
import dev.trestle.components.kind.Site;
import dev.trestle.components.kind.Usage;
import java.util.List;
import java.util.Set;

/** Kinds that only stand in a drawing: what checks know about a kind, without a behaviour. */
final class SampleKind extends Kind {
    private static final Param INSTANCES = Param.of("instances", ParamType.INTEGER, "Instances", "1", "How many.")
            .between("1", "100");
    private static final Param HOLDS =
            Param.of("holds", ParamType.NAMES, "Holds", "", "What it holds; empty means all.");

    private final Set<Role> roles;
    private final List<Port> ports;

    private SampleKind(String id, Family family, Set<Role> roles, Port... ports) {
        super(id, id, family, "A sample.");
        this.roles = roles;
        this.ports = List.of(ports);
    }

    static Catalog catalog() {
        return new Catalog(List.of(
                new SampleKind("users", Family.CLIENTS, Set.of(Role.SOURCE), Port.out("out", "", Port.REQUEST)),
                new SampleKind(
                        "balancer",
                        Family.TRAFFIC,
                        Set.of(Role.FORWARDS),
                        Port.in("in", "", Port.REQUEST),
                        Port.out("out", "", Port.REQUEST)),
                new SampleKind(
                        "server",
                        Family.COMPUTE,
                        Set.of(Role.HANDLES),
                        Port.in("in", "", Port.REQUEST),
                        Port.out("out", "", Port.REQUEST, Port.DATA, Port.MESSAGE)),
                new SampleKind("memory", Family.CACHE, Set.of(Role.CACHES), Port.in("in", "", Port.DATA)),
                new SampleKind("store", Family.DATA, Set.of(Role.STORES), Port.in("in", "", Port.DATA))));
    }

    @Override
    public List<Param> params() {
        return List.of(INSTANCES, HOLDS);
    }

    @Override
    public List<Port> ports() {
        return ports;
    }

    @Override
    public Set<Role> roles() {
        return roles;
    }

    @Override
    public int instances(Settings settings) {
        return settings.integer(INSTANCES);
    }

    @Override
    public List<String> check(Settings settings) {
        return settings.integer(INSTANCES) > 50 ? List.of("more than 50 instances are hard to deploy") : List.of();
    }

    @Override
    public Behaviour behave(Site site) {
        throw new UnsupportedOperationException("a sample is never run");
    }

    @Override
    public List<CostLine> cost(Settings settings, Usage usage) {
        return List.of();
    }
}
