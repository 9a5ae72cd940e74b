package dev.holdfast.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.Proof;
import dev.holdfast.mcp.ConformanceFixtures;
import dev.holdfast.mcp.Finished;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The official conformance suite of MCP, at the scenarios that revision 2025-11-25 requires of a server. */
@Tag("proof")
final class ConformanceIT {

    private static final Path FOLDER = Proof.project().resolve("src/test/node/conformance");
    private static final String SUITE = "node_modules/@modelcontextprotocol/conformance/dist/index.js";
    private static final int REQUIRED = 30;

    /** Run by the suite too, but not required by the revision: they came after it, or are pending. */
    private static final List<String> NOT_SCORED =
            List.of("server-session-lifecycle", "json-schema-2020-12", "server-sse-polling");

    @TempDir
    private Path folder;

    @BeforeAll
    static void require() {
        if (Files.exists(FOLDER.resolve(SUITE)) && node() != null) {
            return;
        }
        String missing = "The conformance suite is not installed, or HOLDFAST_TEST_NODE22 names no Node 22; run: npm ci"
                + " --ignore-scripts --prefix src/test/node/conformance";
        if ("true".equals(System.getenv("CI"))) {
            Assertions.fail(missing);
        }
        System.err.println("SKIPPED: " + missing);
        Assumptions.abort(missing);
    }

    /** The suite needs Node 22, which is newer than the one that other tests run under. */
    private static String node() {
        String node = System.getenv("HOLDFAST_TEST_NODE22");
        return node == null || node.isEmpty() ? null : node;
    }

    private static Finished suite(int port, String... more) {
        List<String> command = new ArrayList<>(List.of(
                node(),
                FOLDER.resolve(SUITE).toString(),
                "server",
                "--url",
                "http://127.0.0.1:" + port + "/mcp",
                "--requirements",
                "2025-11-25"));
        command.addAll(List.of(more));
        return Finished.run(new ProcessBuilder(command).directory(FOLDER.toFile()));
    }

    /** The scenarios with that mark in the summary, without those that the revision does not require. */
    private static List<String> scenarios(String output, String mark) {
        List<String> names = named("(?m)^" + mark + " ([a-z0-9-]+): \\d+ passed", output);
        names.removeAll(NOT_SCORED);
        return names;
    }

    private static List<String> named(String pattern, String output) {
        List<String> names = new ArrayList<>();
        Matcher line = Pattern.compile(pattern).matcher(output);
        while (line.find()) {
            names.add(line.group(1));
        }
        return names;
    }

    @Test
    void fixtures_onOurTransports_passAllThatIsRequired() throws Exception {
        try (HttpWorld world = new HttpWorld(folder, HttpSettings.DEFAULT, ConformanceFixtures.transports());
                TokenProxy proxy = new TokenProxy(world.listener.port(), HttpWorld.TOKEN)) {
            Finished finished = suite(proxy.port());
            assertThat(scenarios(finished.out(), "✗")).as(finished.out()).isEmpty();
            assertThat(scenarios(finished.out(), "✓")).as(finished.out()).hasSize(REQUIRED);
            assertThat(finished.exit()).isZero();
            Proof.line(
                    "conformance-fixtures",
                    REQUIRED + " of " + REQUIRED + " scenarios of 2025-11-25 with the suite's fixtures");
        }
    }

    @Test
    void product_failsOnlyWhatTheBaselineNames() throws Exception {
        try (HttpWorld world = new HttpWorld(folder);
                TokenProxy proxy = new TokenProxy(world.listener.port(), HttpWorld.TOKEN)) {
            Finished finished = suite(
                    proxy.port(),
                    "--expected-failures",
                    FOLDER.resolve("baseline.yaml").toString());
            assertThat(finished.exit()).as(finished.out()).isZero();
            List<String> passed = scenarios(finished.out(), "✓");
            assertThat(passed)
                    .as(finished.out())
                    .containsExactlyInAnyOrder(
                            "server-initialize",
                            "logging-set-level",
                            "ping",
                            "tools-list",
                            "server-sse-multiple-streams",
                            "dns-rebinding-protection");
            Proof.line(
                    "conformance-product",
                    passed.size() + " scenarios need no fixture and pass; " + (REQUIRED - passed.size())
                            + " stand in baseline.yaml with the reason");
        }
    }
}
