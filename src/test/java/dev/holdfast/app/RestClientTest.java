package dev.holdfast.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.client.HealthStatus;
import dev.holdfast.client.KeyClient;
import dev.holdfast.client.KeyServiceException;
import dev.holdfast.client.KeyServiceException.Kind;
import dev.holdfast.client.KeyValue;
import dev.holdfast.client.Keys;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The client of keys against the server itself. */
final class RestClientTest {

    private static final String JULES = "service_keys.jules_api.production";
    private static final String MISSING = "database_connections.postgres_main";

    @TempDir
    Path home;

    private static KeyClient client(RestServer server, String bearer, Duration ttl) {
        return KeyClient.builder()
                .serviceToken(bearer)
                .keyServiceUrl(server.address("").toString())
                .cacheTtl(ttl)
                .timeout(Duration.ofSeconds(20))
                .build();
    }

    private static Kind kind(Throwable thrown) {
        return ((KeyServiceException) thrown).kind();
    }

    @Test
    void client_ofAServerThatIsWell_getsWhatItMay() {
        try (RestServer server = RestServer.on(home)) {
            server.store(JULES, "välue-1");
            String bearer = server.service("jules-mcp", "production", JULES, MISSING);
            try (KeyClient client = client(server, bearer, Duration.ofHours(1));
                    Keys keys = client.getKeys(List.of(JULES, MISSING, "service_keys.other.one"))) {
                assertThat(keys.get(JULES).reveal()).isEqualTo("välue-1");
                assertThat(kind(keys.failures().get(MISSING))).isEqualTo(Kind.NOT_FOUND);
                assertThat(kind(keys.failures().get("service_keys.other.one"))).isEqualTo(Kind.FORBIDDEN);
                assertThat(client.validateAuth().serviceName()).isEqualTo("jules-mcp");
                assertThat(client.healthCheck().state()).isEqualTo(HealthStatus.State.HEALTHY);
                assertThatThrownBy(() -> client.getKey("no path"))
                        .satisfies(e -> assertThat(kind(e)).isEqualTo(Kind.INVALID));
            }
        }
    }

    @Test
    void client_ofAServerThatHasStopped_goesOnWithItsLastValues() {
        RestServer server = RestServer.on(home);
        server.store(JULES, "value-1");
        String bearer = server.service("jules-mcp", "production", JULES);
        try (KeyClient client = client(server, bearer, Duration.ZERO)) {
            client.getKey(JULES).close();
            server.close();

            try (KeyValue last = client.getKey(JULES)) {
                assertThat(last.reveal()).isEqualTo("value-1");
                assertThat(last.stale()).isTrue();
            }
        }
    }

    @Test
    void client_ofAServiceThatWasDecommissioned_isRefusedAndForgetsItsValues() {
        try (RestServer server = RestServer.on(home)) {
            server.store(JULES, "value-1");
            String bearer = server.service("jules-mcp", "production", JULES);
            try (KeyClient client = client(server, bearer, Duration.ZERO)) {
                client.getKey(JULES).close();
                server.send("DELETE", "/services/jules-mcp", server.admin(), null);
                while (server.get("/auth/validate", bearer).status() == 200) {
                    Thread.onSpinWait();
                }

                assertThatThrownBy(() -> client.getKey(JULES))
                        .satisfies(e -> assertThat(kind(e)).isEqualTo(Kind.UNAUTHENTICATED));
            }
        }
    }
}
