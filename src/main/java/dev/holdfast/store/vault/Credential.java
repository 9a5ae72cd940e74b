package dev.holdfast.store.vault;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A token, secret id or JWT, taken from its file or supplier whenever it is needed and kept nowhere. */
final class Credential {

    private static final int MAX_BYTES = 64 * 1024;

    private final @Nullable Path file;
    private final Supplier<@Nullable String> supplier;

    Credential(@Nullable Path file, Supplier<@Nullable String> supplier) {
        this.file = file;
        this.supplier = supplier;
    }

    static Credential of(Path file) {
        return new Credential(file, () -> null);
    }

    /**
     * The credential as it is now, without white space around it.
     *
     * @throws Failure when there is none, or it cannot be read
     */
    String read() {
        String text = readIfGiven();
        if (text == null) {
            throw Failure.of(Fault.CREDENTIAL_UNREADABLE);
        }
        return text;
    }

    /** The same, or null when no file is named and the supplier has none. */
    @Nullable
    String readIfGiven() {
        String text = file == null ? supplier.get() : readFile(file);
        if (text == null) {
            return null;
        }
        String stripped = text.strip();
        if (stripped.isEmpty() || stripped.chars().anyMatch(c -> c <= ' ' || c > '~')) {
            throw Failure.of(Fault.CREDENTIAL_UNREADABLE);
        }
        return stripped;
    }

    private static String readFile(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MAX_BYTES);
            return new String(bytes, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw Failure.of(Fault.CREDENTIAL_UNREADABLE);
        }
    }

    /** What changes when the file is replaced or written; the same list as long as it is left alone. */
    List<Object> stamp() {
        if (file == null) {
            return List.of();
        }
        try {
            BasicFileAttributes facts = Files.readAttributes(file, BasicFileAttributes.class);
            Object key = facts.fileKey();
            return List.of(facts.lastModifiedTime(), facts.size(), key == null ? "" : key);
        } catch (IOException e) {
            return List.of("unreadable");
        }
    }
}
