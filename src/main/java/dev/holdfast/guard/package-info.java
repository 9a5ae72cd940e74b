/** The hook's decision: what an agent's own tools are about to write into a {@code .env}, and whether they may. */
@NullMarked
package dev.holdfast.guard;

import org.jspecify.annotations.NullMarked;
