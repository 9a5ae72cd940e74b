package dev.holdfast.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.Proof;
import dev.holdfast.app.RestServer;
import dev.holdfast.mcp.Finished;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Prometheus' own tool reads the rules, runs their tests, and finds nothing to mend in what a server tells. */
final class MonitoringIT {

    private static final String MISSING =
            "promtool is not there: name it by PROMTOOL, or put it on the PATH (Debian: prometheus)";

    private static Path promtool;

    @TempDir
    private Path home;

    @BeforeAll
    static void find() {
        Stream<String> places = Stream.concat(
                Stream.of(
                        System.getenv().getOrDefault("PROMTOOL", "/nowhere"),
                        Proof.project()
                                .resolve("target/ci/prometheus/usr/bin/promtool")
                                .toString()),
                Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                        .map(folder -> folder + "/promtool"));
        promtool = places.map(Path::of).filter(Files::isExecutable).findFirst().orElse(null);
        if (promtool == null) {
            if ("true".equals(System.getenv("CI"))) {
                throw new AssertionError(MISSING);
            }
            System.err.println("SKIPPED: " + MISSING);
            Assumptions.abort(MISSING);
        }
    }

    private static Finished promtool(String input, String... arguments) {
        ProcessBuilder builder = new ProcessBuilder(Stream.concat(Stream.of(promtool.toString()), Stream.of(arguments))
                .toList());
        builder.directory(Proof.project().resolve("mcp-config/monitoring").toFile());
        return Finished.run(builder, input.getBytes(StandardCharsets.UTF_8));
    }

    private static void succeeds(Finished finished) {
        assertThat(finished.exit()).as(finished.out() + finished.err()).isZero();
    }

    @Test
    void rules_ofTheAlerts_areReadAndFireInTheirCases() {
        succeeds(promtool("", "check", "config", "prometheus.yml"));
        Finished checked = promtool("", "check", "rules", "alerts.yml");
        succeeds(checked);
        succeeds(promtool("", "test", "rules", "alerts-test.yml"));
        Proof.line(
                "monitoring-rules",
                "promtool: " + checked.out().replaceAll("(?s).*?(\\d+ rules) found.*", "$1")
                        + ", each firing in its case and quiet before");
    }

    @Test
    void page_ofAServer_hasNothingToMend() {
        String page;
        try (RestServer server = RestServer.on(home)) {
            server.get("/keys/get?path=service_keys.a.production", null);
            page = server.metrics();
        }
        Finished checked = promtool(page, "check", "metrics");
        succeeds(checked);
        assertThat(checked.out() + checked.err()).isEmpty();
        Proof.line(
                "monitoring-metrics",
                "promtool: nothing to mend in "
                        + page.lines().filter(line -> !line.startsWith("#")).count() + " series");
    }
}
