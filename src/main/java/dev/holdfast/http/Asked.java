package dev.holdfast.http;

import dev.holdfast.access.Call;
import dev.holdfast.agent.Caller;
import dev.holdfast.audit.Origin;
import dev.holdfast.secret.InvalidInput;
import io.javalin.http.Context;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A request as Javalin has it. */
final class Asked implements Request {

    private final Context context;
    private final Call call;
    private final @Nullable Caller caller;
    private final Origin origin;
    private final int mostBytes;
    private final Bearer bearer;
    private boolean read;

    Asked(Context context, Call call, @Nullable Caller caller, Origin origin, int mostBytes, Bearer bearer) {
        this.context = context;
        this.call = call;
        this.caller = caller;
        this.origin = origin;
        this.mostBytes = mostBytes;
        this.bearer = bearer;
    }

    @Override
    public Request as(String token) {
        Caller other = bearer.proven(token, origin, call.requestId());
        Call theirs = Call.of(other, origin).withId(call.requestId());
        return new Asked(context, theirs, other, origin, mostBytes, bearer);
    }

    @Override
    public Call call() {
        return call;
    }

    @Override
    public @Nullable Caller caller() {
        return caller;
    }

    @Override
    public Origin origin() {
        return origin;
    }

    @Override
    public @Nullable String bearer() {
        return Bearer.token(context.req());
    }

    @Override
    public void countStranger() {
        bearer.countStranger(origin);
    }

    @Override
    public @Nullable String query(String name) {
        List<String> values = context.queryParams(name);
        if (values.size() > 1) {
            throw InvalidInput.argument(name + " stands in the address more than once.", "Say it once.");
        }
        return values.isEmpty() ? null : values.get(0);
    }

    @Override
    public Iterable<String> queries() {
        return context.queryParamMap().keySet();
    }

    @Override
    public String segment(String name) {
        return context.pathParam(name);
    }

    @Override
    public byte[] body() {
        read = true;
        try {
            byte[] body = context.req().getInputStream().readNBytes(mostBytes + 1);
            if (body.length > mostBytes) {
                throw new TooLarge();
            }
            return body;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends the connection with the answer, where the body is unread: the next request must not come behind it. */
    void closeUnread(HttpServletResponse response) {
        boolean none = context.req().getContentLengthLong() == 0
                || (context.req().getContentLengthLong() < 0 && context.req().getHeader("Transfer-Encoding") == null);
        if (!read && !none) {
            response.setHeader("Connection", "close");
        }
    }

    /** The body has more bytes than the listener takes. */
    static final class TooLarge extends RuntimeException {

        private static final long serialVersionUID = 1;

        TooLarge() {
            super("the body is too large", null, false, false);
        }
    }
}
