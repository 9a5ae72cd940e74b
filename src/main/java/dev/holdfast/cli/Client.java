package dev.holdfast.cli;

import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** An MCP client that {@code init} knows: its files in a project, and what its user has to know. */
enum Client {
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
            List.of("Jules reads AGENTS.md from the repository and has no file for local MCP servers."));

    private final String word;
    private final String title;
    private final @Nullable String entryFile;
    private final String container;
    private final String ruleFile;

    @SuppressWarnings("ImmutableEnumChecker") // List.of is immutable; its type does not say so.
    private final List<String> notes;

    Client(
            String word,
            String title,
            @Nullable String entryFile,
            String container,
            String ruleFile,
            List<String> notes) {
        this.word = word;
        this.title = title;
        this.entryFile = entryFile;
        this.container = container;
        this.ruleFile = ruleFile;
        this.notes = notes;
    }

    /** How the command line names it. */
    String word() {
        return word;
    }

    String title() {
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

    /** The file from which its agents read their rules. */
    String ruleFile() {
        return ruleFile;
    }

    /** What remains for its user to do or to know. */
    List<String> notes() {
        return notes;
    }

    static String words() {
        return Arrays.stream(values()).map(Client::word).collect(Collectors.joining(", "));
    }

    /** From the word of the command line. */
    static final class Converter implements ITypeConverter<Client> {

        @Override
        public Client convert(String value) {
            return Arrays.stream(values())
                    .filter(client -> client.word.equals(value))
                    .findFirst()
                    .orElseThrow(() -> new TypeConversionException("no such client"));
        }
    }

    /** The words, for the help of the command line. */
    static final class Words implements Iterable<String> {

        @Override
        public Iterator<String> iterator() {
            return Arrays.stream(values()).map(Client::word).iterator();
        }
    }
}
