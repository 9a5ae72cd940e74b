/** What a server tells of itself. */
@NullMarked
package dev.holdfast.metrics;

import org.jspecify.annotations.NullMarked;
