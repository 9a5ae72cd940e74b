/** The words of Holdfast: what a secret is called, what it is worth, what is said about it. Depends on nothing. */
@NullMarked
package dev.holdfast.secret;

import org.jspecify.annotations.NullMarked;
