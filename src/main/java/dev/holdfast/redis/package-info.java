/** Redis, which processes share a cache and the counts of requests in. The one place that knows its client. */
@NullMarked
package dev.holdfast.redis;

import org.jspecify.annotations.NullMarked;
