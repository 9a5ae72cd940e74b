package dev.holdfast.setup;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What {@code init} connects to a project: an MCP client, or git. Its files, and what its user has to know. */
public enum Client {
    CLAUDE_CODE(
            "claude-code",
            "Claude Code",
            ".mcp.json",
            "mcpServers",
            "CLAUDE.md",
            List.of(
                    "Claude Code takes the approval only from a file that git does not track: keep"
                            + " .claude/settings.local.json in .gitignore.",
                    "In a folder without git it asks once: start claude there and accept.",
                    "Look with: claude mcp list")),
    CURSOR(
            "cursor",
            "Cursor",
            ".cursor/mcp.json",
            "mcpServers",
            "AGENTS.md",
            List.of("Cursor asks once: switch the server meta on in its settings, under MCP.")),
    VSCODE(
            "vscode",
            "VS Code",
            ".vscode/mcp.json",
            "servers",
            "AGENTS.md",
            List.of("VS Code asks whether you trust the server meta when it first starts it.")),
    GEMINI(
            "gemini",
            "Gemini CLI",
            ".gemini/settings.json",
            "mcpServers",
            "GEMINI.md",
            List.of("Gemini CLI starts it only in a folder that you trust. Look with: gemini mcp list")),
    JULES(
            "jules",
            "Jules",
            null,
            "",
            "AGENTS.md",
            List.of("Jules reads AGENTS.md from the repository and has no file for local MCP servers.")),
    GIT(
            "git",
            "git",
            null,
            "",
            null,
            List.of(
                    "Each copy of the repository has hooks of its own: call it again in each.",
                    "git commit --no-verify goes past it; holdfast env check in CI does not."));

    private final String word;
    private final String title;
    private final @Nullable String entryFile;
    private final String container;
    private final @Nullable String ruleFile;

    @SuppressWarnings("ImmutableEnumChecker") // List.of is immutable; its type does not say so.
    private final List<String> notes;

    Client(
            String word,
            String title,
            @Nullable String entryFile,
            String container,
            @Nullable String ruleFile,
            List<String> notes) {
        this.word = word;
        this.title = title;
        this.entryFile = entryFile;
        this.container = container;
        this.ruleFile = ruleFile;
        this.notes = notes;
    }

    /** How the command line names it. */
    public String word() {
        return word;
    }

    public String title() {
        return title;
    }

    /** The file of the project that lists its servers; null when it has none. */
    @Nullable
    String entryFile() {
        return entryFile;
    }

    /** The name in that file under which the servers stand. */
    String container() {
        return container;
    }

    /** The file from which its agents read their rules; null when it has none. */
    @Nullable
    String ruleFile() {
        return ruleFile;
    }

    /** What remains for its user to do or to know. */
    public List<String> notes() {
        return notes;
    }

    public static String words() {
        return Arrays.stream(values()).map(Client::word).collect(Collectors.joining(", "));
    }
}
