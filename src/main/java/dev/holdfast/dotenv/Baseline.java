package dev.holdfast.dotenv;

import dev.holdfast.access.Refusal;
import dev.holdfast.secret.SecretValue;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * The assignments of a project that a person accepted as no secrets: {@code .holdfast-baseline} in its folder.
 *
 * <p>A line is a keyed hash of project, name and value, under a key of the store's: it tells nothing of the value, and
 * nobody makes one without that key. A line that was written by hand accepts nothing.
 */
final class Baseline {

    static final String FILE = ".holdfast-baseline";

    private static final String MARK = "hb1:";
    private static final long LONGEST_FILE = 1024L * 1024;
    private static final List<String> HEAD = List.of(
            "# Assignments that a person accepted as no secrets: holdfast env baseline FILE.",
            "# Keyed hashes of name and value. Lines that are written by hand accept nothing.");

    private final Project project;
    private final GateSources sources;
    private final Set<String> accepted;

    private Baseline(Project project, GateSources sources, Set<String> accepted) {
        this.project = project;
        this.sources = sources;
        this.accepted = accepted;
    }

    /** What was accepted in a project; nothing when there is no file or it is none that could be read. */
    static Baseline of(Project project, GateSources sources) {
        Path file = project.folder().resolve(FILE);
        Set<String> accepted = Set.of();
        try {
            if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) && Files.size(file) <= LONGEST_FILE) {
                accepted = new String(Files.readAllBytes(file), StandardCharsets.UTF_8)
                        .lines()
                        .filter(line -> line.startsWith(MARK))
                        .map(line -> line.split(" ", 2)[0])
                        .collect(Collectors.toSet());
            }
        } catch (IOException e) {
            accepted = Set.of(); // What cannot be read accepts nothing.
        }
        return new Baseline(project, sources, accepted);
    }

    boolean accepts(String name, SecretValue value) {
        return !accepted.isEmpty() && accepted.contains(mark(name, value));
    }

    private String mark(String name, SecretValue value) {
        byte[] place = (project.name() == null ? "" : project.name()).getBytes(StandardCharsets.UTF_8);
        byte[] variable = name.getBytes(StandardCharsets.UTF_8);
        byte[] mac = value.reveal(bytes -> {
            byte[] message = ByteBuffer.allocate(2 * Integer.BYTES + place.length + variable.length + bytes.length)
                    .putInt(place.length)
                    .put(place)
                    .putInt(variable.length)
                    .put(variable)
                    .put(bytes)
                    .array();
            try {
                return sources.acceptance(message);
            } finally {
                Arrays.fill(message, (byte) 0);
            }
        });
        return MARK + Base64.getUrlEncoder().withoutPadding().encodeToString(mac);
    }

    /**
     * Adds to what is accepted; what was accepted before stays.
     *
     * @throws Refusal {@code ENV_REFUSED} when the file cannot be written
     */
    void add(List<Assignment> assignments) {
        Set<String> marks = new TreeSet<>(accepted);
        for (Assignment assignment : assignments) {
            assignment.readings().forEach(value -> marks.add(mark(assignment.name(), value)));
        }
        List<String> lines = new ArrayList<>(HEAD);
        lines.addAll(marks);
        Path file = project.folder().resolve(FILE);
        Path draft = file.resolveSibling(FILE + "." + UUID.randomUUID());
        try {
            if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)
                    && !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                throw new IOException("not a regular file");
            }
            Files.write(draft, lines);
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw EnvRefusals.refused(
                    "The baseline of the project cannot be written.",
                    "Check that " + FILE
                            + " in the project's folder is a regular file, and that the folder is writable.");
        } finally {
            deleteQuietly(draft);
        }
    }

    private static void deleteQuietly(Path draft) {
        try {
            Files.deleteIfExists(draft);
        } catch (IOException e) {
            // It holds hashes alone, and its name says what it is.
            return;
        }
    }
}
