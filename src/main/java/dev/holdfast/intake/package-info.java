/** The way of existing {@code .env} files into the store: a plan with paths and descriptions, then its execution. */
@NullMarked
package dev.holdfast.intake;

import org.jspecify.annotations.NullMarked;
