package dev.holdfast.client;

import static dev.holdfast.client.KeyClientContract.kind;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.client.KeyServiceException.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is kept, for how long, and what stands in while the service is down. */
class KeyClientCacheTest {

    private static final String PATH = "service_keys.jules_api.production";
    private static final Duration HOUR = Duration.ofHours(1);

    private final KeyStub stub = new KeyStub().put(PATH, "first");
    private final FakeTiming timing = new FakeTiming();
    private final KeyClient client = builder().build();

    private KeyClientBuilder builder() {
        return KeyClient.builder()
                .serviceToken(KeyStub.TOKEN)
                .keyServiceUrl(stub.url())
                .retries(0)
                .timing(timing);
    }

    @AfterEach
    void stop() {
        client.close();
        stub.close();
    }

    @Test
    void value_withinItsTime_isAskedForOnce() {
        client.getKey(PATH);
        timing.pass(HOUR.minusSeconds(1));
        KeyValue again = client.getKey(PATH);
        assertThat(again.reveal()).isEqualTo("first");
        assertThat(again.age()).isEqualTo(HOUR.minusSeconds(1));
        assertThat(again.stale()).isFalse();
        assertThat(stub.requests()).hasSize(1);
    }

    @Test
    void value_afterItsTime_isAskedForAgain() {
        client.getKey(PATH);
        timing.pass(HOUR);
        stub.put(PATH, "second");
        assertThat(client.getKey(PATH).reveal()).isEqualTo("second");
        assertThat(stub.requests()).hasSize(2);
    }

    @Test
    void value_thatTheServiceEndsBefore_isAskedForAgain() {
        stub.expiresAt(FakeTiming.START.plusSeconds(60));
        client.getKey(PATH);
        timing.pass(Duration.ofSeconds(59));
        client.getKey(PATH);
        assertThat(stub.requests()).hasSize(1);
        timing.pass(Duration.ofSeconds(1));
        client.getKey(PATH);
        assertThat(stub.requests()).hasSize(2);
    }

    @Test
    void value_withoutTime_isAskedForEachTime() {
        try (KeyClient none = builder().cacheTtl(Duration.ZERO).build()) {
            none.getKey(PATH);
            none.getKey(PATH);
        }
        assertThat(stub.requests()).hasSize(2);
    }

    @Test
    void clearCache_always_makesItAskAgain() {
        client.getKey(PATH);
        client.clearCache();
        client.getKey(PATH);
        assertThat(stub.requests()).hasSize(2);
    }

