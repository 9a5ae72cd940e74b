/** The key that all others come from, and the marks that it makes of values. */
@NullMarked
package dev.holdfast.key;

import org.jspecify.annotations.NullMarked;
