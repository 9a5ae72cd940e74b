package dev.holdfast.http;

import dev.holdfast.access.Call;
import dev.holdfast.access.Reason;
import dev.holdfast.access.Refusal;
import dev.holdfast.agent.Authenticator;
import dev.holdfast.agent.Caller;
import dev.holdfast.agent.Service;
import dev.holdfast.agent.Unauthenticated;
import dev.holdfast.audit.AuditException;
import dev.holdfast.audit.AuditLog;
import dev.holdfast.audit.AuthEvent;
import dev.holdfast.audit.Channel;
import dev.holdfast.audit.Origin;
import dev.holdfast.audit.Status;
import dev.holdfast.mcp.HttpTransports;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Finds out, for each request anew, who sent it, and how much of it they may send.
 *
 * <p>The 401 names the metadata by which a client finds out how to get a token (RFC 9728 and the authorization chapter of
 * MCP). A token that is refused leaves a row in the audit of logins.
 */
final class Bearer implements Filter {

    /** The attribute with the caller's name, its kind before it. */
    static final String CALLER = "dev.holdfast.caller";

    private static final String SCHEME = "Bearer ";

    private final Authenticator authenticator;
    private final AuditLog audit;
    private final HttpSettings settings;
    private final Budget requests;
    private final Budget services;
    private final Budget strangers;

    Bearer(Authenticator authenticator, AuditLog audit, HttpSettings settings) {
        this.authenticator = authenticator;
        this.audit = audit;
        this.settings = settings;
        this.requests = new Budget(settings.limits().requests());
        this.services = new Budget(settings.limits().requests());
        this.strangers = new Budget(settings.limits().unauthenticated());
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        HttpServletRequest asked = (HttpServletRequest) request;
        HttpServletResponse answer = (HttpServletResponse) response;
        Origin origin = origin(asked, Channel.HTTP);
        Caller caller = admitted(asked, answer, origin);
        if (caller != null) {
            asked.setAttribute(CALLER, kind(caller) + caller.name());
            asked.setAttribute(HttpTransports.CALLS, (Supplier<Call>) () -> Call.of(caller, origin));
            chain.doFilter(request, response);
        }
    }

    Origin origin(HttpServletRequest request, Channel channel) {
        return new Origin(channel, ClientAddress.of(request, settings.proxies()), request.getHeader("User-Agent"));
    }

    /**
     * Who sent the request; null when it was refused. A service's own limit is held where it is known what it asks for; what
     * is counted here is a ceiling above it, for all that its own does not count.
     */
    @Nullable
    Caller admitted(HttpServletRequest request, HttpServletResponse response, Origin origin) throws IOException {
        Caller caller = caller(request, response, origin);
        if (caller == null) {
            return null;
        }
        long wait = pause(caller, origin);
        if (wait > 0) {
            tooMany(request, response, new Answer.Limited(caller.name(), limit(caller, origin), wait));
            return null;
        }
        return caller;
    }

    /** Counts a request; how long the caller has to wait, zero when it has not. */
    private long pause(Caller caller, Origin origin) {
        return caller instanceof Caller.OfService && origin.channel() == Channel.REST
                ? services.spend(caller.name(), limit(caller, origin))
                : requests.spend(kind(caller) + caller.name());
    }

    private int limit(Caller caller, Origin origin) {
        return caller instanceof Caller.OfService known && origin.channel() == Channel.REST
                ? ceiling(known.service())
                : settings.limits().requests();
    }

    /** What the service was registered for in a minute, and what anybody may send. */
    private int ceiling(Service service) {
        return (int) Math.min(
                Integer.MAX_VALUE,
                service.requestsInAMinute() + settings.limits().requests());
    }

    private static String kind(Caller caller) {
        return caller instanceof Caller.OfPerson ? "person " : "agent ";
    }

    /**
     * Whoever a token proves that stands in a body.
     *
     * @throws Refusal with its row, when it proves nobody
     * @throws TooMany without one
     */
    Caller proven(String token, Origin origin, String requestId) {
        try {
            Caller caller = authenticator.caller(token);
            long wait = pause(caller, origin);
            if (wait > 0) {
                throw new TooMany(new Answer.Limited(caller.name(), limit(caller, origin), wait));
            }
            return caller;
        } catch (Unauthenticated e) {
            countStranger(origin);
            try {
                refused(requestId, origin, e.why());
            } catch (AuditException failed) {
                throw Refusal.unwritten(failed);
            }
            throw new Refusal(
                            Reason.UNAUTHENTICATED,
                            "This token does not count here.",
                            "Send one that counts, or have a new one issued.")
                    .of(requestId);
        }
    }

