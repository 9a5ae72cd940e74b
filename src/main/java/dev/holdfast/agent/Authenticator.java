package dev.holdfast.agent;

/** Tells by a token who sent a request. Implementations are thread-safe. */
public interface Authenticator {

    /**
     * The holder of a token, with the rights of this moment.
     *
     * @param token as it stood behind {@code Bearer}; it is neither kept nor repeated
     * @throws Unauthenticated when it proves nothing, or when what it would have to be checked against is not known now
     */
    Caller caller(String token) throws Unauthenticated;
}
