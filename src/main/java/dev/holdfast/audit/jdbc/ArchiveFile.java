package dev.holdfast.audit.jdbc;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import javax.crypto.Mac;

/**
 * An archive that is being written: a file of its owner's alone, under a temporary name until it is whole and on the disk.
 * Used by one thread.
 */
final class ArchiveFile implements AutoCloseable {

    private static final int BUFFER = 1 << 16;

    private final Path file;
    private final Path temporary;
    private final FileChannel channel;
    private final OutputStream lines;
    private final Mac mac;

    ArchiveFile(Path file, Chain key) throws IOException {
        this.file = file;
        this.temporary = file.resolveSibling("." + file.getFileName() + ".tmp");
        this.mac = key.mac();
        Files.deleteIfExists(temporary); // Left by a run that was cut off.
        channel = FileChannel.open(
                temporary,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        lines = new BufferedOutputStream(new GZIPOutputStream(Channels.newOutputStream(channel), BUFFER), BUFFER);
    }

    void line(Object tree) throws IOException {
        byte[] bytes = (Json.of(tree) + "\n").getBytes(StandardCharsets.UTF_8);
        mac.update(bytes);
        lines.write(bytes);
    }

    /** Seals what was written, and gives the file its name; the seal. */
    String seal() throws IOException {
        String seal = HexFormat.of().formatHex(mac.doFinal());
        lines.write((Json.of(Map.of("seal", seal)) + "\n").getBytes(StandardCharsets.UTF_8));
        lines.flush();
        return seal;
    }

    /** Brings it to the disk under its name. Called after {@link #close}. */
    void publish() throws IOException {
        try (FileChannel whole = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
            whole.force(true);
        }
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
        try (FileChannel folder = FileChannel.open(file.toAbsolutePath().getParent(), StandardOpenOption.READ)) {
            folder.force(true);
        }
    }

    @Override
    public void close() throws IOException {
        lines.close();
        channel.close();
    }
}