    /**
     * Counts a stranger of this address.
     *
     * @throws TooMany when he has been heard enough for now
     */
    void countStranger(Origin origin) {
        long wait = strangers.spend(String.valueOf(origin.ipAddress()));
        if (wait > 0) {
            throw new TooMany(new Answer.Limited(null, settings.limits().unauthenticated(), wait));
        }
    }

    /** A caller has asked too often. */
    static final class TooMany extends RuntimeException {

        private static final long serialVersionUID = 1;

        private final transient Answer.Limited limited;

        TooMany(Answer.Limited limited) {
            super("asked too often", null, false, false);
            this.limited = limited;
        }

        Answer.Limited limited() {
            return limited;
        }
    }

    private void refused(String requestId, Origin origin, Unauthenticated.@Nullable Why why) {
        audit.append(new AuthEvent(
                requestId,
                null,
                "token_refused",
                Status.DENIED,
                why == null ? "NO_TOKEN" : why.name(),
                null,
                origin.ipAddress(),
                origin.userAgent()));
    }

    /** Who sent the request; null when it was refused. */
    private @Nullable Caller caller(HttpServletRequest request, HttpServletResponse response, Origin origin)
            throws IOException {
        String token = token(request);
        try {
            if (token != null) {
                return authenticator.caller(token);
            }
            unauthenticated(request, response, origin, null);
        } catch (Unauthenticated e) {
            unauthenticated(request, response, origin, e.why());
        }
        return null;
    }

    static @Nullable String token(HttpServletRequest request) {
        List<String> headers = Collections.list(request.getHeaders("Authorization"));
        String header = headers.size() == 1 ? headers.get(0) : "";
        return header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                ? header.substring(SCHEME.length()).strip()
                : null;
    }

    private void unauthenticated(
            HttpServletRequest request, HttpServletResponse response, Origin origin, Unauthenticated.@Nullable Why why)
            throws IOException {
        try {
            countStranger(origin);
        } catch (TooMany e) {
            tooMany(request, response, e.limited());
            return;
        }
        String requestId = newId(request);
        try {
            refused(requestId, origin, why);
        } catch (AuditException e) {
            response.setHeader("Retry-After", "5");
            Answer.refuse(
                    response,
                    503,
                    Reason.AUDIT_UNAVAILABLE,
                    "The audit row could not be written, so nothing may be done. Call again in a few seconds.",
                    requestId);
            return;
        }
        response.setHeader("WWW-Authenticate", challenge(request, why));
        Answer.refuse(response, 401, Reason.UNAUTHENTICATED, words(why), requestId);
    }

    private String challenge(HttpServletRequest request, Unauthenticated.@Nullable Why why) {
        return "Bearer resource_metadata=\"" + Metadata.address(request, settings) + "\""
                + (why == null ? "" : ", error=\"invalid_token\"");
    }

    private static String words(Unauthenticated.@Nullable Why why) {
        if (why == null) {
            return "Send a token: Authorization: Bearer, and what 'holdfast token issue' gave you.";
        }
        return switch (why) {
            case NOT_ACCEPTED ->
                "This token is none that this server accepts. Have one issued by 'holdfast token issue'.";
            case NOT_VALID_NOW -> "This token has ended, or has not begun. Have a new one issued.";
            case REVOKED ->
                "This token was taken back, or its holder is not active any more. Ask the owner of the server.";
            case UNKNOWN_HOLDER -> "The holder of this token is not configured here. Ask the owner of the server.";
            case NOT_KNOWN_NOW ->
                "The server cannot find out at the moment which tokens were taken back, so it believes none. Call again.";
        };
    }

    private static void tooMany(HttpServletRequest request, HttpServletResponse response, Answer.Limited limited)
            throws IOException {
        Answer.limited(response, limited, newId(request));
    }

    /** An id of ours for the log, with the caller's beside it for the audit and the answer. */
    private static String newId(HttpServletRequest request) {
        String ours = UUID.randomUUID().toString();
        request.setAttribute(Watching.REQUEST, ours);
        return CallersId.beside(ours, request);
    }
}
