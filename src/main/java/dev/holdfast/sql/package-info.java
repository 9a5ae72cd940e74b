/** Databases, SQLite files and PostgreSQL servers, that are read and written through pools; knows no table. */
@NullMarked
package dev.holdfast.sql;

import org.jspecify.annotations.NullMarked;
