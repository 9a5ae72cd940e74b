/** Access that ends: granted for a time and a number of uses, and redeemed for the value. */
@NullMarked
package dev.holdfast.grant;

import org.jspecify.annotations.NullMarked;
