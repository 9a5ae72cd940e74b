package dev.holdfast.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A file as it was: bytes, inode and time of change. */
final class Snapshot {

    private final Path file;
    private final byte[] bytes;
    private final Map<String, Object> facts;

    private Snapshot(Path file) throws IOException {
        this.file = file;
        this.bytes = Files.readAllBytes(file);
        this.facts = facts(file);
    }

    static Snapshot of(Path file) {
        try {
            return new Snapshot(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, Object> facts(Path file) throws IOException {
        return Files.readAttributes(file, "unix:ino,mode,lastModifiedTime");
    }

    /** Byte-identical, the same inode, and nothing beside it. */
    void requireUntouched() {
        try {
            assertThat(Files.readAllBytes(file)).isEqualTo(bytes);
            assertThat(facts(file)).isEqualTo(facts);
            assertThat(file.getParent().toFile().list((folder, name) -> name.startsWith(".env.holdfast-")))
                    .isEmpty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
