/** Values that were read lately, kept for services: in memory, for a time, and while the store is down. */
@NullMarked
package dev.holdfast.store.cached;

import org.jspecify.annotations.NullMarked;
