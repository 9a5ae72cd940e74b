/** The real servers that tests run against, and what may go wrong between them and a client. */
@NullMarked
package dev.holdfast.services;

import org.jspecify.annotations.NullMarked;