    @Test
    void callers_ofOnePath_makeOneRequest() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        stub.once(exchange -> {
            asked.countDown();
            awaited(answer);
            KeyStub.body(200, entry("shared")).answer(exchange);
        });
        List<CompletableFuture<KeyValue>> all = new ArrayList<>();
        all.add(client.getKeyAsync(PATH));
        asked.await();
        for (int i = 0; i < 6; i++) {
            all.add(client.getKeyAsync(PATH));
        }
        CompletableFuture<Keys> together = client.getKeysAsync(List.of(PATH));
        answer.countDown();
        for (CompletableFuture<KeyValue> each : all) {
            try (KeyValue value = each.join()) {
                assertThat(value.reveal()).isEqualTo("shared");
            }
        }
        assertThat(together.join().get(PATH).reveal()).isEqualTo("shared");
        assertThat(stub.requests()).hasSize(1);
    }

    @Test
    void clearCache_whileARequestIsUnderWay_keepsNothingOfIt() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        stub.once(exchange -> {
            asked.countDown();
            awaited(answer);
            KeyStub.body(200, entry("before")).answer(exchange);
        });
        CompletableFuture<KeyValue> before = client.getKeyAsync(PATH);
        asked.await();
        client.clearCache();
        assertThat(client.getKey(PATH).reveal()).isEqualTo("first");
        answer.countDown();
        assertThat(before.join().reveal()).isEqualTo("before");
        assertThat(client.getKey(PATH).reveal()).isEqualTo("first");
    }

    @Test
    void caller_whoIsInterrupted_leavesTheRequestToTheOthers() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        stub.once(exchange -> {
            asked.countDown();
            awaited(never);
        });
        CompletableFuture<Kind> gaveUp = new CompletableFuture<>();
        Thread first = new Thread(() -> {
            try {
                client.getKey(PATH);
            } catch (KeyServiceException e) {
                gaveUp.complete(e.kind());
            }
        });
        first.start();
        asked.await();
        CompletableFuture<KeyValue> other = client.getKeyAsync(PATH);
        first.interrupt();
        assertThat(gaveUp.join()).isEqualTo(Kind.INTERRUPTED);
        assertThat(other.join().reveal()).isEqualTo("first");
        never.countDown();
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 502, 503, 504, 302, 404})
    void service_thatIsDown_isStoodInForByTheLastKnownValue(int status) {
        client.getKey(PATH);
        timing.pass(HOUR.multipliedBy(2));
        stub.always(KeyStub.status(status));
        KeyValue value = client.getKey(PATH);
        assertThat(value.reveal()).isEqualTo("first");
        assertThat(value.stale()).isTrue();
        assertThat(value.age()).isEqualTo(HOUR.multipliedBy(2));
    }

    @Test
    void service_thatIsGone_isStoodInFor_untilTheValueIsTooOld() {
        client.getKey(PATH);
        stub.close();
        timing.pass(Duration.ofHours(24));
        assertThat(client.getKeys(List.of(PATH)).get(PATH).stale()).isTrue();
        timing.pass(Duration.ofSeconds(1));
        assertThatThrownBy(() -> client.getKey(PATH))
                .satisfies(e -> assertThat(kind(e)).isEqualTo(Kind.UNAVAILABLE));
    }

    @Test
    void service_thatIsDown_isNotStoodIn_whereThatIsForbidden() {
        try (KeyClient never = builder().maxStale(Duration.ZERO).build()) {
            never.getKey(PATH);
            timing.pass(HOUR);
            stub.always(KeyStub.status(503));
            assertThatThrownBy(() -> never.getKey(PATH))
                    .satisfies(e -> assertThat(kind(e)).isEqualTo(Kind.UNAVAILABLE));
        }
    }

    @Test
    void service_thatIsDown_isAskedAgainAfterAWhile() {
        client.getKey(PATH);
        timing.pass(HOUR);
        stub.put(PATH, "second").always(KeyStub.status(503));
        client.getKey(PATH);
        client.getKey(PATH);
        assertThat(stub.requests()).hasSize(2);
        stub.always(null);
        assertThat(client.getKey(PATH).reveal()).isEqualTo("first");
        timing.pass(Duration.ofSeconds(5));
        assertThat(client.getKey(PATH).reveal()).isEqualTo("second");
    }

    @Test
    void store_thatIsDownBehindTheService_isStoodInForInABatchToo() {
        stub.put("meta/other/one", "other");
        client.getKeys(List.of(PATH, "meta/other/one")).orThrow();
        timing.pass(HOUR);
        stub.refuse(PATH, "STORE_UNAVAILABLE");
        Keys keys = client.getKeys(List.of(PATH, "meta/other/one")).orThrow();
        assertThat(keys.get(PATH).stale()).isTrue();
        assertThat(keys.get("meta/other/one").stale()).isFalse();
    }

    @Test
    void rateLimit_always_isNoReasonToStandIn() {
        client.getKey(PATH);
        timing.pass(HOUR);
        stub.always(KeyStub.status(429));
        assertThatThrownBy(() -> client.getKey(PATH))
                .satisfies(e -> assertThat(kind(e)).isEqualTo(Kind.RATE_LIMITED));
    }

    @Test
    void clock_thatWasSetBack_makesNothingFresh() {
        client.getKey(PATH);
        timing.pass(HOUR.negated());
        client.getKey(PATH);
        assertThat(stub.requests()).hasSize(2);
    }

    @Test
    void token_thatWasTakenBack_endsEveryValue() {
        stub.put("meta/other/one", "other");
        client.getKeys(List.of(PATH, "meta/other/one")).orThrow();
        timing.pass(HOUR);
        stub.revokeToken();
        assertThatThrownBy(() -> client.getKey(PATH))
                .satisfies(e -> assertThat(kind(e)).isEqualTo(Kind.UNAUTHENTICATED));
        stub.always(KeyStub.status(503));
        for (String path : List.of(PATH, "meta/other/one")) {
            assertThatThrownBy(() -> client.getKey(path))
                    .satisfies(e -> assertThat(kind(e)).isEqualTo(Kind.UNAVAILABLE));
        }
    }

    @Test
    void validateAuth_ofATokenThatWasTakenBack_endsEveryValue() {
        client.getKey(PATH);
        stub.revokeToken();
        assertThatThrownBy(client::validateAuth).isInstanceOf(KeyServiceException.class);
        assertThatThrownBy(() -> client.getKey(PATH))
                .satisfies(e -> assertThat(kind(e)).isEqualTo(Kind.UNAUTHENTICATED));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ACCESS_DENIED", "NOT_FOUND", "COMPROMISED"})
    void key_thatWasTakenBack_endsItsValueAlone(String code) {
        stub.put("meta/other/one", "other");
        client.getKeys(List.of(PATH, "meta/other/one")).orThrow();
        timing.pass(HOUR);
        stub.refuse(PATH, code);
        Keys keys = client.getKeys(List.of(PATH, "meta/other/one"));
        assertThat(keys.failures()).containsOnlyKeys(PATH);
        timing.pass(HOUR);
        stub.always(KeyStub.status(503));
        assertThatThrownBy(() -> client.getKey(PATH))
                .satisfies(e -> assertThat(kind(e)).isEqualTo(Kind.UNAVAILABLE));
        assertThat(client.getKey("meta/other/one").stale()).isTrue();
    }

    private static String entry(String value) {
        return "{\"key_path\":\"" + PATH + "\",\"value\":\"" + value + "\",\"version\":1}";
    }

    private static void awaited(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
