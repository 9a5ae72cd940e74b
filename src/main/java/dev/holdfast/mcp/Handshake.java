package dev.holdfast.mcp;

import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCMessage;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCNotification;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCRequest;
import io.modelcontextprotocol.spec.McpServerSession;

/**
 * A session that answers also when the client skips the opening of the protocol.
 *
 * <p>The SDK keeps requests waiting, without an end, until {@code initialize} and {@code notifications/initialized} came.
 * A pipe of requests, and clients of newer revisions that know no opening, want an answer. Used by the reader alone, but
 * for {@link #handle}.
 */
final class Handshake {

    private final McpServerSession session;
    private boolean initialize;
    private boolean initialized;

    Handshake(McpServerSession session) {
        this.session = session;
    }

    boolean opens(JSONRPCRequest request) {
        return request.method().equals(McpSchema.METHOD_INITIALIZE);
    }

    /** Takes note of a message of the opening. */
    void seen(JSONRPCMessage message) {
        if (message instanceof JSONRPCRequest) {
            initialize = true;
        }
        if (message instanceof JSONRPCNotification notification
                && notification.method().equals(McpSchema.METHOD_NOTIFICATION_INITIALIZED)) {
            initialized = true;
        }
    }

    /** Makes up what is missing of the opening, before the first request. */
    void begun() {
        if (!initialize) {
            initialize = true;
            session.init(
                    McpSchema.ClientCapabilities.builder().build(),
                    McpSchema.Implementation.builder("unknown", "0").build());
        }
        if (!initialized) {
            initialized = true;
            handle(new JSONRPCNotification(McpSchema.METHOD_NOTIFICATION_INITIALIZED));
        }
    }

    /** Handles a message to its end, its answer included. */
    void handle(JSONRPCMessage message) {
        session.handle(message).block();
    }
}
