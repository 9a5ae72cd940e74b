package dev.holdfast.store.vault;

import dev.holdfast.store.StoreException;
import dev.holdfast.store.StoreException.Kind;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * That a request was not carried out, or not as far as we know: the class of the fault, without the server's words.
 *
 * <p>Carries no cause, since what a library or a server says may repeat a path, a token or a value.
 */
final class Failure extends RuntimeException {

    private final transient Fault fault;
    private final boolean unsent;
    private final transient @Nullable Duration retryAfter;
    private final boolean forGood;

    private Failure(Fault fault, boolean unsent, @Nullable Duration retryAfter, boolean forGood) {
        super(fault.name(), null, false, false);
        this.forGood = forGood;
        this.fault = fault;
        this.unsent = unsent;
        this.retryAfter = retryAfter;
    }

    static Failure of(Fault fault) {
        return new Failure(fault, false, null, false);
    }

    /** The same fault, when the server asks to wait. */
    Failure after(@Nullable Duration wait) {
        return new Failure(fault, unsent, wait, forGood);
    }

    /** The same fault, met before the request itself was sent: while logging in. */
    Failure beforeSending() {
        return new Failure(fault, true, retryAfter, forGood);
    }

    /** The same fault, met so often that it is not tried again. */
    Failure forGood() {
        return new Failure(fault, unsent, retryAfter, true);
    }

    /** Whether it may be gone when the request is repeated. */
    boolean passing() {
        return !forGood && fault.passing();
    }

    Fault fault() {
        return fault;
    }

    /** Whether it is certain that the server did not carry the request out. */
    boolean certainlyNotDone() {
        return unsent || fault.notDone();
    }

    /** How long the server asks to wait before the request is repeated; null when it does not say. */
    @Nullable
    Duration retryAfter() {
        return retryAfter;
    }

    /** What the store's caller is told. */
    StoreException told() {
        Kind kind = fault.refused() ? Kind.REFUSED : Kind.UNAVAILABLE;
        return new StoreException(kind, fault.problem(), fault.hint());
    }
}
