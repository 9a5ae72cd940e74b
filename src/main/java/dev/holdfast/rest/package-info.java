/** The exposure service: services fetch their keys, and whoever administers registers them, each by REST and through the door. */
@NullMarked
package dev.holdfast.rest;

import org.jspecify.annotations.NullMarked;
