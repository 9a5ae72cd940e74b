package dev.holdfast.setup;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;

/** The hooks by which a client asks the guard before its agent writes a file or runs a command. */
final class HooksPart implements Part {

    private static final String HOOKS = "hooks";

    private final ClientHooks hooks;
    private final boolean blockReads;

    HooksPart(ClientHooks hooks, boolean blockReads) {
        this.hooks = hooks;
        this.blockReads = blockReads;
    }

    @Override
    public String file() {
        return hooks.file();
    }

    @Override
    public String alone() {
        return JsonText.pretty(whole(blockReads));
    }

    private ObjectNode whole(boolean reads) {
        ObjectNode root = hooks.frame();
        ObjectNode events = root.putObject(HOOKS);
        hooks.elements(reads).forEach((event, element) -> events.putArray(event).add(element));
        return root;
    }

    @Override
    public String into(String there) throws Left {
        if (there.isBlank()) {
            return JsonText.of(whole(blockReads)).text();
        }
        JsonText json = JsonText.plain(there);
        // Whoever asked for it once, and renews the rest, has not taken it back.
        boolean reads = blockReads || standing(json.root()).contains(GuardCommand.BLOCK_READS);
        for (Map.Entry<String, JsonNode> member : hooks.frame().properties()) {
            if (!json.root().has(member.getKey())) {
                json = json.withMember(List.of(), member.getKey(), member.getValue());
            }
        }
        for (Map.Entry<String, ObjectNode> hook : hooks.elements(reads).entrySet()) {
            json = with(json, hook.getKey(), hook.getValue());
        }
        return json.text();
    }

    private static JsonText with(JsonText json, String event, ObjectNode element) throws Left {
        JsonNode events = json.root().get(HOOKS);
        if (events == null) {
            ObjectNode first = json.root().objectNode();
            first.putArray(event).add(element);
            return json.withMember(List.of(), HOOKS, first);
        }
        JsonNode list = events.get(event);
        if (!events.isObject() || (list != null && !list.isArray())) {
            throw Left.otherShape();
        }
        if (list == null) {
            return json.withMember(
                    List.of(HOOKS), event, json.root().arrayNode().add(element));
        }
        int ours = indexIn(list);
        if (ours < 0) {
            return json.withElement(List.of(HOOKS, event), element);
        }
        return list.get(ours).equals(element)
                ? json
                : json.withValue(List.of(HOOKS, event, Integer.toString(ours)), element);
    }

    @Override
    public String outOf(String there) throws Left {
        JsonText json = JsonText.plain(there);
        if (standing(json.root()).isEmpty()) {
            return there;
        }
        for (String event : hooks.elements(true).keySet()) {
            List<String> list = List.of(HOOKS, event);
            int ours = indexIn(json.root().path(HOOKS).path(event));
            if (ours >= 0) {
                json = json.without(List.of(HOOKS, event, Integer.toString(ours)))
                        .withoutEmpty(list);
            }
        }
        json = json.withoutEmpty(List.of(HOOKS));
        return json.root().equals(hooks.frame()) ? "" : json.text();
    }

    /** The command that stands there already, of this Holdfast or another; empty where there is none. */
    private String standing(JsonNode root) {
        for (String event : hooks.elements(true).keySet()) {
            for (JsonNode element : root.path(HOOKS).path(event)) {
                String command = command(element);
                if (!command.isEmpty()) {
                    return command;
                }
            }
        }
        return "";
    }

    private static int indexIn(JsonNode list) throws Left {
        for (int i = 0; i < list.size(); i++) {
            if (!command(list.get(i)).isEmpty()) {
                if (list.get(i).path(HOOKS).size() > 1) {
                    throw new Left(
                            "Its hook of Holdfast shares a group with another, so it was left alone; put ours into"
                                    + " a group of its own.");
                }
                return i;
            }
        }
        return -1;
    }

    private static String command(JsonNode element) {
        return element.findValuesAsText("command").stream()
                .filter(GuardCommand::isOne)
                .findFirst()
                .orElse("");
    }
}
