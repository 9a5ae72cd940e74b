package dev.holdfast.dotenv;

import dev.holdfast.secret.KeyPath;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How the variables of a {@code .env} stand with the store; names and paths, never values. */
public record EnvReport(String file, List<Entry> entries) {

    public EnvReport {
        entries = List.copyOf(entries);
    }

    /** How one variable stands. */
    public enum Standing {
        /** Exactly this value is stored, under a path of the project or of all that the caller may list, or is a token of our own. */
        STORED,
        /** It looks secret, and is stored nowhere that the caller may list. */
        NOT_STORED,
        /** It is empty, a placeholder, does not look secret, or a person said that it is none. */
        NOT_SECRET;

        /** The name as replies write it, such as {@code not_stored}. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * A variable.
     *
     * @param path where its value is stored; null where it is not, and for a token of our own
     * @param allowed whether a line of it would count as not stored, but for its {@code # holdfast:allow}
     */
    public record Entry(
            String name, Standing status, @Nullable KeyPath path, boolean allowed) {

        Entry(String name, Standing status, @Nullable KeyPath path) {
            this(name, status, path, false);
        }

        /** The same, with a line that is let through by its comment. */
        Entry allowing() {
            return new Entry(name, status, path, true);
        }
    }

    /** Whether nothing secret is missing from the store. */
    public boolean ok() {
        return entries.stream().noneMatch(entry -> entry.status() == Standing.NOT_STORED);
    }

    /** The names of what looks secret, is not stored, and is let through by {@code # holdfast:allow}. */
    public List<String> allowed() {
        return entries.stream().filter(Entry::allowed).map(Entry::name).toList();
    }
}
