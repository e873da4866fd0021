package dev.trestle.components.check;

import dev.trestle.components.board.Board;
import dev.trestle.components.board.Link;
import dev.trestle.components.kind.Kind;
import dev.trestle.components.kind.Port;
import dev.trestle.components.load.Distribution;
import dev.trestle.estimator.quantity.BadText;
import dev.trestle.estimator.quantity.Quantity;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Rules of one link at a time: both ends exist, their ports fit, its settings can be read. */
final class LinkRules {
    private static final List<String> SETTINGS = List.of("latency", "jitter", "bandwidth", "loss", "protocol", "only");

    private final Board board;
    private final Parts parts;
    private final List<Finding> found;
    private final Map<String, String> seen = new HashMap<>();

    LinkRules(Board board, Parts parts, List<Finding> found) {
        this.board = board;
        this.parts = parts;
        this.found = found;
    }

    void check() {
        board.design().links().forEach((id, link) -> {
            if (nodesExist(id, link) && portsExist(id, link)) {
                checkFit(id, link);
                checkDouble(id, link);
            }
            link.settings().forEach((name, value) -> checkSetting(id, name, value));
        });
    }

    private static String path(String link) {
        return "design.links." + link;
    }

    private boolean nodesExist(String id, Link link) {
        return nodeExists(id, "from", link.fromNode()) & nodeExists(id, "to", link.toNode());
    }

    private boolean nodeExists(String id, String end, String node) {
        if (board.design().nodes().containsKey(node)) {
            return true;
        }
        found.add(Finding.error(
                        "missing-node",
                        path(id) + "." + end,
                        "there is no node " + node,
                        Known.remedy(node, "node", board.design().nodes().keySet()))
                .on(id));
        return false;
    }

    private boolean portsExist(String id, Link link) {
        return portExists(id, "from", link.fromNode(), link.fromPort())
                & portExists(id, "to", link.toNode(), link.toPort());
    }

    private boolean portExists(String id, String end, String node, String port) {
        Kind kind = parts.kind(node);
        if (kind == null) {
            return false;
        }
        Port.Direction side = end.equals("from") ? Port.Direction.OUT : Port.Direction.IN;
        if (port == null || !parts.ports(node, port, side).isEmpty()) {
            return true;
        }
        List<String> ports =
                parts.ports(node, null, side).stream().map(Port::id).toList();
        String way = side == Port.Direction.OUT ? "out of" : "into";
        found.add(Finding.error(
                        "missing-port",
                        path(id) + "." + end,
                        "no port " + port + " leads " + way + " " + parts.named(node),
                        ports.isEmpty() ? "nothing leads " + way + " it" : "its ports: " + Known.list(ports))
                .on(id));
        return false;
    }

    private void checkFit(String id, Link link) {
        String from = parts.named(link.fromNode());
        String to = parts.named(link.toNode());
        if (link.fromNode().equals(link.toNode())) {
            found.add(
                    Finding.error("self-link", path(id), from + " is linked to itself", "lead the link to another node")
                            .on(id));
        } else if (parts.carries(link).isEmpty()) {
            Set<String> gives = words(parts.ports(link.fromNode(), link.fromPort(), Port.Direction.OUT));
            Set<String> takes = words(parts.ports(link.toNode(), link.toPort(), Port.Direction.IN));
            found.add(Finding.error(
                            "bad-link",
                            path(id),
                            from + (gives.isEmpty() ? " sends nothing on" : " sends " + sentence(gives)) + ", and " + to
                                    + (takes.isEmpty() ? " takes nothing" : " takes " + sentence(takes)),
                            "put a node between them that takes the one and sends the other, or turn the link round")
                    .on(id));
        }
    }

    private static Set<String> words(List<Port> ports) {
        Set<String> words = new TreeSet<>();
        ports.forEach(port -> words.addAll(port.carries()));
        return words;
    }

    private static String sentence(Set<String> carried) {
        return String.join(" and ", carried.stream().map(LinkRules::plural).toList());
    }

    private static String plural(String carried) {
        return switch (carried) {
            case Port.REQUEST -> "requests";
            case Port.DATA -> "reads and writes";
            case Port.MESSAGE -> "events";
            default -> carried;
        };
    }

    private void checkDouble(String id, Link link) {
        String same = link.from() + " " + link.to() + " " + link.settings().get("only");
        String other = seen.putIfAbsent(same, id);
        if (other != null) {
            found.add(Finding.warning(
                            "double-link",
                            path(id),
                            "the same way as the link " + other,
                            "remove one, or say with \"only\" what each carries")
                    .on(id));
        }
    }

    private void checkSetting(String id, String name, String value) {
        String at = path(id) + ".settings." + name;
        try {
            switch (name) {
                case "latency" -> Distribution.duration(value);
                case "bandwidth" -> positive(value, Quantity.bytesPerSecond(value));
                case "loss" -> share(value, Quantity.ratio(value));
                case "jitter" -> variation(value, Quantity.ratio(value));
                case "protocol" -> protocol(value);
                case "only" -> checkOnly(id, at, value);
                default ->
                    found.add(Finding.error(
                                    "bad-setting",
                                    at,
                                    name + " is not a setting of a link",
                                    Known.remedy(name, "setting", SETTINGS))
                            .on(id));
            }
        } catch (BadText bad) {
            found.add(Finding.error("bad-setting", at, bad.getMessage(), example(name))
                    .on(id));
        }
    }

    private static String example(String name) {
        return switch (name) {
            case "latency" -> "write a time such as 2 ms or lognormal(2 ms, cv 0.5)";
            case "protocol" -> "write tcp, which sends again what is lost, or udp, which does not";
            case "jitter" -> "write a share such as 20 %: the standard deviation over the mean";
            case "bandwidth" -> "write a bandwidth such as 10 Gbit/s";
            default -> "write a share such as 0.1 %";
        };
    }

    private static void positive(String text, double value) {
        if (!(value > 0)) {
            throw new BadText(text, 0, "must be above 0");
        }
    }

    private static void protocol(String text) {
        if (!List.of("", "tcp", "udp").contains(text.trim())) {
            throw new BadText(text, 0, "must be tcp or udp");
        }
    }

    private static void variation(String text, double value) {
        if (!(value >= 0 && value <= 10)) {
            throw new BadText(text, 0, "must be between 0 % and 1000 %");
        }
    }

    private static void share(String text, double value) {
        if (!(value >= 0 && value <= 1)) {
            throw new BadText(text, 0, "must be between 0 % and 100 %");
        }
    }

    private void checkOnly(String id, String at, String value) {
        Set<String> known = new LinkedHashSet<>(List.of("reads", "writes"));
        known.addAll(board.brief().operations().keySet());
        for (String name : value.split(",")) {
            if (!name.isBlank() && !known.contains(name.trim())) {
                found.add(Finding.error(
                                "unknown-operation",
                                at,
                                name.trim() + " is neither reads nor writes nor an operation",
                                Known.remedy(name.trim(), "operation", known))
                        .on(id));
            }
        }
    }
}
