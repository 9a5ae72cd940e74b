package dev.holdfast.secret;

import org.jspecify.annotations.Nullable;

/**
 * What people put on a secret to keep order: whose it is, and the words that it is found by. No right follows from it, but for
 * the tags that name an environment.
 *
 * @param owner null when nobody is named
 */
public record Labels(@Nullable Owner owner, Tags tags) {

    /** Of a secret that nobody put any on. */
    public static final Labels NONE = new Labels(null, Tags.NONE);
}
