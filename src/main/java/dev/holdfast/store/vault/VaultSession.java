package dev.holdfast.store.vault;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpEntity;
import org.springframework.http.HttpMethod;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.vault.authentication.LifecycleAwareSessionManager;
import org.springframework.vault.authentication.SessionManager;
import org.springframework.vault.client.VaultHttpHeaders;
import org.springframework.vault.support.VaultToken;
import org.springframework.web.client.HttpClientErrorException;
import org.springframework.web.client.RestOperations;

/**
 * The token that requests carry: obtained at the first one, renewed in the background before it ends, and obtained anew
 * when it was refused, or when the file that holds it has changed.
 *
 * <p>Renewing is spring-vault's. What is ours: nobody waits for another's login longer than their own call may take, and
 * each login has a renewal of its own, which ends with it. Thread-safe.
 */
final class VaultSession implements SessionManager, AutoCloseable {

    private final LoginMethod method;
    private final RestOperations rest;
    private final TaskScheduler scheduler;
    private final TimeLimit limit;
    private final ReentrantLock loggingIn = new ReentrantLock();
    private volatile @Nullable Login current;

    VaultSession(LoginMethod method, RestOperations rest, TaskScheduler scheduler, TimeLimit limit) {
        this.method = method;
        this.rest = rest;
        this.scheduler = scheduler;
        this.limit = limit;
    }

    /**
     * The token for a request.
     *
     * @throws Failure when the server did not let us in
     */
    @Override
    public VaultToken getSessionToken() {
        VaultToken token = held(current);
        return token != null ? token : logIn();
    }

    private @Nullable VaultToken held(@Nullable Login login) {
        return login == null || !login.stamp.equals(method.stamp()) ? null : login.held();
    }

    private VaultToken logIn() {
        lock();
        try {
            VaultToken other = held(current);
            if (other != null) {
                return other;
            }
            Login fresh = new Login(method.stamp());
            VaultToken token = LoginFaults.mapped(fresh::getSessionToken);
            replace(fresh);
            return token;
        } finally {
            loggingIn.unlock();
        }
    }

    private void lock() {
        try {
            if (!loggingIn.tryLock(limit.leftToSend().toMillis(), TimeUnit.MILLISECONDS)) {
                throw Failure.of(Fault.TIME_LIMIT).beforeSending();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Failure.of(Fault.CUT).beforeSending();
        }
    }

    private void replace(@Nullable Login next) {
        Login before = current;
        current = next;
        if (before != null) {
            before.forget();
        }
    }

    /** What stands for the present login; another object after each new one. */
    @Nullable
    Object login() {
        return current;
    }

    /**
     * Told that a request was refused which was sent under {@code used}: whether it is worth sending once more, since the
     * token was bad and is forgotten, or another thread has meanwhile logged in.
     */
    boolean renewedAfterRefusal(@Nullable Object used) {
        if (used != current) {
            return true;
        }
        if (tokenIsGood()) {
            return false;
        }
        lock();
        try {
            if (used == current) {
                replace(null);
            }
        } finally {
            loggingIn.unlock();
        }
        return true;
    }

    /** For a request that was refused once more after {@link #renewedAfterRefusal}: a login of ours was just made then. */
    boolean isFreshOrGood() {
        return method.obtainsTokens() || tokenIsGood();
    }

    /** Asks the server whether the token, not the right to a path, is what it refuses. */
    boolean tokenIsGood() {
        VaultToken token = getSessionToken();
        return LoginFaults.mapped(() -> {
            try {
                rest.exchange(
                        "auth/token/lookup-self",
                        HttpMethod.GET,
                        new HttpEntity<>(VaultHttpHeaders.from(token)),
                        byte[].class);
                return true;
            } catch (HttpClientErrorException.Forbidden e) {
                return false;
            }
        });
    }

    /** Revokes the token, if we logged in for it; one that was given to us stays as it is. */
    @Override
    public void close() {
        Login last = current;
        current = null;
        if (last != null && method.obtainsTokens()) {
            last.destroy();
        }
    }

    /** One login, and the renewing of what it gave. */
    private final class Login extends LifecycleAwareSessionManager {

        private final List<Object> stamp;

        Login(List<Object> stamp) {
            super(method, scheduler, rest);
            this.stamp = stamp;
            // Asked by the login itself, which fails when the server does: spring-vault would go on without renewal.
            setTokenSelfLookupEnabled(false);
        }

        @Nullable
        VaultToken held() {
            return getToken().map(TokenWrapper::getToken).orElse(null);
        }

        /** Also ends its renewals: the next one finds no token. */
        void forget() {
            setToken(Optional.empty());
        }
    }
}
