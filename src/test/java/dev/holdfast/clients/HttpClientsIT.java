package dev.holdfast.clients;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.holdfast.Proof;
import dev.holdfast.http.Served;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The official clients, unchanged, against {@code holdfast serve}: over Streamable HTTP and over SSE, with a token. */
@Tag("proof")
final class HttpClientsIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path PYTHON = Proof.project().resolve("target/python-client");
    private static final int TOOLS = 7;

    /** The kinds of transport, as the Inspector calls them, and where the server has them. */
    private static final Map<String, String> TRANSPORTS = Map.of("http", "/mcp", "sse", "/sse");

    @TempDir
    private Path folder;

    private Path home;
    private Served served;
    private String token;

    @BeforeEach
    void start() throws Exception {
        home = Files.createDirectory(folder.resolve("client"));
        served = Served.in(folder, "");
        token = served.token("--agent", "jules");
    }

    @AfterEach
    void stop() {
        served.close();
    }

    @Test
    void typescriptSdk_bothTransports_walksTheWorkflow() throws Exception {
        NodeClients.require();
        workflow(
                "TypeScript SDK",
                "node",
                NodeClients.folder().resolve("workflow-http.mjs").toString());
    }

    @Test
    void pythonSdk_bothTransports_walksTheWorkflow() throws Exception {
        NodeClients.require(PYTHON, "The Python client is not installed; run: src/test/python/install");
        workflow(
                "Python SDK",
                PYTHON.resolve("bin/python").toString(),
                Proof.project().resolve("src/test/python/workflow.py").toString());
    }

    private void workflow(String client, String... command) throws Exception {
        String version = "";
        for (Map.Entry<String, String> transport : TRANSPORTS.entrySet()) {
            String url = served.address(transport.getValue()).toString();
            Map<String, String> environment =
                    Map.of("CLIENT_URL", url, "CLIENT_TRANSPORT", transport.getKey(), "CLIENT_TOKEN", token);
            Program.Ended ended = new Program(home, home, environment).run(List.of(command));
            assertThat(ended.exit())
                    .as(transport.getKey() + ": " + ended.errors())
                    .isZero();
            JsonNode report = JSON.readTree(ended.output());
            assertThat(report.path("tools").asInt()).isEqualTo(TOOLS);
            assertThat(report.path("withoutToken"))
                    .isNotEmpty()
                    .allSatisfy(status -> assertThat(status.asInt()).isEqualTo(401));
            version = report.path("version").asText();
        }
        proof(client + " " + version);
    }

    @Test
    void inspector_bothTransports_walksTheWorkflow() throws Exception {
        NodeClients.require();
        String value = UUID.randomUUID().toString();
        Files.writeString(served.holdfast().workspace().resolve("payment.txt"), value);
        for (String transport : TRANSPORTS.keySet()) {
            Inspector inspector = new Inspector(home, served.address(TRANSPORTS.get(transport)), transport, token);
            String keyPath = "keyPath=project/inspector/" + transport;
            assertThat(inspector.answer("--method", "tools/list").path("tools")).hasSize(TOOLS);
            JsonNode stored = inspector.call(
                    "set_secret", keyPath, "valueFrom=file:payment.txt", "description=Signs the payments of customers");
            assertThat(stored.at("/structuredContent/version").asInt()).isEqualTo(1);
            JsonNode read = inspector.call("get_secret", keyPath);
            assertThat(read.at("/structuredContent/value").asText().equals(value))
                    .as("the value that was read is the one that was stored")
                    .isTrue();
            assertThat(inspector.refusal("get_secret", keyPath + "_missing")).startsWith("NOT_FOUND");
            assertThat(inspector.withoutToken())
                    .contains("auth_required")
                    .containsAnyOf("UNAUTHENTICATED", "status code (401)");
        }
        proof("MCP Inspector " + Inspector.version());
    }

    private static void proof(String client) {
        Proof.line(
                "http-clients",
                client + ", over Streamable HTTP and over SSE: " + TOOLS
                        + " tools, set_secret and get_secret the same value, NOT_FOUND, 401 without a token");
    }
}
