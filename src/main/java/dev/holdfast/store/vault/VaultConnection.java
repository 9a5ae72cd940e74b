package dev.holdfast.store.vault;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;
import org.springframework.vault.client.RestTemplateBuilder;
import org.springframework.web.client.RestOperations;

/**
 * A way to a Vault or OpenBao server: requests by path, with login, repeats, time limit and fixed words for every fault.
 *
 * <p>Paths are those of the API without {@code v1/}, for instance {@code secret/data/project/consilio/key?version=3}.
 * Every method throws {@link dev.holdfast.store.StoreException}: of kind {@code REFUSED} when the policy of the server does
 * not open the path to a login that is good, else {@code UNAVAILABLE}. Opening costs nothing: the first request connects
 * and logs in. Thread-safe; the threads behind it are daemons.
 */
final class VaultConnection implements AutoCloseable {

    private static final String JSON_TYPE = "application/json";
    private static final String MERGE_PATCH = "application/merge-patch+json";
    private static final Duration GOODBYE = Duration.ofSeconds(1);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final TimeLimit limit;
    private final Transport transport;
    private final ThreadPoolTaskScheduler scheduler = new ThreadPoolTaskScheduler();
    private final VaultSession session;
    private final Exchange exchange;
    private final Repeats repeats;
    private final Addresses addresses;

    private VaultConnection(VaultSettings settings, Clock clock) {
        QuietLibraries.hush();
        limit = new TimeLimit(settings.timeLimit());
        transport = new Transport(settings, limit);
        addresses = new Addresses(settings);
        scheduler.setThreadNamePrefix("holdfast-vault-renewal-");
        scheduler.setDaemon(true);
        scheduler.initialize();
        RestOperations rest = RestTemplateBuilder.builder()
                .endpoint(addresses.endpoint())
                .requestFactory(transport)
                .build();
        session = new VaultSession(new LoginMethod(settings.login(), rest), rest, scheduler, limit);
        exchange = new Exchange(transport, limit);
        repeats = new Repeats(limit, clock);
    }

    /** Opens nothing yet. {@code clock} is the circuit breaker's alone. */
    static VaultConnection open(VaultSettings settings, Clock clock) {
        return new VaultConnection(settings, clock);
    }

    /**
     * Runs one call of the store, under one time limit for all the requests which this thread makes in it. A request
     * outside has a limit of its own.
     */
    <T> T within(Supplier<T> call) {
        return limit.within(call);
    }

    /** Reads; repeated when it failed. */
    Answer read(String path) {
        return safe(new Request("GET", path, JSON_TYPE, null));
    }

    /** Lists the names under a path, which are {@code data.keys} of the answer; repeated when it failed. */
    Answer list(String path) {
        return read(path + (path.contains("?") ? "&" : "?") + "list=true");
    }

    /**
     * Writes what must not be written twice: repeated only where it is certain that nothing was done. A third of the time
     * that the call has left is kept for reading back.
     *
     * @throws LostAnswer when it may have been done
     */
    Answer write(String path, ObjectNode body) {
        Request request = new Request("POST", path, JSON_TYPE, body);
        try {
            return limit.within(() -> limit.keepingAThird(() -> repeats.send(false, () -> attempt(request))));
        } catch (Failure failure) {
            if (failure.certainlyNotDone()) {
                throw failure.told();
            }
            throw new LostAnswer(failure);
        }
    }

    /** Writes what may be written twice: destroy, delete, undelete, metadata. */
    Answer repeatable(String path, ObjectNode body) {
        return safe(new Request("POST", path, JSON_TYPE, body));
    }

    /** Changes fields by a JSON merge patch without a check-and-set version; it may be done twice. */
    Answer patch(String path, ObjectNode body) {
        return safe(new Request("PATCH", path, MERGE_PATCH, body));
    }

    /** Deletes; it may be done twice. */
    Answer delete(String path) {
        return safe(new Request("DELETE", path, JSON_TYPE, null));
    }

    private Answer safe(Request request) {
        try {
            return limit.within(() -> repeats.send(true, () -> attempt(request)));
        } catch (Failure failure) {
            throw failure.told();
        }
    }

    private Answer attempt(Request request) {
        Object login = session.login();
        Answer answer = once(request);
        if (answer.status() == 403) {
            if (!session.renewedAfterRefusal(login)) {
                throw StatusFaults.forbidden(addresses.kind(request.path));
            }
            answer = once(request);
        }
        if (answer.status() == 403) {
            throw session.isFreshOrGood()
                    ? StatusFaults.forbidden(addresses.kind(request.path))
                    : Failure.of(Fault.TOKEN_REFUSED);
        }
        Failure failure = StatusFaults.of(answer);
        if (failure != null) {
            throw failure;
        }
        return answer;
    }

    private Answer once(Request request) {
        String token = session.getSessionToken().getToken();
        byte[] bytes = request.bytes();
        try {
            return exchange.send(request.method, addresses.of(request.path), token, bytes, request.type);
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    /** Revokes the token that we logged in for, and ends the threads. */
    @Override
    public void close() {
        limit.within(GOODBYE, () -> {
            session.close();
            return true;
        });
        scheduler.shutdown();
        transport.close();
    }

    /** A class and not a record: the body may hold a value, and is in no {@code toString}. */
    private static final class Request {

        private final String method;
        private final String path;
        private final String type;
        private final @Nullable ObjectNode body;

        Request(String method, String path, String type, @Nullable ObjectNode body) {
            this.method = method;
            this.path = path;
            this.type = type;
            this.body = body;
        }

        byte[] bytes() {
            try {
                return body == null ? new byte[0] : JSON.writeValueAsBytes(body);
            } catch (JsonProcessingException e) {
                throw new IllegalArgumentException("a tree that is no JSON");
            }
        }
    }
}
