/** Where secrets live: the port that every store keeps, and what it answers. */
@NullMarked
package dev.holdfast.store;

import org.jspecify.annotations.NullMarked;
