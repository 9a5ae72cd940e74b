/** The client for services: keys from a running Holdfast, kept in memory for a while. Depends on {@code wire} alone. */
@NullMarked
package dev.holdfast.client;

import org.jspecify.annotations.NullMarked;
