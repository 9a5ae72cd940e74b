package dev.holdfast.mcp;

import dev.holdfast.secret.InvalidInput;
import dev.holdfast.secret.KeyPath;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCRequest;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Runs requests side by side, but for what a caller could notice: a call waits for the writes before it to its key path,
 * and a call that names no path for all writes before it.
 *
 * <p>So a client that sends "set, get, list" without waiting for answers reads what it wrote. Used by the reader alone.
 */
final class CallOrder {

    private final Executor workers;
    private final Predicate<String> writes;
    private final Map<String, CompletableFuture<Void>> underWay = new HashMap<>();

    /** @param writes whether the tool of that name changes anything */
    CallOrder(Executor workers, Predicate<String> writes) {
        this.workers = workers;
        this.writes = writes;
    }

    /** Runs {@code work}, which must not throw, on a worker as soon as its turn comes. */
    void run(JSONRPCRequest request, Runnable work) {
        underWay.values().removeIf(CompletableFuture::isDone);
        Map<?, ?> params = request.params() instanceof Map<?, ?> map ? map : Map.of();
        if (!request.method().equals(McpSchema.METHOD_TOOLS_CALL) || !(params.get("name") instanceof String tool)) {
            workers.execute(work);
            return;
        }
        String path = path(params);
        CompletableFuture<Void> turn = turn(path).thenRunAsync(work, workers);
        if (writes.test(tool)) {
            underWay.put(path == null ? "" : path, turn);
        }
    }

    /** What a call must wait for; whoever names no path, or the slot of those who do not, waits for all. */
    private CompletableFuture<Void> turn(@Nullable String path) {
        if (path != null && !underWay.containsKey("")) {
            CompletableFuture<Void> before = underWay.get(path);
            return before == null ? CompletableFuture.completedFuture(null) : before;
        }
        return CompletableFuture.allOf(underWay.values().toArray(new CompletableFuture<?>[0]));
    }

    private static @Nullable String path(Map<?, ?> params) {
        try {
            // Parsed, since one path may be written with dots or with slashes.
            return params.get("arguments") instanceof Map<?, ?> arguments
                            && arguments.get(Field.KEY_PATH) instanceof String path
                    ? KeyPath.parse(path).slashed()
                    : null;
        } catch (InvalidInput e) {
            return null;
        }
    }
}
