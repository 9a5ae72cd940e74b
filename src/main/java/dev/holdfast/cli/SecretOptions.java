package dev.holdfast.cli;

import dev.holdfast.access.Call;
import dev.holdfast.access.Reason;
import dev.holdfast.access.Refusal;
import dev.holdfast.access.SecretKeeping;
import dev.holdfast.config.Environment;
import dev.holdfast.mcp.ToolCalls;
import dev.holdfast.policy.Action;
import dev.holdfast.secret.InvalidInput;
import dev.holdfast.secret.KeyPath;
import java.io.PrintWriter;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What the commands on secrets share: for whom they act, how they answer, and the two ways to the door. */
final class SecretOptions {

    private final Backend backend;
    private final Environment environment;

    @Mixin
    private final Acting acting = new Acting();

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec spec;

    SecretOptions(Backend backend, Environment environment) {
        this.backend = backend;
        this.environment = environment;
    }

    /** Calls a tool as a client does; its structured result. */
    Map<String, Object> tool(String tool, Map<String, Object> arguments) throws Exception {
        try (Backend.Opened opened = backend.open(acting.who(environment))) {
            return ToolCalls.run(
                    tool, opened.services(), opened.services().calls().get(), arguments);
        }
    }

    /** Lists secrets with what is put on them. */
    Map<String, Object> listing(Map<String, Object> arguments) throws Exception {
        try (Backend.Opened opened = backend.open(acting.who(environment))) {
            return ToolCalls.list(opened.services(), opened.services().calls().get(), arguments);
        }
    }

    /** What is done with a secret at the door. */
    interface Work<T> {

        T with(SecretKeeping keeping, Call call, KeyPath path);
    }

    /** Does what no tool does; a path that is none leaves its row too. */
    <T> T keeping(Action action, String keyPath, Work<T> work) throws Exception {
        try (Backend.Opened opened = backend.open(acting.who(environment))) {
            Call call = opened.services().calls().get();
            opened.services().access().recognise(call, action);
            KeyPath path;
            try {
                path = KeyPath.parse(keyPath);
            } catch (InvalidInput e) {
                throw opened.services().access().refuse(call, action, null, Refusal.of(e));
            }
            return work.with(opened.services().access().keeping(), call, path);
        }
    }

    /** Adds an argument that was given. */
    static void given(Map<String, Object> arguments, String name, @Nullable Object value) {
        if (value != null) {
            arguments.put(name, value);
        }
    }

    /** Refuses, before anything is opened, what would show a secret where nobody asked for it. */
    static void requireShown(boolean asked, String what) {
        if (!asked && !Terminal.present()) {
            throw new Refusal(
                    Reason.ACCESS_DENIED,
                    "The output is no terminal, so the " + what + " is not printed, and nothing was read.",
                    "Add --reveal if the " + what + " may go where the output goes.");
        }
    }

    /** Prints the result as JSON, or what it is for people. */
    int done(Map<String, Object> result, Supplier<String> words) {
        PrintWriter out = out();
        out.println(json ? JsonOutput.of(result) : words.get());
        out.flush();
        return Exit.DONE;
    }

    /** Prints the result as JSON, or a table for people. */
    int done(Map<String, Object> result, Table table) {
        if (json) {
            return done(result, () -> "");
        }
        table.print(out());
        out().flush();
        return Exit.DONE;
    }

    int usage(String words) {
        command().commandLine().getErr().println(words);
        return Exit.USAGE;
    }

    boolean json() {
        return json;
    }

    PrintWriter out() {
        return command().commandLine().getOut();
    }

    private CommandSpec command() {
        if (spec == null) {
            throw new IllegalStateException("not run by the command line");
        }
        return spec;
    }
}
