package dev.holdfast.setup;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Merges what connects a client into the files of a project, and takes it out again. Doing either twice changes nothing, and
 * nothing else in the files is touched.
 */
public final class ClientSetup {

    /** What became of a file. */
    public enum Change {
        MADE,
        CHANGED,
        UNCHANGED,
        /** Nothing was left in it. */
        DELETED,
        REFUSED
    }

    /**
     * A file afterwards.
     *
     * @param why it was left alone; null unless refused
     */
    public record Result(
            String file, Change change, @Nullable String why) {}

    /** What a part does to a text. */
    private interface Turn {
        String turn(Part part, String text) throws Part.Left;
    }

    private final Path folder;
    private final Client client;
    private final Map<String, List<Part>> parts;

    /**
     * @param launcher the absolute path of {@code bin/holdfast}
     * @param project the folder of the project
     * @param blockReads whether the hooks shall refuse to read a {@code .env} too
     * @throws IOException when the client is git and the folder is in no repository
     */
    public ClientSetup(Client client, String launcher, Path project, boolean blockReads) throws IOException {
        this.client = client;
        this.folder = client == Client.GIT ? GitHooks.folder(project) : project;
        this.parts = parts(client, launcher, blockReads).stream()
                .collect(Collectors.groupingBy(Part::file, LinkedHashMap::new, Collectors.toList()));
    }

    private static List<Part> parts(Client client, String launcher, boolean blockReads) {
        List<Part> parts = new ArrayList<>();
        if (client == Client.GIT) {
            parts.add(new GitHookPart(launcher));
        }
        if (client.entryFile() != null) {
            parts.add(new EntryPart(client, client.entryFile(), launcher));
        }
        if (client == Client.CLAUDE_CODE) {
            parts.add(new ApprovalPart());
        }
        ClientHooks hooks = ClientHooks.of(client, launcher);
        if (hooks != null) {
            parts.add(new HooksPart(hooks, blockReads));
        }
        if (client.ruleFile() != null) {
            parts.add(new RulePart(client.ruleFile()));
        }
        return parts;
    }

    /** The files, each with the texts to be pasted into it. */
    public Map<String, List<String>> snippets() {
        Map<String, List<String>> snippets = new LinkedHashMap<>();
        parts.forEach(
                (file, all) -> snippets.put(file, all.stream().map(Part::alone).toList()));
        return snippets;
    }

    /** Merges all files of the client; each is refused or written on its own. */
    public List<Result> write() {
        List<Result> results = new ArrayList<>();
        parts.forEach((file, all) -> results.add(turned(file, all, Part::into)));
        return results;
    }

    /** Takes out what {@link #write} put in; a file in which nothing is left is deleted. */
    public List<Result> undo() {
        List<Result> results = new ArrayList<>();
        parts.forEach((file, all) -> {
            // The last that came in is the first to go: only then is each found as it was left.
            List<Part> backwards = new ArrayList<>(all);
            Collections.reverse(backwards);
            results.add(turned(file, backwards, (part, text) -> text.isBlank() ? text : part.outOf(text)));
        });
        return results;
    }

    private Result turned(String name, List<Part> all, Turn turn) {
        ProjectFile file = new ProjectFile(folder, name);
        try {
            String there = file.read();
            String text = there == null ? "" : there;
            for (Part part : all) {
                text = turn.turn(part, text);
            }
            return new Result(name, change(file, there, text), null);
        } catch (Part.Left e) {
            return new Result(name, Change.REFUSED, e.getMessage());
        } catch (IOException e) {
            return new Result(
                    name,
                    Change.REFUSED,
                    "It cannot be read or written as a UTF-8 file of this project; paste the text below into it.");
        }
    }

    private Change change(ProjectFile file, @Nullable String there, String text) throws IOException {
        if (text.equals(there == null ? "" : there)) {
            return Change.UNCHANGED;
        }
        if (text.isBlank()) {
            file.delete();
            return Change.DELETED;
        }
        file.write(text, client == Client.GIT);
        return there == null ? Change.MADE : Change.CHANGED;
    }
}
