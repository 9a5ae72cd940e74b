package dev.holdfast.rest;

import dev.holdfast.http.Reply;
import dev.holdfast.http.Request;
import dev.holdfast.secret.KeyPath;
import org.jspecify.annotations.Nullable;

/** Holds services to the number of requests that they were registered for. */
public interface Limits {

    /**
     * Counts a request of a service; anyone else's is not counted here.
     *
     * @param path what it asks for, for the row of a refusal
     * @return null while there are requests left, else the answer, whose row is written
     */
    @Nullable
    Reply spend(Request request, @Nullable KeyPath path);
}
