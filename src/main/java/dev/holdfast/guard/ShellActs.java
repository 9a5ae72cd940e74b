package dev.holdfast.guard;

import static dev.holdfast.guard.EnvNames.UNKNOWN;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a command line would do to {@code .env} files, as far as it can be seen; what cannot be seen is forbidden. */
final class ShellActs {

    private static final int DEEPEST = 10;

    final ShellOutput output = new ShellOutput(this::textOf);
    final boolean blockReads;

    private final List<Act> acts = new ArrayList<>();
    private final Map<Path, byte[]> written = new HashMap<>();
    private final ShellPrograms programs = new ShellPrograms(this);
    private @Nullable Path folder;
    private boolean filesMayHaveChanged;
    private boolean namesEnv;
    private int depth;

    /** @param folder the working folder, or null where it is not known */
    ShellActs(@Nullable Path folder, boolean blockReads) {
        this.folder = folder;
        this.blockReads = blockReads;
    }

    List<Act> of(String line) {
        read(line);
        return acts;
    }

    /** Reads a line that a shell is given in a word. */
    void read(String line) {
        ShellReader.Reading reading = ShellReader.read(line);
        if (reading.doubt() || depth >= DEEPEST) {
            forbid(Denials.UNREADABLE, "");
            return;
        }
        depth++;
        namesEnv |= reading.commands().stream().anyMatch(ShellActs::namesEnv);
        reading.commands().forEach(this::command);
        depth--;
    }

    private static boolean namesEnv(ShellCommand command) {
        String input = command.input;
        return (input != null && EnvNames.named(input))
                || command.words.stream().anyMatch(EnvNames::named);
    }

    /** Whether a word anywhere in the line names one, which a variable may hold by then. */
    boolean namesEnv() {
        return namesEnv;
    }

    private void command(ShellCommand command) {
        List<String> words = Programs.unwrapped(command.words);
        for (ShellCommand.Redirect redirect : command.redirects) {
            redirected(command, redirect, words);
        }
        if (words.isEmpty()) {
            return;
        }
        String program = Programs.name(words.get(0));
        List<String> arguments = words.subList(1, words.size());
        if (program.equals("cd") || program.equals("pushd") || program.equals("popd")) {
            enter(command, program, arguments);
        }
        programs.run(command, program, arguments);
        filesMayHaveChanged |= !Programs.NEUTRAL.contains(program) && !Programs.READERS.contains(program);
    }

    private void redirected(ShellCommand command, ShellCommand.Redirect redirect, List<String> words) {
        if (redirect.writes() && isBaseline(redirect.target())) {
            forbid(Denials.BASELINE, "");
        }
        boolean env = isEnv(redirect.target());
        if (!redirect.writes()) {
            if (env && blockReads) {
                forbid(Denials.READING, redirect.target());
            }
        } else if (env) {
            // "exec" alone redirects what all later commands print.
            boolean known = redirect.takesOutput() && !words.equals(List.of("exec"));
            write(redirect.target(), redirect.appends(), known ? output.of(command) : null);
        } else {
            filesMayHaveChanged |= !redirect.target().equals("/dev/null");
        }
    }

    private void enter(ShellCommand command, String program, List<String> arguments) {
        boolean plain = command.depth == 0 && program.equals("cd") && arguments.size() == 1;
        Path entered = plain
                        && arguments.get(0).indexOf(UNKNOWN) < 0
                        && !arguments.get(0).startsWith("-")
                ? Places.of(folder, arguments.get(0))
                : null;
        folder = entered != null && Files.isDirectory(entered) ? entered : null;
    }

    /** Whether a word names a {@code .env}, may do so, or leads to one. */
    boolean isEnv(String word) {
        if (EnvNames.may(word)) {
            return true;
        }
        Path file = word.indexOf(UNKNOWN) < 0 && word.length() < 4096 ? Places.of(folder, word) : null;
        return file != null && Places.isEnv(file);
    }

    /** Whether a word leads to a baseline, or may. */
    boolean isBaseline(String word) {
        return word.length() < 4096 && BaselineNames.leads(folder, word);
    }

    boolean isFolder(String word) {
        Path file = word.indexOf(UNKNOWN) < 0 ? Places.of(folder, word) : null;
        return word.endsWith("/") || (file != null && Files.isDirectory(file));
    }

    void forbid(Denials denial, String file) {
        acts.add(denial.act(file));
    }

    /** Notes that a {@code .env} is about to be written; text is null where it cannot be known. */
    void write(String target, boolean append, @Nullable String text) {
        boolean certain = target.indexOf(UNKNOWN) < 0;
        Path file = certain ? Places.of(folder, target) : null;
        byte[] before = file == null ? new byte[0] : Places.bytes(file);
        if (text == null || text.indexOf(UNKNOWN) >= 0 || before == null || (file == null && append)) {
            forbid(Denials.UNKNOWN_CONTENT, target);
            return;
        }
        Path place = file == null ? Path.of(certain ? Programs.name(target) : ".env") : file.normalize();
        byte[] now = written.getOrDefault(place, before);
        byte[] added = text.getBytes(StandardCharsets.UTF_8);
        byte[] after = append ? joined(now, added) : added;
        written.put(place, after);
        acts.add(new EnvWriting(place, before, after));
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] joined = java.util.Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, joined, first.length, second.length);
        return joined;
    }

    /** The text of a file as it is now, where nothing before it in the line may have changed it. */
    @Nullable
    String textOf(String word) {
        Path file = filesMayHaveChanged || word.indexOf(UNKNOWN) >= 0 ? null : Places.of(folder, word);
        byte[] bytes = file == null || !Files.isRegularFile(file) ? null : Places.bytes(file);
        return bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
    }
}
