package dev.holdfast.http;

import dev.holdfast.access.Call;
import dev.holdfast.agent.Caller;
import dev.holdfast.audit.Origin;
import org.jspecify.annotations.Nullable;

/** A request that came in by a {@link Route}. Used by one thread. */
public interface Request {

    /** The call that it makes: of whoever its token proves, else of nobody. */
    Call call();

    /** Whoever the token in its header proves; null where the route needs none. */
    @Nullable
    Caller caller();

    /** Where it came from. */
    Origin origin();

    /** What stands behind {@code Bearer}, or null; for an open route that has a token of another kind. */
    @Nullable
    String bearer();

    /**
     * The same request, of whoever a token proves that stands elsewhere than in its header.
     *
     * <p>Ends the request, without a row, when whoever sends it has sent too many.
     *
     * @throws dev.holdfast.access.Refusal {@code UNAUTHENTICATED}, with its row, when it proves nobody
     */
    Request as(String token);

    /** Counts that nobody was recognised. Ends the request, without a row, when its address has sent too many such ones. */
    void countStranger();

    /** A parameter of the address, or null; {@code INVALID_ARGUMENT} when it is there twice. */
    @Nullable
    String query(String name);

    /** The names of all parameters of the address. */
    Iterable<String> queries();

    /** What stands in the path for a parameter of the route. */
    String segment(String name);

    /** The body, at most as long as the listener takes. */
    byte[] body();
}
