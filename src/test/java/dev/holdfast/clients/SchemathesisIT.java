package dev.holdfast.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.Proof;
import dev.holdfast.app.RestServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Schemathesis makes requests of what the OpenAPI document says, right and wrong ones, and holds the answers against it: as a
 * service, and as the administrator.
 */
final class SchemathesisIT {

    private static final Path INSTALLED = Proof.project().resolve("target/schemathesis");
    private static final Path SETTINGS = Proof.project().resolve("src/test/python/schemathesis/schemathesis.toml");
    private static final Pattern GENERATED = Pattern.compile("(\\d+) generated");
    private static final Pattern OPERATIONS = Pattern.compile("Tested: +(\\d+)");

    /** The names that stand in the document as examples. */
    private static final String SERVICE = "jules-mcp";

    private static final String KEY = "service_keys.jules_api.production";

    @TempDir
    private Path folder;

    private RestServer server;

    @BeforeEach
    void start() throws Exception {
        NodeClients.require(INSTALLED, "Schemathesis is not installed; run: src/test/python/schemathesis/install");
        String many = "http:\n  limits: {requests: 1000000}\n";
        server = RestServer.on(Files.createTempDirectory(folder, "home"), many, Clock.systemUTC(), Map.of());
        server.store(KEY, "a-value-of-the-tests");
    }

    @AfterEach
    void stop() {
        if (server != null) {
            server.close();
        }
    }

    @Test
    void schemathesis_asAServiceAndAsTheAdministrator_findsNothing() throws Exception {
        String service = server.service(SERVICE, "production", KEY);
        server.send("PATCH", "/services/" + SERVICE, server.admin(), "{\"rate_limit_requests\":10000000}");

        // Whoever comes without a token is heard 120 times a minute, which one of both uses up.
        int cases = run(service) + run(server.admin(), "--exclude-checks", "ignored_auth");

        Proof.line(
                "schemathesis",
                cases
                        + " requests by the OpenAPI document, as a service and as the administrator: no answer that it does"
                        + " not describe, no 5xx");
    }

    private int run(String token, String... more) throws Exception {
        Path home = Files.createTempDirectory(folder, "schemathesis");
        Map<String, String> environment =
                Map.of("HOLDFAST_TOKEN", token, "HOLDFAST_BOOTSTRAP_TOKEN", RestServer.BOOTSTRAP, "COLUMNS", "200");
        List<String> command = new ArrayList<>(List.of(
                INSTALLED.resolve("bin/schemathesis").toString(),
                "--config-file",
                SETTINGS.toString(),
                "run",
                server.address("/openapi.json").toString(),
                "--no-color",
                "--phases",
                "examples,coverage,fuzzing",
                "--max-examples",
                Integer.toString(Proof.scaled(5, 30))));
        command.addAll(List.of(more));
        Program.Ended ended = new Program(home, home, environment).run(command);
        assertThat(ended.exit()).as("%s\n%s", ended.output(), ended.errors()).isZero();
        assertThat(number(OPERATIONS, ended.output())).as("operations").isGreaterThan(20);
        return number(GENERATED, ended.output());
    }

    private static int number(Pattern pattern, String output) {
        Matcher matcher = pattern.matcher(output);
        assertThat(matcher.find()).as(output).isTrue();
        return Integer.parseInt(matcher.group(1));
    }
}
