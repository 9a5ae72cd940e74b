package dev.holdfast.guard;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the guard decided.
 *
 * @param denial why not, with what to do instead, and never a value; null for an allow
 * @param marked the files with what in them passes by {@code # holdfast:allow} alone: paths and names
 */
public record Verdict(@Nullable String denial, List<String> marked) {

    static final Verdict ALLOWED = new Verdict(null, List.of());

    public Verdict {
        marked = List.copyOf(marked);
    }

    public boolean allowed() {
        return denial == null;
    }
}
