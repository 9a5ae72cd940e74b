package dev.holdfast.clients;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.holdfast.Proof;
import dev.holdfast.http.Served;
import dev.holdfast.proof.Holdfast;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
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

    private static final String BOOTSTRAP = "bootstrap-for-schemathesis-0123";

    @TempDir
    private Path folder;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private Served served;

    @BeforeEach
    void start() throws Exception {
        NodeClients.require(INSTALLED, "Schemathesis is not installed; run: src/test/python/schemathesis/install");
        Holdfast holdfast = new Holdfast(
                Files.createTempDirectory(folder, "home"), Files.createDirectories(folder.resolve("work")));
        served = Served.on(
                holdfast,
                builder -> {
                    builder.environment().put("HOLDFAST_BOOTSTRAP_TOKEN", BOOTSTRAP);
                    return builder;
                },
                "http: {limits: {unauthenticated: 1000000}}\n");
    }

    @AfterEach
    void stop() {
        if (served != null) {
            served.close();
        }
    }

    @Test
    void schemathesis_asAServiceAndAsTheAdministrator_findsNothing() throws Exception {
        String admin = post("/auth/admin-token", BOOTSTRAP, "{}").path("token").asText();
        post(
                "/keys/store",
                admin,
                "{\"key_path\":\"" + KEY
                        + "\",\"value\":\"a-value-of-the-tests\",\"description\":\"A key for the tests of services\"}");
        post(
                "/services/register",
                admin,
                "{\"name\":\"" + SERVICE
                        + "\",\"description\":\"Jules\",\"environment\":\"production\",\"rate_limit_requests\":10000000,"
                        + "\"required_keys\":[\"" + KEY + "\"]}");
        String service = post("/auth/service-token", admin, "{\"service_name\":\"" + SERVICE + "\"}")
                .path("token")
                .asText();

        int cases = run(service) + run(admin);

        Proof.line(
                "schemathesis",
                cases
                        + " requests by the OpenAPI document, as a service and as the administrator: no answer that it does"
                        + " not describe, no 5xx");
    }

    private JsonNode post(String path, String bearer, String body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(served.address(path))
                .header("Authorization", "Bearer " + bearer)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(path).isEqualTo(200);
        return new ObjectMapper().readTree(answer.body());
    }

    private int run(String token) throws Exception {
        Path home = Files.createTempDirectory(folder, "schemathesis");
        Map<String, String> environment =
                Map.of("HOLDFAST_TOKEN", token, "HOLDFAST_BOOTSTRAP_TOKEN", BOOTSTRAP, "COLUMNS", "200");
        List<String> command = List.of(
                INSTALLED.resolve("bin/schemathesis").toString(),
                "--config-file",
                SETTINGS.toString(),
                "run",
                served.address("/openapi.json").toString(),
                "--no-color",
                "--phases",
                "examples,coverage,fuzzing",
                "--max-examples",
                Integer.toString(Proof.scaled(5, 30)));
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
