package dev.holdfast.guard;

import org.jspecify.annotations.Nullable;

/**
 * What the guard decided.
 *
 * @param denial why not, with what to do instead, and never a value; null for an allow
 */
public record Verdict(@Nullable String denial) {

    static final Verdict ALLOWED = new Verdict(null);

    public boolean allowed() {
        return denial == null;
    }
}
