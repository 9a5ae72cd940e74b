package dev.holdfast.audit;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Takes what is older than it is kept out of the audit: proves it, writes it to an archive, and only then drops it. For the
 * owner of the tables.
 *
 * <p>May be interrupted at any time and called again. Every method throws {@link AuditException} when the database or the
 * folder of the archives cannot be used.
 */
public interface Retention extends AutoCloseable {

    /**
     * The rows of a table and a day.
     *
     * @param day UTC
     * @param archive the file that holds them now; null before, and where there was no row to hold
     */
    record Part(
            String table,
            LocalDate day,
            long rows,
            @Nullable Path archive) {}

    /** What is old enough, the oldest first. */
    List<Part> due();

    /**
     * Proves the whole audit, then archives and drops what is due.
     *
     * @param done told of each part when it is gone
     * @return whether all holds; where it does not, nothing was dropped from the fault on
     */
    Verification run(Consumer<Part> done);

    @Override
    void close();
}
