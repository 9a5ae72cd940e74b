/** Where the program begins and is put together; nobody imports it. */
@NullMarked
package dev.holdfast.app;

import org.jspecify.annotations.NullMarked;
