/** Backups of the database in the home folder: made while servers write, sealed, and checked before they are put in place. */
@NullMarked
package dev.holdfast.backup;

import org.jspecify.annotations.NullMarked;
