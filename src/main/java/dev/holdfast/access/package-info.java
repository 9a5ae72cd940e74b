/** The one door to the store: may they, what was done, act, what came of it, and only then the answer. */
@NullMarked
package dev.holdfast.access;

import org.jspecify.annotations.NullMarked;
