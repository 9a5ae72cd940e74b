package dev.holdfast.store.vault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.secret.Description;
import dev.holdfast.secret.KeyPath;
import dev.holdfast.secret.SecretInfo;
import dev.holdfast.secret.SecretValue;
import dev.holdfast.services.OpenBao;
import dev.holdfast.services.RequiresService;
import dev.holdfast.services.Service;
import dev.holdfast.store.ReadSecret;
import dev.holdfast.store.SecretStore;
import dev.holdfast.store.TestClock;
import dev.holdfast.store.Write;
import dev.holdfast.store.Written;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Values that someone marked as known to others. */
@RequiresService(Service.OPENBAO)
final class VaultCompromisedIT {

    private static final KeyPath STRIPE = KeyPath.parse("project/consilio/stripe_api_key");
    private static final Duration WEEK = Duration.ofDays(7);

    private final TestClock clock = new TestClock();
    private VaultWorld world;
    private SecretStore store;

    @BeforeEach
    void open() {
        world = new VaultWorld(OpenBao.shared().freshMount(), "", clock);
        store = world.store();
    }

    @AfterEach
    void close() throws Exception {
        world.close();
    }

    private Written put(String value, Write write) {
        return store.put(STRIPE, SecretValue.of(value), write);
    }

    private static Write first() {
        return new Write(Description.stored("Stripe API key for payments"), null, WEEK, false);
    }

    private static Write rotation() {
        return new Write(null, null, WEEK, true);
    }

    private SecretInfo listed() {
        return store.list("", "", 10).get(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "\"true\""})
    void compromised_inTheData_countsForAllVersionsUntilTheNextOne(String flag) {
        put("abc123", first());
        put("def456", rotation());
        world.kvPatch(STRIPE, "compromised", flag);
        assertThat(compromised(null)).isTrue();
        assertThat(compromised(1)).isTrue();
        assertThat(store.describe(STRIPE).compromised()).isTrue();
        assertThat(listed().compromised()).isTrue();
        put("ghi789", rotation());
        assertThat(compromised(null)).isFalse();
        assertThat(listed().compromised()).isFalse();
        assertThat(compromised(2)).isTrue();
        assertThat(compromised(3)).isTrue();
        assertThat(world.data(STRIPE, null).has("compromised")).isFalse();
    }

    @Test
    void compromised_inTheMetadata_countsForAllVersionsUntilTheNextOne() {
        put("abc123", first());
        put("def456", rotation());
        String body = "{\"custom_metadata\":{\"compromised\":\"true\"}}";
        // Not with PATCH, as 'kv metadata put' does it: all of our copy goes.
        world.bao.call("POST", world.mount + "/metadata/" + STRIPE.slashed(), body);
        assertThat(listed().compromised()).isTrue();
        assertThat(compromised(null)).isTrue();
        assertThat(compromised(1)).isTrue();
        assertThat(listed().compromised()).isTrue();
        put("ghi789", rotation());
        assertThat(compromised(null)).isFalse();
        assertThat(listed().compromised()).isFalse();
        assertThat(compromised(1)).isTrue();
        assertThat(compromised(2)).isTrue();
        assertThat(world.metadata(STRIPE).path("custom_metadata").has("compromised"))
                .isFalse();
    }

    private boolean compromised(Integer version) {
        try (ReadSecret secret = store.read(STRIPE, version)) {
            return secret.info().compromised();
        }
    }
}
