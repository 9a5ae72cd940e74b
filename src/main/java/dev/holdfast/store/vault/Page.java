package dev.holdfast.store.vault;

import java.util.NavigableMap;
import org.jspecify.annotations.Nullable;

/**
 * A stretch of a folder's names in their order.
 *
 * @param entries slashed paths, those of folders with their slash; with the metadata of secrets, null for folders
 * @param next the name to go on behind, within the folder; null at its end
 */
record Page(
        NavigableMap<String, @Nullable KvMetadata> entries,
        @Nullable String next) {}
