package dev.holdfast.cli;

import dev.holdfast.access.Reason;
import dev.holdfast.access.Refusal;
import dev.holdfast.mcp.ToolClient;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code holdfast demo}: the main job in a throw-away folder, through a real MCP session. */
@Command(
        name = "demo",
        description =
                "Show the main job in a throw-away folder, refusals and audit included. Touches nothing of yours.",
        mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {

    private static final String STRIPE = "project/consilio/stripe_api_key";
    private static final String JWT = "project/consilio/jwt_secret";

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        String launcher = System.getProperty("holdfast.launcher");
        if (launcher == null || spec == null) {
            throw new Refusal(
                    Reason.INTERNAL, "The demo starts a server of its own.", "Start it with bin/holdfast demo.");
        }
        Path folder = Files.createTempDirectory("holdfast-demo");
        try {
            Path home = folder.resolve("home");
            Path project = Files.createDirectory(folder.resolve("consilio"));
            DemoSteps steps = new DemoSteps(spec.commandLine().getOut());
            Map<String, String> environment = Map.of("HOLDFAST_HOME", home.toString());
            steps.title("An agent connects to Holdfast over MCP, in a folder that is deleted afterwards.");
            List<String> server = List.of("mcp", "--agent", "claude-supervisor", "--workspace", project.toString());
            try (ToolClient agent = new ToolClient(launcher, server, environment)) {
                refusals(steps, agent);
                store(steps, agent);
                env(steps, agent, project.resolve(".env"));
            }
            return audit(steps, launcher, environment);
        } finally {
            delete(folder);
        }
    }

    private static void refusals(DemoSteps steps, ToolClient agent) {
        steps.title("1. What an agent gets wrong is refused, with a way out");
        steps.refused(
                "the .env first, although nothing is stored",
                agent.call("write_env", Map.of("file", ".env", "entries", List.of(entry("STRIPE_API_KEY", STRIPE)))));
        steps.refused(
                "a key path in upper case",
                agent.call("set_secret", Map.of("keyPath", "project/CONSILIO/Key", "value", "sk_live_abc123xyz")));
        steps.refused(
                "a description that says nothing",
                agent.call(
                        "set_secret",
                        Map.of("keyPath", STRIPE, "value", "sk_live_abc123xyz", "description", "API key")));
    }

    private static void store(DemoSteps steps, ToolClient agent) {
        steps.title("2. Store first");
        steps.done(
                "set_secret stores it",
                agent.call(
                        "set_secret",
                        Map.of(
                                "keyPath", STRIPE,
                                "value", "sk_live_abc123xyz",
                                "description", "Stripe API key for payment processing")));
        ToolClient.Answer read = agent.call("get_secret", Map.of("keyPath", STRIPE));
        steps.told(
                "get_secret reads it back",
                "sk_live_abc123xyz".equals(read.structured().get("value"))
                        ? "the same value came back"
                        : "another value came back");
        steps.done(
                "set_secret makes one that nobody sees",
                agent.call(
                        "set_secret",
                        Map.of(
                                "keyPath",
                                JWT,
                                "generate",
                                Map.of("format", "base64"),
                                "description",
                                "JWT signing secret for the web session")));
        ToolClient.Answer listed = agent.call("list_secrets", Map.of("scope", "project", "project", "consilio"));
        if (listed.structured().get("secrets") instanceof List<?> secrets) {
            for (Object secret : secrets) {
                if (secret instanceof Map<?, ?> fields) {
                    steps.told("list_secrets", fields.get("keyPath") + "  \"" + fields.get("description") + "\"");
                }
            }
        }
        steps.done(
                "rotate_secret replaces it",
                agent.call(
                        "rotate_secret",
                        Map.of("keyPath", STRIPE, "reason", "shown in a demo", "newValue", "sk_live_def456uvw")));
    }

    private static void env(DemoSteps steps, ToolClient agent, Path env) throws IOException {
        steps.title("3. The .env second");
        steps.done(
                "write_env writes what is stored",
                agent.call(
                        "write_env",
                        Map.of(
                                "file",
                                ".env",
                                "entries",
                                List.of(entry("STRIPE_API_KEY", STRIPE), entry("JWT_SECRET", JWT)))));
        for (String line : Files.readAllLines(env, StandardCharsets.UTF_8)) {
            int equals = line.indexOf('=');
            steps.told(".env", line.substring(0, equals + 1) + "… " + (line.length() - equals - 1) + " characters");
        }
        Files.writeString(env, "OPENAI_API_KEY=sk-proj-written-by-hand-1234\n", StandardOpenOption.APPEND);
        ToolClient.Answer checked = agent.call("check_env", Map.of("file", ".env"));
        if (checked.structured().get("entries") instanceof List<?> entries) {
            for (Object entry : entries) {
                if (entry instanceof Map<?, ?> fields) {
                    steps.told("check_env", fields.get("name") + " is " + fields.get("status"));
                }
            }
        }
    }

    private static int audit(DemoSteps steps, String launcher, Map<String, String> environment)
            throws IOException, InterruptedException {
        steps.title("4. The audit it made: a row for every act, before the answer");
        int shown = run(launcher, environment, "audit");
        int verified = run(launcher, environment, "audit", "verify");
        steps.title("Next: bin/holdfast init --client claude-code --write   (or cursor, vscode, gemini, jules)");
        return shown == Exit.DONE && verified == Exit.DONE && steps.asExpected() ? Exit.DONE : Exit.REFUSED;
    }

    private static int run(String launcher, Map<String, String> environment, String... arguments)
            throws IOException, InterruptedException {
        ProcessBuilder process = new ProcessBuilder(launcher);
        process.command().addAll(List.of(arguments));
        process.environment().putAll(environment);
        return process.inheritIO().start().waitFor();
    }

    private static Map<String, Object> entry(String name, String keyPath) {
        return Map.of("name", name, "keyPath", keyPath);
    }

    private static void delete(Path folder) throws IOException {
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException fault) throws IOException {
                Files.delete(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /** What a step prints, and whether each went as it should. */
    private static final class DemoSteps {

        private final PrintWriter out;
        private boolean asExpected = true;

        DemoSteps(PrintWriter out) {
            this.out = out;
        }

        void title(String text) {
            out.println();
            out.println(Style.BOLD.of(text));
            out.flush();
        }

        void refused(String what, ToolClient.Answer answer) {
            asExpected &= answer.refused();
            int id = answer.text().lastIndexOf(" Request id: ");
            line(
                    Style.RED.of("refused"),
                    what,
                    id < 0 ? answer.text() : answer.text().substring(0, id));
        }

        void done(String what, ToolClient.Answer answer) {
            asExpected &= !answer.refused();
            Object version = answer.structured().get("version");
            Object path = answer.structured().get("keyPath");
            String facts = version == null ? "" : path + ", version " + version;
            line(Style.GREEN.of("done   "), what, answer.refused() ? answer.text() : facts);
        }

        void told(String what, String facts) {
            line("       ", what, facts);
        }

        boolean asExpected() {
            return asExpected;
        }

        private void line(String mark, String what, String facts) {
            out.println("  " + mark + "  " + what + (facts.isEmpty() ? "" : ": " + facts));
            out.flush();
        }
    }
}
