/** Real MCP clients, and a shell's pipe, against the built launcher. */
@NullMarked
package dev.holdfast.clients;

import org.jspecify.annotations.NullMarked;
