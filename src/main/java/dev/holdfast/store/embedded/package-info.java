/** The store that needs nothing installed: a SQLite file of values sealed under a master key. */
@NullMarked
package dev.holdfast.store.embedded;

import org.jspecify.annotations.NullMarked;
