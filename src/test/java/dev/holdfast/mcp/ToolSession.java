package dev.holdfast.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.holdfast.access.Call;
import dev.holdfast.access.Door;
import dev.holdfast.audit.AuditLog;
import dev.holdfast.audit.AuditQuery;
import dev.holdfast.dotenv.EnvAccess;
import dev.holdfast.dotenv.EnvFiles;
import dev.holdfast.dotenv.EnvWriter;
import dev.holdfast.dotenv.NoSources;
import dev.holdfast.dotenv.Workspace;
import dev.holdfast.fault.FaultPoints;
import dev.holdfast.grant.Grants;
import dev.holdfast.proof.Reply;
import dev.holdfast.state.GrantTable;
import dev.holdfast.state.PlacementTable;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** The tools on real parts in a folder, asked by lines of the protocol: the input ends, and all of it was answered. */
public final class ToolSession implements AutoCloseable {

    static final ObjectMapper MAPPER = new ObjectMapper();

    final Door door;
    final Path workspace;
    final Path home;
    private final Services services;

    /** In a folder of its own: a workspace, with the home folder inside of it, where it must be safe too. */
    ToolSession(Path folder, Supplier<Call> calls, Set<String> listed, Map<String, String> variables) {
        try {
            workspace = Files.createDirectories(folder.resolve("workspace"));
            home = Files.createDirectories(workspace.resolve("home"));
            door = new Door(home);
            Workspace space = new Workspace(workspace);
            EnvAccess env = new EnvAccess(
                    door.access,
                    new EnvWriter(space, FaultPoints.NONE),
                    PlacementTable.open(door.database),
                    new NoSources(),
                    door.clock);
            Grants grants = new Grants(door.access, GrantTable.open(door.database), door.clock, new SecureRandom());
            ValueSources values = new ValueSources(new EnvFiles(space, home), listed, variables);
            services = new Services(door.access, env, grants, values, calls);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    public ToolSession(Path folder) {
        this(folder, Door::local, Set.of(), Map.of());
    }

    /** What the tools work with. */
    public Services services() {
        return services;
    }

    public AuditLog audit() {
        return door.audit;
    }

    /** The answers to these bytes, in the order in which they came. */
    List<Reply> bytes(byte[] input) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        StdioTransport transport = new StdioTransport(new ByteArrayInputStream(input), out, MAPPER);
        HoldfastServer.on(transport, () -> services, MAPPER, "test");
        List<Reply> replies = new ArrayList<>();
        try {
            transport.serve(() -> {});
            for (String line : out.toString(StandardCharsets.UTF_8).split("\n")) {
                if (!line.isEmpty()) {
                    replies.add(new Reply(MAPPER.readTree(line)));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return replies;
    }

    List<Reply> lines(String... lines) {
        return bytes((String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
    }

    Reply line(String line) {
        List<Reply> replies = lines(line);
        if (replies.size() != 1) {
            throw new AssertionError("expected one answer, but there are " + replies.size());
        }
        return replies.get(0);
    }

    /** The line of a tool call, with the arguments as they are in JSON. */
    static String callLine(String tool, String arguments) {
        return "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"" + tool
                + "\",\"arguments\":" + arguments + "}}";
    }

    public Reply call(String tool, Object... namesAndValues) {
        Map<String, Object> arguments = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            arguments.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        try {
            return line(callLine(tool, MAPPER.writeValueAsString(arguments)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The rows of the call that a reply answers, in short. */
    List<String> rows(Reply reply) {
        JsonNode meta = reply.result().path("_meta");
        String id = reply.refused()
                ? meta.path("holdfast/error").path("requestId").asText()
                : meta.path("holdfast/requestId").asText();
        List<String> rows = new ArrayList<>();
        door.audit.read(AuditQuery.ALL, row -> {
            if (row.text("request_id").equals(id)) {
                rows.add(Door.brief(row));
            }
        });
        return rows;
    }

    @Override
    public void close() {
        door.close();
    }
}
