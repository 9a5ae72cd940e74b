package dev.holdfast.store.vault;

import org.springframework.http.HttpMethod;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.vault.client.RestTemplateBuilder;
import org.springframework.vault.core.VaultTemplate;
import org.springframework.web.client.ResponseErrorHandler;
import org.springframework.web.client.RestOperations;

/** spring-vault, put together: one client that throws at an error for logins, one that hands out every answer. */
final class VaultClientParts {

    private VaultClientParts() {}

    static VaultSession session(
            VaultLogin login, Addresses addresses, Transport transport, TaskScheduler scheduler, TimeLimit limit) {
        RestOperations rest = RestTemplateBuilder.builder()
                .endpoint(addresses.endpoint())
                .requestFactory(transport)
                .build();
        return new VaultSession(new LoginMethod(login, rest), rest, scheduler, limit);
    }

    static VaultTemplate template(Addresses addresses, Transport transport, VaultSession session) {
        RestTemplateBuilder builder = RestTemplateBuilder.builder()
                .endpoint(addresses.endpoint())
                .requestFactory(transport)
                .errorHandler(new EveryAnswer());
        return new VaultTemplate(builder, session);
    }

    /** Calls no status an error: what each means is decided in one place. */
    private static final class EveryAnswer implements ResponseErrorHandler {

        @Override
        public boolean hasError(ClientHttpResponse response) {
            return false;
        }

        @Override
        public void handleError(java.net.URI url, HttpMethod method, ClientHttpResponse response) {}
    }
}
