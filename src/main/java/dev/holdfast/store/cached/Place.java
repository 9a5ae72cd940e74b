package dev.holdfast.store.cached;

import dev.holdfast.secret.KeyPath;
import org.jspecify.annotations.Nullable;

/** What a value is kept under: a path, and the version that was asked for, null for the current one. */
public record Place(KeyPath path, @Nullable Integer version) {}
