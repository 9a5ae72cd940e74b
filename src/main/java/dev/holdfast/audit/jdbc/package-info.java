/** The audit log in a database: one table, one chain, one writer at a time. */
@NullMarked
package dev.holdfast.audit.jdbc;

import org.jspecify.annotations.NullMarked;
