package dev.holdfast.cli;

import dev.holdfast.access.Reason;
import dev.holdfast.access.Refusal;
import dev.holdfast.config.Environment;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code holdfast rekey}: another master key for the embedded store. */
@Command(
        name = "rekey",
        description = "Put all secrets of the embedded store under a new master key.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "End all servers and clients that use the home folder first. Where HOLDFAST_MASTER_KEY is set, the new key is",
            "read from standard input or a hidden prompt; set the variable to it afterwards.",
            "",
            "Examples:",
            "  holdfast rekey",
            "  openssl rand -base64 32 > new.key && holdfast rekey < new.key"
        })
final class RekeyCommand implements Callable<Integer> {

    private final Backend backend;
    private final Environment environment;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Spec
    private @Nullable CommandSpec spec;

    RekeyCommand(Backend backend, Environment environment) {
        this.backend = backend;
        this.environment = environment;
    }

    @Override
    public Integer call() {
        if (spec == null) {
            throw new IllegalStateException("not run by the command line");
        }
        if (environment.token() != null || environment.agent() != null) {
            throw new Refusal(
                    Reason.ACCESS_DENIED,
                    "The master key is its owner's to change, and no agent's.",
                    "Call it without HOLDFAST_TOKEN and HOLDFAST_AGENT.");
        }
        Backend.Rekeyed done = backend.rekey(BackupCommand.owner(), RekeyCommand::typed);
        print(spec.commandLine().getOut(), done);
        return Exit.DONE;
    }

    private void print(PrintWriter out, Backend.Rekeyed done) {
        if (json) {
            Map<String, Object> tree = new LinkedHashMap<>();
            tree.put("secrets", done.secrets());
            if (done.kept() != null) {
                tree.put("kept", done.kept().toString());
            }
            out.println(JsonOutput.of(tree));
            return;
        }
        out.println("The keys of " + done.secrets() + " secrets are under the new master key.");
        if (done.kept() == null) {
            out.println("Set HOLDFAST_MASTER_KEY to it now: the old one opens nothing more.");
        } else {
            out.println("The old key is kept as " + done.kept() + ".");
            out.println("It opens backups that were made before, and nothing else; delete it with them.");
        }
        out.println("Copy the new key to where you keep it apart, and make a backup under it.");
    }

    private static byte[] typed() {
        try {
            return ValueOptions.typed("New master key (base64 of 32 bytes): ", true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
