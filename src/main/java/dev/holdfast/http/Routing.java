package dev.holdfast.http;

import dev.holdfast.access.Call;
import dev.holdfast.access.Reason;
import dev.holdfast.access.Refusal;
import dev.holdfast.access.RequestId;
import dev.holdfast.agent.Caller;
import dev.holdfast.audit.Channel;
import dev.holdfast.audit.Origin;
import dev.holdfast.secret.InvalidInput;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers requests by their routes: finds out who sent them, and turns what goes wrong into errors of fixed words. */
final class Routing {

    private static final Logger LOG = LoggerFactory.getLogger(Routing.class);
    private static final int RETRY_SECONDS = 5;

    private final Bearer bearer;
    private final int mostBytes;

    Routing(Bearer bearer, int mostBytes) {
        this.bearer = bearer;
        this.mostBytes = mostBytes;
    }

    void add(RoutesConfig routes, List<Route> served) {
        for (Route route : served) {
            serve(routes, route, route.method());
            if (route.method().equals("GET")) {
                // Without it HEAD is 200 by itself, for everybody, of a server that is down too.
                serve(routes, route, "HEAD");
            }
        }
    }

    private void serve(RoutesConfig routes, Route route, String method) {
        routes.addHttpHandler(HandlerType.findOrCreate(method), route.path(), context -> answer(route, context));
    }

    private void answer(Route route, Context context) throws IOException {
        HttpServletRequest request = context.req();
        HttpServletResponse response = context.res();
        request.setAttribute(ErrorScrubber.OURS, true);
        request.setAttribute(Watching.ROUTE, route.path());
        Origin origin = bearer.origin(request, Channel.REST);
        Caller caller = null;
        if (byHeader(route, request)) {
            caller = bearer.admitted(request, response, origin);
            if (caller == null) {
                return;
            }
        }
        if (caller instanceof Caller.OfService service) {
            request.setAttribute(Watching.SERVICE, service.name());
        }
        Call call = caller == null ? Call.unrecognised(Channel.REST) : Call.of(caller, origin);
        String theirs = CallersId.of(request);
        Call told = theirs == null ? call : call.knownAs(theirs);
        response.setHeader(CallersId.HEADER, theirs == null ? call.requestId() : theirs);
        request.setAttribute(Watching.REQUEST, call.requestId());
        try (RequestId current = RequestId.enter(call.requestId())) {
            answer(route, new Asked(context, told, caller, origin, mostBytes, bearer), response);
        }
    }

    private static boolean byHeader(Route route, HttpServletRequest request) {
        return switch (route.guard()) {
            case TOKEN -> true;
            case TOKEN_OR_OWN -> Bearer.token(request) != null;
            case NONE -> false;
        };
    }

    private static void answer(Route route, Asked asked, HttpServletResponse response) throws IOException {
        try {
            Reply reply = route.handler().answer(asked);
            try (Reply.Body body = reply.body()) {
                send(reply, body, response);
            }
        } catch (Refusal e) {
            refuse(response, e, asked);
        } catch (Bearer.TooMany e) {
            Answer.limited(response, e.limited(), asked.call().requestId());
        } catch (Asked.TooLarge e) {
            Answer.refuse(
                    response,
                    413,
                    Reason.INVALID_ARGUMENT,
                    Answer.words(413),
                    asked.call().requestId());
        } catch (InvalidInput e) {
            refuse(response, Refusal.of(e), asked);
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError | LinkageError e) {
            // The class alone: a message may hold what the caller sent.
            LOG.error("unexpected {} behind {}", e.getClass().getName(), route.path());
            if (response.isCommitted()) {
                throw new IOException("an answer broke off"); // Whoever reads it sees that it is not whole.
            }
            response.resetBuffer();
            Answer.refuse(
                    response,
                    500,
                    Reason.INTERNAL,
                    Answer.words(500),
                    asked.call().requestId());
        }
    }

    private static void send(Reply reply, Reply.Body body, HttpServletResponse response) throws IOException {
        response.setStatus(reply.status());
        response.setContentType(reply.type());
        response.setHeader("Cache-Control", "no-store");
        reply.headers().forEach(response::setHeader);
        if (reply.isStreamed()) {
            body.writeTo(response.getOutputStream());
            return;
        }
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        body.writeTo(whole);
        response.setContentLength(whole.size());
        whole.writeTo(response.getOutputStream());
    }

    private static void refuse(HttpServletResponse response, Refusal refusal, Asked asked) throws IOException {
        asked.closeUnread(response);
        int status = refusal.reason().httpStatus();
        if (status == 503 && response.getHeader("Retry-After") == null) {
            response.setHeader("Retry-After", Integer.toString(RETRY_SECONDS));
        }
        String id = refusal.requestId();
        Answer.error(
                response,
                status,
                refusal.reason(),
                refusal.problem() + " " + refusal.hint(),
                id == null ? asked.call().requestId() : id);
    }
}
