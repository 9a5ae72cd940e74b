package dev.holdfast.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.client.KeyServiceException.Kind;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every client does, with a service or without. */
abstract class KeyClientContract {

    static final String FIRST = "service_keys.jules_api.production";
    static final String SECOND = "database_connections.postgres_main";

    abstract KeyClient client();

    abstract void put(String path, String value);

    abstract void fail(String path, Kind kind);

    static Kind kind(Throwable thrown) {
        return ((KeyServiceException) thrown).kind();
    }

    @Test
    void getKey_ofAKeyThatIs_givesIt() {
        put(FIRST, "vālue-of-the-first");
        try (KeyValue value = client().getKey(FIRST)) {
            assertThat(value.reveal()).isEqualTo("vālue-of-the-first");
            assertThat(value.stale()).isFalse();
            assertThat(value.version()).isPositive();
            assertThat(value.age()).isZero();
            assertThat(value).hasToString("KeyValue[…]");
        }
    }

    @Test
    void getKey_afterItWasClosed_givesAnother() {
        put(FIRST, "value-of-the-first");
        KeyValue closed = client().getKey(FIRST);
        closed.close();
        assertThatThrownBy(closed::reveal).isInstanceOf(IllegalStateException.class);
        assertThat(client().getKey(FIRST).reveal()).isEqualTo("value-of-the-first");
    }

    @Test
    void getKey_ofNoKey_isNotFound() {
        assertThatThrownBy(() -> client().getKey(FIRST))
                .satisfies(e -> assertThat(kind(e)).isEqualTo(Kind.NOT_FOUND));
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"INVALID", "FORBIDDEN", "COMPROMISED", "UNAVAILABLE", "INTERNAL"})
    void getKey_thatIsRefused_tellsTheKind(Kind kind) {
        fail(FIRST, kind);
        assertThatThrownBy(() -> client().getKey(FIRST))
                .satisfies(e -> assertThat(kind(e)).isEqualTo(kind));
    }

    @Test
    void getKeys_always_answersEachPathInOrder() {
        put(FIRST, "value-of-the-first");
        fail("meta/cloudflare/api_token", Kind.FORBIDDEN);
        try (Keys keys = client().getKeys(List.of(SECOND, FIRST, "meta/cloudflare/api_token", FIRST))) {
            assertThat(keys.paths()).containsExactly(SECOND, FIRST, "meta/cloudflare/api_token");
            assertThat(keys.get(FIRST).reveal()).isEqualTo("value-of-the-first");
            assertThatThrownBy(() -> keys.get(SECOND))
                    .satisfies(e -> assertThat(kind(e)).isEqualTo(Kind.NOT_FOUND));
            assertThat(kind(keys.failures().get("meta/cloudflare/api_token"))).isEqualTo(Kind.FORBIDDEN);
            assertThat(keys).hasToString("Keys[1 found, 2 failed]");
            assertThatThrownBy(keys::orThrow).isInstanceOf(KeyServiceException.class);
            assertThatThrownBy(() -> keys.get("meta/other/one")).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void getKeys_ofNone_isEmpty() {
        assertThat(client().getKeys(List.of()).orThrow().paths()).isEmpty();
    }

    @Test
    void async_always_givesTheSame() {
        put(FIRST, "value-of-the-first");
        assertThat(client().getKeyAsync(FIRST).join().reveal()).isEqualTo("value-of-the-first");
        assertThat(client().getKeysAsync(List.of(FIRST)).join().failures()).isEmpty();
        assertThat(client().validateAuthAsync().join().serviceName()).isNotEmpty();
        assertThat(client().healthCheckAsync().join().state()).isEqualTo(HealthStatus.State.HEALTHY);
        assertThatThrownBy(() -> client().getKeyAsync(SECOND).join())
                .isInstanceOf(CompletionException.class)
                .satisfies(e -> assertThat(kind(e.getCause())).isEqualTo(Kind.NOT_FOUND));
    }

    @Test
    void statuses_ofAServiceThatIsWell_areTold() {
        assertThat(client().validateAuth().serviceName()).isNotEmpty();
        assertThat(client().healthCheck().state()).isEqualTo(HealthStatus.State.HEALTHY);
    }

    @Test
    void calls_onAClosedClient_areRefused() {
        put(FIRST, "value-of-the-first");
        KeyValue before = client().getKey(FIRST);
        client().close();
        assertThat(before.reveal()).isEqualTo("value-of-the-first");
        assertThatThrownBy(() -> client().getKey(FIRST)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> client().getKeys(List.of())).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> client().clearCache()).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> client().validateAuth()).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> client().healthCheck()).isInstanceOf(IllegalStateException.class);
    }
}
