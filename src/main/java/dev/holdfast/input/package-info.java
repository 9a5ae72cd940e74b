/** What came in from outside, read by name and type: arguments of tools, bodies of requests, spans of time. */
@NullMarked
package dev.holdfast.input;

import org.jspecify.annotations.NullMarked;
