package dev.holdfast.store.embedded;

import dev.holdfast.key.MasterKey;
import dev.holdfast.store.StoreException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Where the master key comes from: the environment, or a file that only its owner reads.
 *
 * <p>Which of both a store was made with is recorded in it. A key that is missing or comes from the other place is told,
 * and never replaced: a new key would make every stored secret unreadable.
 */
public final class MasterKeySource {

    /** The name that a store records, when the key came from the environment. */
    static final String ENVIRONMENT = "environment";

    /** The name that a store records, when the key lies in the file. */
    static final String FILE = "file";

    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss-SSS", Locale.ROOT).withZone(ZoneOffset.UTC);

    private static final String DRAFT = ".master.key.";

    private final Path file;
    private final @Nullable String fromEnvironment;
    private final SecureRandom random;

    /**
     * @param file the key file, made on first use
     * @param fromEnvironment the value of {@code HOLDFAST_MASTER_KEY}, or null when it is not set
     */
    public MasterKeySource(Path file, @Nullable String fromEnvironment, SecureRandom random) {
        this.file = file;
        this.fromEnvironment = fromEnvironment;
        this.random = random;
    }

    /** The name of the source that is at hand: what a new store records. */
    String name() {
        return fromEnvironment == null ? FILE : ENVIRONMENT;
    }

    /** The key for a store that records {@code recorded}; null for a new store, whose key file is made when there is none. */
    MasterKey key(@Nullable String recorded) {
        if (recorded != null && !recorded.equals(name())) {
            throw otherSource(recorded);
        }
        if (fromEnvironment != null) {
            return MasterKey.decode(fromEnvironment)
                    .orElseThrow(() -> StoreException.unavailable(
                            "HOLDFAST_MASTER_KEY is not base64 of 32 bytes.",
                            "Make one with 'openssl rand -base64 32', or put back the one this store was made with."));
        }
        return fromFile(file, recorded == null);
    }

    /** The key that waits to take the place of the one in the file; null where none does, or no file is used. */
    @Nullable
    MasterKey next() {
        return fromEnvironment == null && Files.exists(waiting(), LinkOption.NOFOLLOW_LINKS)
                ? fromFile(waiting(), false)
                : null;
    }

    /**
     * Puts the key that waits in the place of the one in the file, which is kept beside it: backups from before need it.
     * Called again after an interruption, it goes on, and keeps it under the same name.
     *
     * @return where the old one is kept
     */
    public Path replace() {
        try {
            Instant made = Files.getLastModifiedTime(waiting()).toInstant();
            Path kept = file.resolveSibling(file.getFileName() + ".before-rekey-" + STAMP.format(made));
            try {
                Files.createLink(kept, file);
            } catch (FileAlreadyExistsException e) {
                // Kept by a call that was interrupted.
            }
            Files.move(waiting(), file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            syncFolder();
            return kept;
        } catch (IOException e) {
            throw StoreException.unavailable(
                    "The new master key waits in master.key.next and cannot be put in the place of master.key.",
                    "Check that the home folder is yours and writable, and call again.");
        }
    }

    /** Makes a new key that waits beside the file, in the place of one that was never used. */
    public MasterKey makeNext() {
        try {
            Files.deleteIfExists(waiting());
            make(waiting());
            return fromFile(waiting(), false);
        } catch (IOException e) {
            throw StoreException.unavailable(
                    "The new master key cannot be written into the home folder.",
                    "Check that the folder is yours and the disk is not full; nothing was changed.");
        }
    }

    /** Whether the key comes from the environment, where nobody but its owner can change it. */
    public boolean isEnvironment() {
        return fromEnvironment != null;
    }

    private Path waiting() {
        return file.resolveSibling(file.getFileName() + ".next");
    }

    private static StoreException otherSource(String recorded) {
        return recorded.equals(FILE)
                ? StoreException.unavailable(
                        "HOLDFAST_MASTER_KEY is set, but this store's key lies in the file master.key.",
                        "Unset HOLDFAST_MASTER_KEY for this store, or choose another HOLDFAST_HOME.")
                : StoreException.unavailable(
                        "HOLDFAST_MASTER_KEY is not set, and this store was made with it.",
                        "Set it to the key of this store; without that key its secrets cannot be read.");
    }

    private MasterKey fromFile(Path file, boolean mayMake) {
        try {
            if (mayMake && !Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
                make(file);
            }
            removeDrafts();
            refuseOpenToOthers(file);
            byte[] text = Files.readAllBytes(file);
            try {
                return MasterKey.decode(text)
                        .orElseThrow(() -> StoreException.unavailable(
                                "The key file master.key holds no master key.",
                                "Put back the file from your backup; nothing was changed."));
            } finally {
                Arrays.fill(text, (byte) 0);
            }
        } catch (NoSuchFileException e) {
            throw StoreException.unavailable(
                    "The key file master.key of this store is missing.",
                    "Put it back into the home folder from your backup; a new key could not open this store.");
        } catch (IOException e) {
            throw StoreException.unavailable(
                    "The key file master.key cannot be read or made.",
                    "Check that the home folder is yours and writable; 'holdfast doctor' says more.");
        }
    }

    private static void refuseOpenToOthers(Path file) throws IOException {
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
        if (permissions.stream().anyMatch(permission -> !permission.name().startsWith("OWNER_"))) {
            throw StoreException.unavailable(
                    "The key file master.key is open to other users of this machine.",
                    "Run 'chmod 600' on it, and consider whether others have read it.");
        }
    }

    /** A draft that a crash left is a copy of the key, or a key that was never used. */
    private void removeDrafts() throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null || !Files.exists(file)) {
            return;
        }
        try (DirectoryStream<Path> drafts = Files.newDirectoryStream(folder, DRAFT + "*")) {
            for (Path draft : drafts) {
                Files.deleteIfExists(draft);
            }
        }
    }

    /** Makes the file whole or not at all, and lets the first of several processes win. */
    private void make(Path file) throws IOException {
        byte[] key = new byte[MasterKey.LENGTH];
        random.nextBytes(key);
        byte[] text = Base64.getEncoder().encode(key);
        Path draft = file.resolveSibling(DRAFT + UUID.randomUUID());
        try {
            Files.createFile(draft, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.write(draft, text, StandardOpenOption.WRITE);
            sync(draft);
            Files.createLink(file, draft);
        } catch (FileAlreadyExistsException | NoSuchFileException e) {
            return; // Another process was first, and may have taken this draft for a left-over: its key is the key.
        } finally {
            Arrays.fill(key, (byte) 0);
            Arrays.fill(text, (byte) 0);
            Files.deleteIfExists(draft);
        }
        syncFolder();
    }

    private void syncFolder() throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            sync(folder);
        }
    }

    private static void sync(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
