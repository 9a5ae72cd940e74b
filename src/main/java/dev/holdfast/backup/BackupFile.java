package dev.holdfast.backup;

import dev.holdfast.access.Reason;
import dev.holdfast.access.Refusal;
import dev.holdfast.fault.FaultPoints;
import dev.holdfast.key.MasterKey;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.UUID;

/** A backup as a file: written whole or not at all, never over another file, and read back before it counts. */
public final class BackupFile {

    private final Path file;
    private final MasterKey key;
    private final FaultPoints steps;

    /** @param key that the file is sealed under */
    public BackupFile(Path file, MasterKey key, FaultPoints steps) {
        this.file = file.toAbsolutePath();
        this.key = key;
        this.steps = steps;
    }

    /** Refuses a name that is taken, before anything is done. */
    public void requireNew() {
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            throw taken();
        }
    }

    private static Refusal taken() {
        return new Refusal(
                Reason.INVALID_ARGUMENT,
                "There is a file of that name already, and a backup replaces none.",
                "Name another file with --out, or move that one away.");
    }

    /** Seals a database into the file; how many bytes it has. */
    public long write(Path database, SecureRandom random) throws IOException {
        Path draft = file.resolveSibling(".holdfast-backup-" + UUID.randomUUID());
        try {
            touch(draft);
            try (InputStream plain = Files.newInputStream(database);
                    OutputStream sealed = Files.newOutputStream(draft)) {
                SealedFile.seal(key, random, plain, sealed);
            }
            steps.reached("backup.sealed");
            sync(draft);
            try (InputStream sealed = new BufferedInputStream(Files.newInputStream(draft))) {
                SealedFile.open(key, sealed, OutputStream.nullOutputStream());
            }
            steps.reached("backup.proven");
            Files.createLink(file, draft); // Unlike a rename, it never takes another file's place.
            steps.reached("backup.named");
        } catch (FileAlreadyExistsException e) {
            throw taken();
        } finally {
            Files.deleteIfExists(draft);
        }
        syncFolder(file);
        return Files.size(file);
    }

    /** Opens the file into a database. */
    public void open(Path database) throws IOException {
        touch(database);
        try (InputStream sealed = new BufferedInputStream(Files.newInputStream(file));
                OutputStream plain = Files.newOutputStream(database, StandardOpenOption.WRITE)) {
            SealedFile.open(key, sealed, plain);
        }
    }

    /** Makes an empty file that its owner alone may read. */
    public static void touch(Path path) throws IOException {
        Files.createFile(path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }

    /** Makes a file durable that was written by somebody else. */
    public static void sync(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /** Makes the name of a file durable. */
    public static void syncFolder(Path path) throws IOException {
        Path folder = path.toAbsolutePath().getParent();
        if (folder != null) {
            sync(folder);
        }
    }
}
