/** The listener: who may connect, who is calling, how much, and what an error says. */
@NullMarked
package dev.holdfast.http;

import org.jspecify.annotations.NullMarked;
