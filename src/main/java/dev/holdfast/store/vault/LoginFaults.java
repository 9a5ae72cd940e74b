package dev.holdfast.store.vault;

import java.util.function.Supplier;
import org.springframework.http.HttpHeaders;
import org.springframework.vault.VaultException;
import org.springframework.web.client.RestClientResponseException;

/** What spring-vault throws at a login, turned into our faults; its messages quote the server and end here. */
final class LoginFaults {

    private LoginFaults() {}

    /**
     * Runs what logs in or asks about the token.
     *
     * @throws Failure for whatever goes wrong, each {@linkplain Failure#certainlyNotDone before the request} it was for
     */
    static <T> T mapped(Supplier<T> login) {
        try {
            return login.get();
        } catch (Failure e) {
            throw e.beforeSending();
        } catch (RuntimeException e) {
            throw failure(e).beforeSending();
        }
    }

    private static Failure failure(RuntimeException thrown) {
        Throwable cause = thrown instanceof VaultException && thrown.getCause() != null ? thrown.getCause() : thrown;
        if (cause instanceof Failure failure) {
            return failure;
        }
        if (cause instanceof RestClientResponseException refused
                && refused.getStatusCode().isError()) {
            return refused(refused);
        }
        return NetFaults.failure(cause);
    }

    private static Failure refused(RestClientResponseException refused) {
        int status = refused.getStatusCode().value();
        HttpHeaders headers = refused.getResponseHeaders();
        Answer answer = Answers.lenient(
                status, refused.getResponseBodyAsByteArray(), name -> headers == null ? null : headers.getFirst(name));
        if (status / 100 == 4 && status != 429 && !answer.body().isObject()) {
            return Failure.of(Fault.NOT_VAULT);
        }
        return switch (status) {
            case 400, 401, 403 -> Failure.of(Fault.LOGIN_REFUSED);
            case 404, 405 -> Failure.of(Fault.LOGIN_MOUNT_MISSING);
            default -> StatusFaults.ofServer(answer);
        };
    }
}
