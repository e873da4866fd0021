package dev.trestle.server;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The garbage collector that suits a simulation: commands that simulate are started again with it when nobody chose one.
 *
 * <p>On two cores and more Java takes G1, which puts a fence behind every store of one long-lived object into another. That is
 * what an engine does all day: a board of 1,000,000 requests/s took 24 s of CPU time with it and 16 with the parallel one. A
 * collector can only be chosen when a Java machine starts, and a jar cannot say which. The server stays as it was started.
 */
final class Collector {
    private static final String CHOICE = "-XX:+UseParallelGC";
    private static final Set<String> SIMULATE = Set.of("run", "accuracy");
    /** Where Java takes options from besides its command line. */
    private static final List<String> OPTIONS = List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS");

    private Collector() {}

    /** The exit code of the program started again; nothing where it should go on as it is. */
    static Optional<Integer> again(String[] args) throws InterruptedException {
        ProcessHandle.Info here = ProcessHandle.current().info();
        if (args.length == 0
                || !SIMULATE.contains(args[0])
                || Runtime.getRuntime().availableProcessors() < 2
                || here.command().isEmpty()
                || here.arguments().isEmpty()) {
            return Optional.empty();
        }
        List<String> command =
                command(here.command().get(), List.of(here.arguments().get()), System.getenv());
        return command.isEmpty() ? Optional.empty() : start(command);
    }

    /** How to start the same Java program with the collector; empty where somebody has chosen one, or looks on with a debugger. */
    static List<String> command(String java, List<String> arguments, Map<String, String> environment) {
        List<String> said = new ArrayList<>(arguments);
        OPTIONS.forEach(
                name -> said.addAll(List.of(environment.getOrDefault(name, "").split("\\s+"))));
        boolean chosen = said.stream()
                .anyMatch(each ->
                        each.matches("-XX:[+-]Use\\w*GC") || each.startsWith("-agentlib") || each.startsWith("@"));
        if (chosen) {
            return List.of();
        }
        List<String> command = new ArrayList<>(List.of(java, CHOICE));
        command.addAll(arguments);
        return command;
    }

    private static Optional<Integer> start(List<String> command) throws InterruptedException {
        Process process;
        try {
            process = new ProcessBuilder(command).inheritIO().start();
        } catch (IOException e) {
            return Optional.empty();
        }
        // Who ends this one means the other, too.
        Thread end = new Thread(process::destroy, "end");
        Runtime.getRuntime().addShutdownHook(end);
        return Optional.of(process.waitFor());
    }
}
