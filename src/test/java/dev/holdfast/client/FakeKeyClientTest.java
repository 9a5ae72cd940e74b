package dev.holdfast.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.client.KeyServiceException.Kind;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class FakeKeyClientTest extends KeyClientContract {

    private final FakeKeyClient fake = new FakeKeyClient();

    @Override
    KeyClient client() {
        return fake;
    }

    @Override
    void put(String path, String value) {
        fake.put(path, value);
    }

    @Override
    void fail(String path, Kind kind) {
        fake.fail(path, kind);
    }

    @Test
    void calls_always_areCounted() {
        fake.put(FIRST, "value-of-the-first");
        fake.getKey(FIRST);
        fake.getKeys(List.of(FIRST, SECOND));
        assertThat(fake.calls(FIRST)).isEqualTo(2);
        assertThat(fake.calls(SECOND)).isEqualTo(1);
        assertThat(fake.calls("meta/other/one")).isZero();
    }

    @Test
    void failAll_untilRecover_failsEverything() {
        fake.put(FIRST, "value-of-the-first").failAll(Kind.UNAVAILABLE);
        assertThatThrownBy(() -> fake.getKey(FIRST)).isInstanceOf(KeyServiceException.class);
        assertThatThrownBy(fake::validateAuth).isInstanceOf(KeyServiceException.class);
        assertThatThrownBy(fake::healthCheck).isInstanceOf(KeyServiceException.class);
        assertThat(fake.recover().getKey(FIRST).reveal()).isEqualTo("value-of-the-first");
    }

    @Test
    void putStale_always_isStaleAndHasAnAge() {
        KeyValue value = fake.putStale(FIRST, "old", Duration.ofHours(2)).getKey(FIRST);
        assertThat(value.stale()).isTrue();
        assertThat(value.age()).isEqualTo(Duration.ofHours(2));
    }

    @Test
    void remove_always_makesItNotFound() {
        fake.put(FIRST, "value-of-the-first").remove(FIRST);
        assertThatThrownBy(() -> fake.getKey(FIRST))
                .satisfies(e -> assertThat(kind(e)).isEqualTo(Kind.NOT_FOUND));
    }
}
