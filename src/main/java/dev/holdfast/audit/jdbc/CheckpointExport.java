package dev.holdfast.audit.jdbc;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A second place for checkpoints: a file of JSON lines. A database that was set back to an earlier state lacks what stands
 * here. Thread-safe; several processes may share a file.
 */
final class CheckpointExport {

    private static final Logger LOG = LoggerFactory.getLogger(CheckpointExport.class);

    private final @Nullable Path file;
    private final AtomicBoolean warned = new AtomicBoolean();

    /** @param file null for no second place */
    CheckpointExport(@Nullable Path file) {
        this.file = file;
    }

    /** Adds a checkpoint. Where the file cannot be written, a line of the log says so once, and the audit goes on. */
    void append(Checkpoint checkpoint) {
        if (file == null) {
            return;
        }
        try (FileChannel channel = FileChannel.open(
                file,
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
            // One write, so that lines of several processes do not mix.
            channel.write(ByteBuffer.wrap((checkpoint.line() + "\n").getBytes(StandardCharsets.UTF_8)));
            channel.force(true);
            warned.set(false);
        } catch (IOException e) {
            if (warned.compareAndSet(false, true)) {
                LOG.warn("Checkpoints of the audit cannot be written to the export file; the audit itself goes on.");
            }
        }
    }

    /**
     * The checkpoints that were exported, by number.
     *
     * @param fault the first line that is no checkpoint of ours, or contradicts another; null when all is well
     */
    record Exported(Map<Long, String> hashes, @Nullable String fault) {}

    Exported read(Chain key) throws IOException {
        Map<Long, String> hashes = new HashMap<>();
        if (file == null || !Files.exists(file)) {
            return new Exported(hashes, null);
        }
        try (BufferedReader lines = Files.newBufferedReader(file)) {
            int number = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                Checkpoint checkpoint = parsed(line);
                if (checkpoint == null || !checkpoint.holds(key)) {
                    return new Exported(hashes, "Line " + number + " of the export file was changed or is torn.");
                }
                String other = hashes.put(checkpoint.number(), checkpoint.hash());
                if (other != null && !Chain.same(other, checkpoint.hash())) {
                    return new Exported(
                            hashes,
                            "The export file has two different checkpoints " + checkpoint.number()
                                    + ": the database was set back to an earlier state in between.");
                }
            }
        }
        return new Exported(hashes, null);
    }

    private static @Nullable Checkpoint parsed(String line) {
        try {
            return Checkpoint.of(line);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
