/** A database that reads side by side and writes one transaction at a time; knows no table. */
@NullMarked
package dev.holdfast.sql;

import org.jspecify.annotations.NullMarked;
