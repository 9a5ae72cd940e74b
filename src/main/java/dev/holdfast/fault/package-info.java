/** Named steps at which a test may stop the process, so that a crash at each of them can be shown to lose nothing. */
@NullMarked
package dev.holdfast.fault;

import org.jspecify.annotations.NullMarked;
