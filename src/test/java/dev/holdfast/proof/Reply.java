package dev.holdfast.proof;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * An answer of the server, whole.
 *
 * @param message the JSON-RPC message
 */
public record Reply(JsonNode message) {

    /** The result of the request; missing where the answer is an error of the protocol. */
    public JsonNode result() {
        return message.path("result");
    }

    /** Whether a tool call was refused. */
    public boolean refused() {
        return result().path("isError").asBoolean();
    }

    /** The code of a refusal, such as {@code AUDIT_UNAVAILABLE}; empty where there is none. */
    public String code() {
        return result().path("_meta").path("holdfast/error").path("code").asText();
    }

    /** The code of an error of the protocol, such as -32700; 0 where there is none. */
    public int protocolError() {
        return message.path("error").path("code").asInt();
    }

    /** The structured result of a tool call. */
    public JsonNode structured() {
        return result().path("structuredContent");
    }

    /** The text of a tool call's result. */
    public String text() {
        return result().path("content").path(0).path("text").asText();
    }
}
