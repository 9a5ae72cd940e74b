package dev.holdfast.mcp;

import dev.holdfast.access.Call;
import dev.holdfast.input.Arguments;
import dev.holdfast.policy.Action;
import java.util.List;
import java.util.Map;

/** A tool: what a client is told of it, and what it does. Stateless, and knows no session. */
interface Tool {

    String name();

    String title();

    /** What it does and when to call it, in a sentence or two for the model. */
    String description();

    /** The right it needs; the row of a call that was not understood names it. */
    Action action();

    /** The schema of each argument by name, in the order that help shows. */
    Map<String, Object> arguments();

    /** The arguments that must be there. */
    default String[] required() {
        return new String[0];
    }

    Map<String, Object> output();

    Hints hints();

    /**
     * Carries out a call.
     *
     * @return the structured result
     * @throws dev.holdfast.access.Refusal whose audit row is written
     * @throws dev.holdfast.secret.InvalidInput whose audit row is not written yet
     */
    Map<String, Object> run(Services services, Call call, Arguments arguments);

    /** What a client may assume. */
    record Hints(boolean readOnly, boolean destructive, boolean idempotent) {}

    /** The names of the arguments. */
    default List<String> argumentNames() {
        return List.copyOf(arguments().keySet());
    }
}
