package dev.holdfast.guard;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Cursor's hooks. Each answer is printed, an allow too; what comes after an edit can only report. */
final class Cursor extends HookClient {

    @Override
    List<Act> acts(HookInput input, boolean blockReads) throws Malformed {
        return switch (input.required("hook_event_name")) {
            case "beforeShellExecution" -> new ShellActs(folder(input, null), blockReads).of(input.required("command"));
            case "preToolUse" -> {
                HookInput tool = input.object("tool_input");
                Path folder = folder(input, tool.text("working_directory"));
                yield new FileTools(folder, blockReads).acts(input.required("tool_name"), tool);
            }
            case "beforeReadFile", "beforeTabFileRead" -> {
                Path file = Places.of(folder(input, null), input.required("file_path"));
                boolean env = file == null || Places.isEnv(file);
                yield env && blockReads ? List.of(Denials.READING.act(input.required("file_path"))) : List.of();
            }
            case "afterFileEdit", "afterTabFileEdit" -> after(input);
            case "beforeMCPExecution", "beforeSubmitPrompt" -> List.of();
            default -> throw new Malformed("This hook does not know the event that it was called for.");
        };
    }

    /** The file as it is now: the edit has been made. */
    private static List<Act> after(HookInput input) throws Malformed {
        Path folder = folder(input, null);
        String path = input.required("file_path");
        if (BaselineNames.leads(folder, path)) {
            return List.of(Denials.BASELINE.act(""));
        }
        Path file = Places.of(folder, path);
        if (file == null || !Places.isEnv(file)) {
            return List.of();
        }
        byte[] now = Places.bytes(file);
        return List.of(
                now == null
                        ? Denials.TOO_LONG.act(file.toString())
                        : new EnvWriting(file, new byte[0], undone(input, now), now));
    }

    /** The file before the edits; empty where that is not certain, so that none of its allow comments counts. */
    private static byte[] undone(HookInput input, byte[] now) throws Malformed {
        String text = new String(now, StandardCharsets.UTF_8);
        List<HookInput> edits = input.has("edits") ? input.objects("edits") : List.of();
        for (int i = edits.size() - 1; i >= 0; i--) {
            String from = edits.get(i).required("old_string");
            String to = edits.get(i).required("new_string");
            int at = to.isEmpty() ? -1 : text.indexOf(to);
            if (at < 0 || text.indexOf(to, at + 1) >= 0) {
                return new byte[0];
            }
            text = text.substring(0, at) + from + text.substring(at + to.length());
        }
        return edits.isEmpty() ? new byte[0] : text.getBytes(StandardCharsets.UTF_8);
    }

    private static @Nullable Path folder(HookInput input, @Nullable String nearer) throws Malformed {
        Path folder = folder(nearer);
        Path cwd = folder == null ? folder(input.text("cwd")) : folder;
        List<String> roots = input.texts("workspace_roots");
        return cwd != null || roots.isEmpty() ? cwd : folder(roots.get(0));
    }

    @Override
    public String answer(Verdict verdict) {
        String denial = verdict.denial();
        if (denial == null) {
            return "{\"continue\":true,\"permission\":\"allow\"}";
        }
        return json(json -> {
            json.writeBooleanField("continue", false);
            json.writeStringField("permission", "deny");
            messages(json, denial);
        });
    }

    private static void messages(com.fasterxml.jackson.core.JsonGenerator json, String denial) throws IOException {
        json.writeStringField("user_message", denial);
        json.writeStringField("agent_message", denial);
    }
}
