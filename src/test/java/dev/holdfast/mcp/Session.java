package dev.holdfast.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.holdfast.proof.Holdfast;
import dev.holdfast.proof.McpClient;
import dev.holdfast.proof.Reply;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A session with a server that has a home folder and a workspace of its own, and what the server's files say. */
public final class Session implements AutoCloseable {

    /** A description that every rule lets through. */
    public static final String DESCRIPTION = "Signing secret for the session tests";

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final Holdfast holdfast;
    private final McpClient client;

    private Session(Holdfast holdfast, McpClient client) {
        this.holdfast = holdfast;
        this.client = client;
    }

    /** Opens a session in a folder: its home is {@code home}, its workspace {@code work}. */
    public static Session in(Path folder, String... arguments) {
        return in(folder, Map.of(), arguments);
    }

    /** Opens a session whose server has these variables too. */
    public static Session in(Path folder, Map<String, String> variables, String... arguments) {
        Holdfast holdfast = holdfast(folder);
        List<String> command = new ArrayList<>(List.of("mcp"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = holdfast.java(List.of("-Xmx128m"), command.toArray(String[]::new));
        builder.environment().putAll(variables);
        Session session = new Session(holdfast, McpClient.start(builder));
        session.client.initialize();
        return session;
    }

    /** The program with the home and the workspace that lie in a folder. */
    public static Holdfast holdfast(Path folder) {
        try {
            return new Holdfast(folder.resolve("home"), Files.createDirectories(folder.resolve("work")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Calls a tool with arguments: name, value, name, value. A value may be null. */
    public Reply call(String tool, Object... namesAndValues) {
        return client.call(tool, arguments(namesAndValues));
    }

    /** A map of names and values, in their order. */
    public static Map<String, Object> arguments(Object... namesAndValues) {
        Map<String, Object> arguments = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            arguments.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return arguments;
    }

    /** Stores a value, with a description that fits. */
    public Reply store(String keyPath, String value) {
        return call("set_secret", "keyPath", keyPath, "value", value, "description", DESCRIPTION);
    }

    /** The value that is stored, empty where there is none. */
    public String stored(String keyPath) {
        return call("get_secret", "keyPath", keyPath).structured().path("value").asText();
    }

    public McpClient client() {
        return client;
    }

    public Holdfast holdfast() {
        return holdfast;
    }

    /** A file of the workspace. */
    public Path file(String name) {
        return holdfast.workspace().resolve(name);
    }

    /** The rows of the audit, as the command prints them. */
    public List<JsonNode> audit(String... filters) {
        return audit(holdfast, filters);
    }

    /** The rows of the audit of a home folder, as the command prints them. */
    public static List<JsonNode> audit(Holdfast holdfast, String... filters) {
        List<String> command = new ArrayList<>(List.of("audit", "--json"));
        command.addAll(List.of(filters));
        Finished finished = Finished.run(holdfast.java(List.of(), command.toArray(String[]::new)));
        List<JsonNode> rows = new ArrayList<>();
        json(finished.out()).forEach(rows::add);
        return rows;
    }

    /** Text as JSON. */
    public static JsonNode json(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
