package dev.holdfast.guard;

import dev.holdfast.dotenv.EnvAccess;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What the tools of a client would do to {@code .env} files. A tool that is not known is taken to write. */
final class FileTools {

    private static final List<String> PATH = List.of("file_path", "path", "filePath", "target_file", "notebook_path");
    private static final List<String> CONTENT = List.of("content", "contents", "file_text");
    private static final Set<String> READERS =
            Set.of("Read", "Grep", "Glob", "LS", "NotebookRead", "TabRead", "SemanticSearch");
    private static final Set<String> ELSEWHERE = Set.of(
            "WebFetch",
            "WebSearch",
            "Task",
            "Agent",
            "TodoWrite",
            "TaskCreate",
            "TaskUpdate",
            "AskUserQuestion",
            "ExitPlanMode",
            "EnterPlanMode",
            "Skill",
            "ToolSearch",
            "Delete",
            "BashOutput",
            "KillShell");
    private static final Pattern OURS = Pattern.compile(
            "(mcp__\\w+__|MCP:)?(set|get|rotate)_secret|(mcp__\\w+__|MCP:)?(list_secrets|request_key|write_env|check_env)");
    private static final Pattern PATCHED = Pattern.compile("(?mi)^(\\*\\*\\* |\\+\\+\\+ |--- |rename |copy ).*\\.env");
    private static final Pattern BASELINE_PATCHED =
            Pattern.compile("(?mi)^(\\*\\*\\* |\\+\\+\\+ |--- |rename |copy ).*\\Q" + EnvAccess.BASELINE + "\\E");
    private static final int LONGEST_PATH = 4096;

    private final @Nullable Path folder;
    private final boolean blockReads;

    FileTools(@Nullable Path folder, boolean blockReads) {
        this.folder = folder;
        this.blockReads = blockReads;
    }

    List<Act> acts(String tool, HookInput input) throws Malformed {
        return switch (tool) {
            case "Bash", "Shell" -> new ShellActs(folder, blockReads).of(input.required("command"));
            case "Write" -> write(input);
            case "Edit", "StrReplace" -> edit(input, List.of(input));
            case "MultiEdit" -> edit(input, null);
            case "NotebookEdit" -> notebook(path(input));
            default -> other(tool, input);
        };
    }

    private List<Act> notebook(String path) {
        if (isBaseline(path)) {
            return List.of(Denials.BASELINE.act(""));
        }
        return isEnv(path) ? List.of(Denials.UNKNOWN_PROGRAM.act(path)) : List.of();
    }

    private boolean isBaseline(String path) {
        return BaselineNames.leads(folder, path);
    }

    private List<Act> other(String tool, HookInput input) {
        if (ELSEWHERE.contains(tool) || OURS.matcher(tool).matches()) {
            return List.of();
        }
        boolean reader = READERS.contains(tool);
        if (reader && !blockReads) {
            return List.of();
        }
        for (String text : input.allTexts()) {
            if (!reader && BASELINE_PATCHED.matcher(text).find()) {
                return List.of(Denials.BASELINE.act(""));
            }
            boolean path =
                    text.length() <= LONGEST_PATH && text.chars().noneMatch(c -> c <= ' ') && !text.contains("://");
            if (path && !reader && isBaseline(text)) {
                return List.of(Denials.BASELINE.act(""));
            }
            if ((path && isEnv(text.replace('*', EnvNames.UNKNOWN)))
                    || (!reader && PATCHED.matcher(text).find())) {
                return List.of((reader ? Denials.READING : Denials.UNKNOWN_PROGRAM).act(text));
            }
        }
        return List.of();
    }

    private static String path(HookInput input) throws Malformed {
        String path = input.first(PATH);
        if (path == null) {
            throw new Malformed("The hook's input does not say which file is meant.");
        }
        return path;
    }

    /** In doubt it is one. */
    private boolean isEnv(String path) {
        Path file = Places.of(folder, path);
        return EnvNames.may(path) || file == null || Places.isEnv(file);
    }

    private List<Act> write(HookInput input) throws Malformed {
        String path = path(input);
        String content = input.first(CONTENT);
        if (content == null) {
            throw new Malformed("The hook's input does not say what is written.");
        }
        if (isBaseline(path)) {
            return List.of(Denials.BASELINE.act(""));
        }
        return isEnv(path) ? writing(path, content) : List.of();
    }

    private List<Act> writing(String path, String content) {
        Path file = Places.of(folder, path);
        byte[] before = file == null ? null : Places.bytes(file);
        byte[] after = content.getBytes(StandardCharsets.UTF_8);
        return file == null || before == null || after.length > EnvWriting.MAX
                ? List.of(Denials.TOO_LONG.act(path))
                : List.of(new EnvWriting(file.normalize(), before, after));
    }

    private List<Act> edit(HookInput input, @Nullable List<HookInput> only) throws Malformed {
        String path = path(input);
        List<HookInput> edits = only == null ? input.objects("edits") : only;
        List<String[]> replacements = new ArrayList<>();
        for (HookInput edit : edits) {
            replacements.add(new String[] {
                edit.required("old_string"), edit.required("new_string"), edit.on("replace_all") ? "all" : "one"
            });
        }
        if (isBaseline(path)) {
            return List.of(Denials.BASELINE.act(""));
        }
        if (!isEnv(path)) {
            return List.of();
        }
        Path file = Places.of(folder, path);
        byte[] before = file == null ? null : Places.bytes(file);
        if (before == null) {
            return List.of(Denials.TOO_LONG.act(path));
        }
        String text = new String(before, StandardCharsets.UTF_8);
        for (String[] replacement : replacements) {
            String edited = edited(text, replacement[0], replacement[1], replacement[2].equals("all"));
            if (edited == null) {
                return List.of(Denials.NO_MATCH.act(path));
            }
            text = edited;
        }
        return writing(path, text);
    }

    private static @Nullable String edited(String text, String from, String to, boolean all) {
        if (from.isEmpty()) {
            return text.isEmpty() ? to : null;
        }
        String lines = text.contains(from) ? text : text.replace("\r\n", "\n");
        int at = lines.indexOf(from);
        if (at < 0) {
            return null;
        }
        return all ? lines.replace(from, to) : lines.substring(0, at) + to + lines.substring(at + from.length());
    }
}
