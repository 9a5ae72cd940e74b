/** How the parts stand that Holdfast needs, told in one form whichever part it is. */
@NullMarked
package dev.holdfast.health;

import org.jspecify.annotations.NullMarked;
