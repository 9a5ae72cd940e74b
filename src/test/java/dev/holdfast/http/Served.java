package dev.holdfast.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.mcp.Finished;
import dev.holdfast.proof.Holdfast;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** {@code holdfast serve} as a process of its own, with two agents: {@code jules}, and {@code root}, who may issue tokens. */
public final class Served implements AutoCloseable {

    private static final String AGENTS = """
            agents:
              - name: jules
                environment: development
                allow:
                  - {actions: [store, read, list, rotate, request, export], paths: ["project/**", "meta/**"]}
              - name: root
                allow:
                  - {actions: [admin], paths: ["project/**"]}
            """;

    private final Holdfast holdfast;
    private final UnaryOperator<ProcessBuilder> surroundings;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private Process process;
    private URI address;

    private Served(Holdfast holdfast, UnaryOperator<ProcessBuilder> surroundings, String more) throws IOException {
        this.holdfast = holdfast;
        this.surroundings = surroundings;
        configure(AGENTS + more);
        start();
    }

    /** In a folder of its own. */
    public static Served in(Path folder, String more) throws IOException {
        return new Served(
                new Holdfast(
                        Files.createDirectories(folder.resolve("home")),
                        Files.createDirectories(folder.resolve("work"))),
                UnaryOperator.identity(),
                more);
    }

    /** On a home that is there, with what {@code surroundings} adds to each process, and {@code more} to the configuration. */
    public static Served on(Holdfast holdfast, UnaryOperator<ProcessBuilder> surroundings, String more)
            throws IOException {
        Files.createDirectories(holdfast.home());
        return new Served(holdfast, surroundings, more);
    }

    public Holdfast holdfast() {
        return holdfast;
    }

    /** Writes the whole configuration anew. */
    void configure(String text) throws IOException {
        Files.writeString(holdfast.home().resolve("holdfast.yaml"), text);
    }

    static String agents() {
        return AGENTS;
    }

    /** Starts the server and waits until it says where it is. */
    void start() throws IOException {
        process = surroundings
                .apply(holdfast.java(List.of("-Xmx256m"), "serve", "--port", "0"))
                .redirectError(holdfast.home().resolve("serve.log").toFile())
                .start();
        String said =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)).readLine();
        if (said == null) {
            throw new IllegalStateException(
                    "it did not start: " + Files.readString(holdfast.home().resolve("serve.log")));
        }
        address = URI.create(said.replaceAll(".* (http\\S+)/mcp .*", "$1"));
    }

    public Process process() {
        return process;
    }

    public URI address(String path) {
        return address.resolve(path);
    }

    /** A command of the agent that may issue tokens. */
    public Finished asRoot(String... command) {
        ProcessBuilder builder = surroundings.apply(holdfast.java(List.of(), command));
        builder.environment().put("HOLDFAST_AGENT", "root");
        return Finished.run(builder);
    }

    public String token(String... forWhom) {
        String[] command = new String[forWhom.length + 3];
        System.arraycopy(new String[] {"token", "issue", "--reveal"}, 0, command, 0, 3);
        System.arraycopy(forWhom, 0, command, 3, forWhom.length);
        Finished issued = asRoot(command);
        if (issued.exit() != 0) {
            throw new AssertionError("no token: " + issued.err());
        }
        return issued.out().strip();
    }

    /** Sends a message; the answer. */
    public HttpResponse<String> post(String token, @Nullable String session, String body) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(address("/mcp"))
                .timeout(Duration.ofSeconds(30))
                .header("Authorization", "Bearer " + token)
                .header("Accept", "application/json, text/event-stream")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
        if (session != null) {
            request.header("Mcp-Session-Id", session);
        }
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    public String open(String token) throws IOException {
        HttpResponse<String> opened = post(token, null, HttpWorld.INITIALIZE);
        if (opened.statusCode() != 200) {
            throw new AssertionError("not opened: " + opened.statusCode() + " " + opened.body());
        }
        String session = opened.headers().firstValue("Mcp-Session-Id").orElseThrow();
        post(token, session, "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}");
        return session;
    }

    /** The result of a tool call. */
    public JsonNode call(String token, String session, String tool, String arguments) throws IOException {
        HttpResponse<String> answer = post(
                token,
                session,
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"" + tool
                        + "\",\"arguments\":" + arguments + "}}");
        return HttpWorld.message(answer).path("result");
    }

    static String set(String path) {
        return "{\"keyPath\":\"" + path + "\",\"value\":\"abc123\",\"description\":\"A key for the server tests\"}";
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new IOException(e));
        }
    }
}
