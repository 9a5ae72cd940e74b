/** Takes secrets out of what a program prints, however it cuts and encodes them. */
@NullMarked
package dev.holdfast.mask;

import org.jspecify.annotations.NullMarked;
