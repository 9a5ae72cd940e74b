package dev.holdfast.mcp;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.holdfast.access.Refusal;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.TextContent;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The results of tool calls: the structured one and the same as text, or a refusal. */
final class Replies {

    private static final String ERROR = "holdfast/error";
    private static final String REQUEST_ID = "holdfast/requestId";

    private final ObjectMapper mapper;

    Replies(ObjectMapper mapper) {
        this.mapper = mapper;
    }

    CallToolResult success(Map<String, Object> result, String requestId) {
        try {
            TextContent text =
                    TextContent.builder(mapper.writeValueAsString(result)).build();
            return new CallToolResult(List.of(text), false, result, Map.of(REQUEST_ID, requestId));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a result is no JSON");
        }
    }

    static CallToolResult refusal(Refusal refusal, String requestId) {
        Map<String, Object> error = new LinkedHashMap<>();
        error.put("code", refusal.reason().name());
        error.put("hint", refusal.hint());
        error.put("requestId", requestId);
        Refusal.Stored stored = refusal.stored();
        String also = "";
        if (stored != null) {
            error.put("keyPath", stored.path().toString());
            error.put("possiblyStoredVersion", stored.version());
            also = " Version " + stored.version() + " of " + stored.path() + " is or may be stored.";
        }
        String text =
                refusal.reason() + ": " + refusal.problem() + also + " " + refusal.hint() + " Request id: " + requestId;
        return new CallToolResult(List.of(TextContent.builder(text).build()), true, null, Map.of(ERROR, error));
    }
}
