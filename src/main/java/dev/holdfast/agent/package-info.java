/** Who is calling: agents by name, each with an environment and a scope of its own. */
@NullMarked
package dev.holdfast.agent;

import org.jspecify.annotations.NullMarked;
