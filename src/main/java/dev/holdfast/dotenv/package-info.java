/** Reading, editing and writing a {@code .env}: every other byte stays, and a value reads back alike in every reader. */
@NullMarked
package dev.holdfast.dotenv;

import org.jspecify.annotations.NullMarked;
