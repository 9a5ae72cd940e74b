package dev.holdfast.store.vault;

import dev.holdfast.secret.KeyPath;

/** A secret as it was found in a folder: its path and what the server says of it without its value. */
record Leaf(KeyPath path, KvMetadata metadata) {}
