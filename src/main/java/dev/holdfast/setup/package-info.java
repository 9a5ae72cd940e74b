/** Connects an MCP client to a project: the entry that starts the server, its approval, the hooks, and the rule. */
@NullMarked
package dev.holdfast.setup;

import org.jspecify.annotations.NullMarked;
