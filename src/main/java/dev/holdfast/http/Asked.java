package dev.holdfast.http;

import dev.holdfast.access.Call;
import dev.holdfast.agent.Caller;
import dev.holdfast.audit.Origin;
import dev.holdfast.secret.InvalidInput;
import io.javalin.http.Context;
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

    Asked(Context context, Call call, @Nullable Caller caller, Origin origin, int mostBytes) {
        this.context = context;
        this.call = call;
        this.caller = caller;
        this.origin = origin;
        this.mostBytes = mostBytes;
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
        try {
            byte[] body = context.req().getInputStream().readNBytes(mostBytes + 1);
            if (body.length > mostBytes) {
                throw InvalidInput.argument(
                        "The body is larger than this server takes.", "Send less, or have http.limits.body raised.");
            }
            return body;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
