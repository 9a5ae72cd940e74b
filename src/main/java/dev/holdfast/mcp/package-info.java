/** The tools as an MCP client sees them, and the transports; the only place that knows the MCP SDK. */
@NullMarked
package dev.holdfast.mcp;

import org.jspecify.annotations.NullMarked;
