package dev.holdfast.mcp;

import dev.holdfast.access.Call;
import dev.holdfast.access.Reason;
import dev.holdfast.access.Refusal;
import dev.holdfast.input.Arguments;
import dev.holdfast.secret.InvalidInput;
import dev.holdfast.secret.KeyPath;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The tools without their protocol: the one way from arguments to a structured result, for the server and for commands. */
public final class ToolCalls {

    private static final Logger LOG = LoggerFactory.getLogger(ToolCalls.class);

    /** The five of the workflow first, in its order. */
    static final List<Tool> TOOLS = List.of(
            new SetSecret(),
            new GetSecret(),
            new ListSecrets(false),
            new RotateSecret(),
            new RequestKey(),
            new WriteEnv(),
            new CheckEnv());

    private ToolCalls() {}

    /**
     * Carries out a call of the tool of that name, which must be one.
     *
     * @param arguments as a client sends them; a value may also be an array of its bytes in UTF-8
     * @return the structured result
     * @throws Refusal whose audit row is written
     */
    public static Map<String, Object> run(
            String tool, Services services, Call call, @Nullable Map<String, Object> arguments) {
        Tool known = TOOLS.stream()
                .filter(one -> one.name().equals(tool))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no such tool"));
        return run(known, services, call, arguments);
    }

    /**
     * As {@code list_secrets}, with {@code owner} and {@code tags} of each secret, and with {@code tag} as one more argument.
     *
     * @throws Refusal whose audit row is written
     */
    public static Map<String, Object> list(Services services, Call call, Map<String, Object> arguments) {
        return run(new ListSecrets(true), services, call, arguments);
    }

    static Map<String, Object> run(Tool tool, Services open, Call call, @Nullable Map<String, Object> arguments) {
        try {
            open.access().recognise(call, tool.action());
            return tool.run(open, call, Arguments.of(tool.name(), arguments, tool.argumentNames()));
        } catch (Refusal e) {
            // One without an id was made before the door, as of a file that may not be read: it has no row yet.
            boolean told = e.requestId() != null || e.reason() == Reason.AUDIT_UNAVAILABLE;
            throw told ? e : open.access().refuse(call, tool.action(), path(arguments), e);
        } catch (InvalidInput e) {
            throw open.access().refuse(call, tool.action(), path(arguments), Refusal.of(e));
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
            // The class alone: a message may hold what the caller sent.
            LOG.error("unexpected {} in {}", e.getClass().getName(), tool.name());
            Refusal refusal = new Refusal(
                    Reason.INTERNAL,
                    "Something went wrong inside Holdfast; this is a bug.",
                    "Call again; if it stays so, report it with the request id.");
            throw open.access().refuse(call, tool.action(), path(arguments), refusal);
        }
    }

    /** The path that a call names, for its row: null unless it is one, since a row holds nothing that was not understood. */
    private static @Nullable KeyPath path(@Nullable Map<String, Object> arguments) {
        try {
            return arguments != null && arguments.get(Field.KEY_PATH) instanceof String text
                    ? KeyPath.parse(text)
                    : null;
        } catch (InvalidInput e) {
            return null;
        }
    }
}
