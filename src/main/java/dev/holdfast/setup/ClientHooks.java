package dev.holdfast.setup;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the hooks of a client look like: its file, its events, and how it is told that a fault means no. */
final class ClientHooks {

    /** Seconds. A client lets through what its hook has not answered by then, so it is long. */
    private static final int TIMEOUT = 60;

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final Client client;
    private final String file;
    private final String launcher;

    private ClientHooks(Client client, String file, String launcher) {
        this.client = client;
        this.file = file;
        this.launcher = launcher;
    }

    /** The hooks of a client that the guard can serve; else null. */
    static @Nullable ClientHooks of(Client client, String launcher) {
        return switch (client) {
            case CLAUDE_CODE -> new ClientHooks(client, ClientEntry.APPROVAL_FILE, launcher);
            case CURSOR -> new ClientHooks(client, ".cursor/hooks.json", launcher);
            default -> null;
        };
    }

    String file() {
        return file;
    }

    /** What the file must have beside the hooks. */
    ObjectNode frame() {
        ObjectNode root = JSON.objectNode();
        return client == Client.CURSOR ? root.put("version", 1) : root;
    }

    /** The element in the list of each event. */
    Map<String, ObjectNode> elements(boolean reads) {
        Map<String, ObjectNode> elements = new LinkedHashMap<>();
        if (client == Client.CURSOR) {
            elements.put("preToolUse", cursor(reads));
            elements.put("beforeShellExecution", cursor(reads));
            if (reads) {
                elements.put("beforeReadFile", cursor(true));
            }
        } else {
            elements.put("PreToolUse", claudeCode(reads));
        }
        return elements;
    }

    private String command(boolean reads) {
        return GuardCommand.of(launcher, client.word()) + (reads ? GuardCommand.BLOCK_READS : "");
    }

    private ObjectNode cursor(boolean reads) {
        return JSON.objectNode()
                .put("command", command(reads))
                .put("failClosed", true)
                .put("timeout", TIMEOUT);
    }

    private ObjectNode claudeCode(boolean reads) {
        ObjectNode group = JSON.objectNode();
        group.put("matcher", "Write|Edit|MultiEdit|NotebookEdit|Bash" + (reads ? "|Read|Grep" : ""));
        // Claude Code lets through what ends with any other code, that of a launcher that is gone included.
        group.putArray("hooks")
                .addObject()
                .put("type", "command")
                .put("command", command(reads) + " || exit 2")
                .put("timeout", TIMEOUT);
        return group;
    }
}
