/** What a server tells of itself to a monitoring system: the only place that knows Micrometer. */
@NullMarked
package dev.holdfast.metrics;

import org.jspecify.annotations.NullMarked;
