package dev.holdfast.cli;

import dev.holdfast.access.Reason;
import dev.holdfast.access.Refusal;
import dev.holdfast.config.ConfigException;
import dev.holdfast.config.Environment;
import dev.holdfast.config.ProjectSettings;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What the commands about a {@code .env} have in common. */
abstract class EnvSubcommand implements Callable<Integer> {

    private final Backend backend;
    private final Environment environment;

    @Mixin
    private final Acting acting = new Acting();

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Spec
    private @Nullable CommandSpec spec;

    EnvSubcommand(Backend backend, Environment environment) {
        this.backend = backend;
        this.environment = environment;
    }

    @Override
    public final Integer call() throws Exception {
        try (Backend.Opened opened = backend.open(who())) {
            return run(opened);
        }
    }

    /** Does the work; the exit code. */
    abstract int run(Backend.Opened opened) throws Exception;

    Backend.Who who() {
        return acting.who(environment);
    }

    Path home() {
        return environment.home();
    }

    boolean json() {
        return json;
    }

    PrintWriter out() {
        return spec().commandLine().getOut();
    }

    PrintWriter err() {
        return spec().commandLine().getErr();
    }

    private CommandSpec spec() {
        if (spec == null) {
            throw new IllegalStateException("not run by the command line");
        }
        return spec;
    }

    /** What the {@code .holdfast.yaml} of a folder says. */
    static Optional<ProjectSettings> settings(Path folder) {
        try {
            return ProjectSettings.of(folder);
        } catch (ConfigException e) {
            throw new Refusal(
                    Reason.INVALID_ARGUMENT,
                    "The project's .holdfast.yaml has faults: " + String.join(" ", e.faults()),
                    "Correct these places, then call again.");
        }
    }

    /** A map in the order that is written; null stands for what is left out. */
    static Map<String, Object> tree(@Nullable Object... namesAndValues) {
        Map<String, Object> tree = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            Object value = namesAndValues[i + 1];
            if (value != null) {
                tree.put(String.valueOf(namesAndValues[i]), value);
            }
        }
        return tree;
    }

    /** The refusals of variables or files as JSON. */
    static Map<String, Object> tree(String what, String name, Refusal refusal) {
        return tree(what, name, "code", refusal.reason().name(), "problem", refusal.problem(), "hint", refusal.hint());
    }

    /** Prints that something was refused. */
    void refused(String name, Refusal refusal) {
        err().println(name + ": " + refusal.reason() + ": " + refusal.problem() + " " + refusal.hint());
    }

    /** How many of a thing, such as {@code 1 secret} or {@code 2 secrets}. */
    static String count(long count, String thing) {
        return count + " " + thing + (count == 1 ? "" : "s");
    }
}
