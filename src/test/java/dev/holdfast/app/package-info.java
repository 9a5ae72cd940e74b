/** The program with steps at which a test may stop it. */
@NullMarked
package dev.holdfast.app;

import org.jspecify.annotations.NullMarked;
