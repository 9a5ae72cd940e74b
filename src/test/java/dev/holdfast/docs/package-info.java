/** The documentation, held against the program. */
@NullMarked
package dev.holdfast.docs;

import org.jspecify.annotations.NullMarked;
