package dev.holdfast.guard;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** What is staged for a commit, as git's index has it: the content of each {@code .env}, whatever lies in the work tree. */
public final class StagedFiles {

    private static final long ANSWER_SECONDS = 30;
    private static final int MOST_NAMES = 64 * 1024 * 1024;
    private static final String LINKED_REPOSITORY = "160000";
    private static final String GONE = "000000";

    private final Path folder;
    private final List<String> named;

    /**
     * @param folder in the work tree
     * @param named files that are looked at besides those of the commit, from that folder
     */
    public StagedFiles(Path folder, List<String> named) {
        this.folder = folder;
        this.named = List.copyOf(named);
    }

    List<Act> acts() throws Malformed {
        try {
            Map<String, String> blobs = new LinkedHashMap<>();
            changed(blobs);
            indexed(blobs);
            List<Act> acts = new ArrayList<>();
            for (Map.Entry<String, String> blob : blobs.entrySet()) {
                acts.add(act(blob.getKey(), blob.getValue()));
            }
            return acts;
        } catch (IOException | RuntimeException e) {
            throw new Malformed("Git could not say what is staged.");
        }
    }

    /** Each line is {@code :mode mode id id status}, followed by a name; renames are told as a new file. */
    private void changed(Map<String, String> blobs) throws IOException {
        String[] fields = split(git(
                MOST_NAMES,
                "diff",
                "--cached",
                "--raw",
                "-z",
                "--no-renames",
                "--no-abbrev",
                "--no-ext-diff",
                "--no-relative"));
        for (int i = 0; i + 1 < fields.length; i += 2) {
            String[] facts = fields[i].split(" ", -1);
            note(blobs, fields[i + 1], facts[1], facts[3]);
        }
    }

    private void indexed(Map<String, String> blobs) throws IOException {
        List<String> envs = named.stream().filter(EnvNames::may).toList();
        for (String name : envs) {
            String[] fields = split(git(MOST_NAMES, "ls-files", "--stage", "-z", "--full-name", "--", name));
            if (fields.length == 0) {
                throw new IOException("not in the index");
            }
            for (String field : fields) {
                int tab = field.indexOf('\t');
                String[] facts = field.substring(0, tab).split(" ", -1);
                note(blobs, field.substring(tab + 1), facts[0], facts[1]);
            }
        }
    }

    private static void note(Map<String, String> blobs, String path, String mode, String id) {
        if (EnvNames.may(path) && !mode.equals(LINKED_REPOSITORY) && !mode.equals(GONE)) {
            blobs.put(path, id);
        }
    }

    private static String[] split(byte[] output) {
        return output.length == 0 ? new String[0] : new String(output, StandardCharsets.UTF_8).split("\0");
    }

    private Act act(String path, String id) throws IOException {
        int size = Integer.parseInt(new String(git(32, "cat-file", "-s", id), StandardCharsets.US_ASCII).strip());
        if (size > EnvWriting.MAX) {
            return Denials.TOO_LONG.act(path);
        }
        byte[] staged = git(EnvWriting.MAX, "cat-file", "blob", id);
        return new EnvWriting(folder.resolve(path), new byte[0], staged, staged); // A person commits.
    }

    /** Git's own variables stay: a commit of some files alone has an index of its own, which they name. */
    private byte[] git(int most, String... question) throws IOException {
        List<String> command = new ArrayList<>(List.of("git", "--literal-pathspecs", "-c", "core.fsmonitor=false"));
        command.addAll(List.of(question));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectInput(new File("/dev/null"))
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put("GIT_OPTIONAL_LOCKS", "0");
        builder.environment().keySet().removeIf(name -> name.startsWith("HOLDFAST_"));
        Process git = builder.start();
        try {
            byte[] output = git.getInputStream().readNBytes(most);
            if (!git.waitFor(ANSWER_SECONDS, TimeUnit.SECONDS) || git.exitValue() != 0) {
                throw new IOException("git failed");
            }
            return output;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted");
        } finally {
            git.destroyForcibly();
        }
    }
}
