/** Starts a process with secrets in its environment, and keeps them out of what it prints. */
@NullMarked
package dev.holdfast.run;

import org.jspecify.annotations.NullMarked;
