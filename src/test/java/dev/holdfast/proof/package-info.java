/** Proofs from outside: real processes, real kills, real disks, and a client that talks to them. */
@NullMarked
package dev.holdfast.proof;

import org.jspecify.annotations.NullMarked;
