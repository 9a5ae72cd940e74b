/** What changes while Holdfast runs and is no secret: grants of access that ends. */
@NullMarked
package dev.holdfast.state;

import org.jspecify.annotations.NullMarked;
