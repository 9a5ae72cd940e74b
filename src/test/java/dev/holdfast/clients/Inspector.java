package dev.holdfast.clients;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The MCP Inspector on the command line, against a server that it reaches over HTTP. */
final class Inspector {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** The Inspector's own: the server wants to know who calls, and the tool's answer is a refusal. */
    private static final int AUTH_REQUIRED = 3;

    private static final int TOOL_IS_ERROR = 5;

    private final Program program;
    private final URI address;
    private final String transport;
    private final String token;

    /**
     * @param transport {@code http} or {@code sse}
     */
    Inspector(Path home, URI address, String transport, String token) {
        this.program = new Program(home, home, Map.of());
        this.address = address;
        this.transport = transport;
        this.token = token;
    }

    static String version() throws IOException {
        return JSON.readTree(Path.of(NodeClients.file("@modelcontextprotocol/inspector/package.json"))
                        .toFile())
                .path("version")
                .asText();
    }

    /** What it prints for a method that succeeds. */
    JsonNode answer(String... method) throws Exception {
        Program.Ended ended = run(true, method);
        assertThat(ended.exit()).as(transport + ": " + ended.errors()).isZero();
        return JSON.readTree(ended.output());
    }

    /** The result of a tool that does what it is asked. */
    JsonNode call(String tool, String... arguments) throws Exception {
        return answer(toolCall(tool, arguments));
    }

    /** The text of a tool's refusal. */
    String refusal(String tool, String... arguments) throws Exception {
        Program.Ended ended = run(true, toolCall(tool, arguments));
        assertThat(ended.exit()).as(transport + ": " + ended.errors()).isEqualTo(TOOL_IS_ERROR);
        return JSON.readTree(ended.output()).at("/content/0/text").asText();
    }

    /** What it says when it has no token to send. */
    String withoutToken() throws Exception {
        Program.Ended ended = run(false, "--stored-auth-only", "--method", "tools/list");
        assertThat(ended.exit()).as(transport + ": " + ended.errors()).isEqualTo(AUTH_REQUIRED);
        return ended.errors();
    }

    private static String[] toolCall(String tool, String... arguments) {
        List<String> method = new ArrayList<>(List.of("--method", "tools/call", "--tool-name", tool));
        for (String argument : arguments) {
            method.addAll(List.of("--tool-arg", argument));
        }
        return method.toArray(String[]::new);
    }

    private Program.Ended run(boolean withToken, String... method) throws Exception {
        List<String> command = new ArrayList<>(
                List.of(NodeClients.newestNode(), NodeClients.file(".bin/mcp-inspector"), "--cli", address.toString()));
        command.addAll(List.of("--transport", transport));
        if (withToken) {
            // Visible to every user of the machine for a moment. A header given on the command line is how people use
            // the Inspector, so it is what we test; the token is good for this test's server alone.
            command.addAll(List.of("--header", "Authorization: Bearer " + token));
        }
        command.addAll(List.of(method));
        return program.run(command);
    }
}
