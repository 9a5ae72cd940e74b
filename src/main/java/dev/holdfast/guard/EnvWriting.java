package dev.holdfast.guard;

import java.nio.file.Path;
import java.util.Arrays;

/**
 * A {@code .env} that is about to be written, with all that it holds now and all that it will hold.
 *
 * <p>A class and not a record: what it holds may be secret, and is in no {@code toString}.
 */
final class EnvWriting implements Act {

    /** No {@code .env} is longer, in bytes. */
    static final int MAX = 1024 * 1024;

    private final Path file;
    private final byte[] before;
    private final byte[] marked;
    private final byte[] after;

    EnvWriting(Path file, byte[] before, byte[] after) {
        this(file, before, before, after);
    }

    /** @param marked the text whose allow comments count: those that only the text afterwards has do not */
    EnvWriting(Path file, byte[] before, byte[] marked, byte[] after) {
        this.file = file;
        this.before = before;
        this.marked = marked;
        this.after = after;
    }

    Path file() {
        return file;
    }

    byte[] before() {
        return before;
    }

    byte[] marked() {
        return marked;
    }

    byte[] after() {
        return after;
    }

    boolean changesNothing() {
        return Arrays.equals(before, after);
    }
}
