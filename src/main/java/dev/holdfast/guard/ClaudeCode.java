package dev.holdfast.guard;

import java.nio.file.Path;
import java.util.List;

/** Claude Code's {@code PreToolUse}. An allow prints nothing, so that the client's own permissions decide. */
final class ClaudeCode extends HookClient {

    private static final String EVENT = "PreToolUse";

    @Override
    List<Act> acts(HookInput input, boolean blockReads) throws Malformed {
        if (!input.required("hook_event_name").equals(EVENT)) {
            throw new Malformed("This hook belongs to PreToolUse, before a tool is used.");
        }
        String tool = input.required("tool_name");
        Path folder = folder(input.required("cwd"));
        return new FileTools(folder, blockReads).acts(tool, input.object("tool_input"));
    }

    @Override
    public String answer(Verdict verdict) {
        String denial = verdict.denial();
        return denial == null
                ? ""
                : json(json -> {
                    json.writeObjectFieldStart("hookSpecificOutput");
                    json.writeStringField("hookEventName", EVENT);
                    json.writeStringField("permissionDecision", "deny");
                    json.writeStringField("permissionDecisionReason", denial);
                    json.writeEndObject();
                });
    }
}
