/** What was done: the log that every call leaves a row in, and the port that keeps it. */
@NullMarked
package dev.holdfast.audit;

import org.jspecify.annotations.NullMarked;
