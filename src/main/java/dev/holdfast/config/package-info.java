/** File and environment as records: read once, checked whole, refused and never repaired. */
@NullMarked
package dev.holdfast.config;

import org.jspecify.annotations.NullMarked;
