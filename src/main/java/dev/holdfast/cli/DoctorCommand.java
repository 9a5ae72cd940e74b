package dev.holdfast.cli;

import dev.holdfast.access.Refusal;
import dev.holdfast.audit.Channel;
import dev.holdfast.audit.Verification;
import dev.holdfast.config.Config;
import dev.holdfast.config.ConfigException;
import dev.holdfast.config.ConfigReader;
import dev.holdfast.config.Environment;
import dev.holdfast.health.Finding;
import dev.holdfast.health.Finding.Health;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code holdfast doctor}: what can go wrong, each line with its mend. Makes and changes nothing. */
@Command(
        name = "doctor",
        description = "Check what can go wrong; exit 1 when something is, each line with its mend.",
        mixinStandardHelpOptions = true)
final class DoctorCommand implements Callable<Integer> {

    private static final long LEAST_FREE_BYTES = 64L * 1024 * 1024;
    private static final int BEST_JAVA = 25;

    private final Backend backend;
    private final Environment environment;
    private final List<Finding> findings = new ArrayList<>();

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Spec
    private @Nullable CommandSpec spec;

    DoctorCommand(Backend backend, Environment environment) {
        this.backend = backend;
        this.environment = environment;
    }

    @Override
    public Integer call() throws Exception {
        Path home = environment.home();
        java();
        configuration();
        boolean here = Files.exists(home);
        if (here) {
            home(home);
        }
        findings.addAll(backend.examine());
        if (backend.present()) {
            store();
        } else if (!here) {
            found(
                    Health.NOTE,
                    "home folder",
                    home + " is not made yet",
                    "'holdfast init' makes it, or the first call of a tool.");
        }
        git();
        print();
        return findings.stream().anyMatch(finding -> finding.health() == Health.FAIL) ? Exit.REFUSED : Exit.DONE;
    }

    private void java() {
        int version = Runtime.version().feature();
        found(
                version >= BEST_JAVA ? Health.OK : Health.NOTE,
                "Java",
                version + " in " + System.getProperty("java.home"),
                version >= BEST_JAVA ? "" : "It works; with JDK " + BEST_JAVA + " a server starts faster.");
    }

    private void configuration() {
        try {
            Config config = ConfigReader.read(environment);
            int agents = config.agents().size();
            found(
                    Health.OK,
                    Config.FILE,
                    agents == 0 ? "no agents are configured: calls come from agent local" : agents + " agents",
                    "");
            if (agents > 0 && environment.agent() == null && environment.token() == null) {
                found(
                        Health.NOTE,
                        "agent",
                        "agents are configured, and none is named here",
                        "Put --agent NAME behind mcp in the client's entry.");
            }
        } catch (ConfigException e) {
            e.faults().forEach(fault -> found(Health.FAIL, Config.FILE, fault, "Mend that line of the file."));
        }
    }

    private void home(Path home) throws IOException {
        boolean open = Files.getPosixFilePermissions(home).stream()
                .map(PosixFilePermission::name)
                .anyMatch(name -> !name.startsWith("OWNER_"));
        found(
                open ? Health.FAIL : Health.OK,
                "home folder",
                home + (open ? " is open to other users" : ""),
                open ? "chmod 700 " + home : "");
        long free = Files.getFileStore(home).getUsableSpace();
        found(
                free < LEAST_FREE_BYTES ? Health.FAIL : Health.OK,
                "disk",
                free / (1024 * 1024) + " MiB free",
                free < LEAST_FREE_BYTES ? "Free some space: without it every call is refused." : "");
    }

    private void store() throws Exception {
        Backend.Who owner = new Backend.Who(
                null, System.getProperty("user.name"), Path.of("").toAbsolutePath(), Channel.CLI);
        try (Backend.Opened opened = backend.open(owner)) {
            found(Health.OK, "store", "opens with its key", "");
            Verification verification = opened.audit().verify();
            String fault = verification.fault();
            found(
                    fault == null ? Health.OK : Health.FAIL,
                    "audit",
                    fault == null ? verification.rows() + " rows, the chain holds" : fault,
                    fault == null
                            ? ""
                            : "Keep everything as it is for whoever looks into it; 'holdfast audit verify' says it again.");
        } catch (Refusal e) {
            found(Health.FAIL, "store", e.problem(), e.hint());
        }
    }

    private void git() throws InterruptedException {
        boolean found;
        try {
            found = new ProcessBuilder("git", "--version")
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            found = false;
        }
        found(
                found ? Health.OK : Health.NOTE,
                "git",
                found ? "found" : "not found",
                found ? "" : "Install it: in a work tree no .env is written unless git says that it is ignored.");
    }

    private void found(Health health, String what, String fact, String mend) {
        findings.add(new Finding(health, what, fact, mend));
    }

    private void print() {
        if (spec == null) {
            throw new IllegalStateException("not run by the command line");
        }
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(JsonOutput.of(Map.of(
                    "findings", findings.stream().map(DoctorCommand::tree).toList())));
            return;
        }
        for (Finding finding : findings) {
            out.printf("%s  %-20s %s%n", mark(finding.health()), finding.what(), finding.fact());
            if (!finding.mend().isEmpty()) {
                out.printf("      %-20s %s%n", "", Style.YELLOW.of(finding.mend()));
            }
        }
        out.flush();
    }

    private static String mark(Health health) {
        return switch (health) {
            case OK -> Style.GREEN.of("ok  ");
            case NOTE -> Style.YELLOW.of("note");
            case FAIL -> Style.RED.of("FAIL");
        };
    }

    private static Map<String, Object> tree(Finding finding) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("status", finding.health().name().toLowerCase(Locale.ROOT));
        tree.put("what", finding.what());
        tree.put("fact", finding.fact());
        tree.put("mend", finding.mend());
        return tree;
    }
}
