package dev.holdfast.setup;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** The entry by which a client starts Holdfast, and the approval that Claude Code wants beside it. */
final class ClientEntry {

    /** The server's name in every client: tools then show as {@code mcp__meta__set_secret}. */
    static final String SERVER = "meta";

    private static final String COMMAND = "mcp";

    /** Where Claude Code looks for what the user of this copy of the project approved. */
    static final String APPROVAL_FILE = ".claude/settings.local.json";

    /** The list of approved servers in that file. */
    static final String APPROVED = "enabledMcpjsonServers";

    /** The list of servers that the user switched off in that file. */
    static final String SWITCHED_OFF = "disabledMcpjsonServers";

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private ClientEntry() {}

    /**
     * The entry of a client.
     *
     * @param launcher the absolute path of {@code bin/holdfast}
     */
    static ObjectNode of(Client client, String launcher) {
        ObjectNode entry = JSON.objectNode();
        if (client != Client.GEMINI) {
            entry.put("type", "stdio");
        }
        entry.put("command", launcher);
        entry.putArray("args").add(COMMAND);
        if (client == Client.CURSOR || client == Client.VSCODE) {
            // These may start a server elsewhere than in the project; they fill in the folder themselves.
            entry.withArray("args").add("--workspace").add("${workspaceFolder}");
        }
        return entry;
    }

    /**
     * The entry that stands there, made to start this launcher and kept in all else; null when it starts something that
     * is not Holdfast.
     */
    static @Nullable ObjectNode renewed(JsonNode there, ObjectNode wanted) {
        String command = there.path("command").asText();
        boolean ours = command.equals("holdfast") || command.endsWith("/holdfast");
        if (!ours || !(there instanceof ObjectNode old)) {
            return null;
        }
        ObjectNode entry = old.deepCopy();
        entry.set("command", wanted.get("command"));
        if (!COMMAND.equals(there.path("args").path(0).asText())) {
            entry.set("args", wanted.get("args"));
        }
        return entry;
    }

    /** A whole file with the entry alone: what is printed to be pasted. */
    static ObjectNode file(Client client, String launcher) {
        ObjectNode root = JSON.objectNode();
        root.putObject(client.container()).set(SERVER, of(client, launcher));
        return root;
    }

    /** A whole file with the approval alone. */
    static ObjectNode approval() {
        ObjectNode root = JSON.objectNode();
        root.putArray(APPROVED).add(SERVER);
        return root;
    }
}
