package dev.holdfast.client;

import static dev.holdfast.client.KeyClientContract.kind;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.client.KeyServiceException.Kind;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeyClientBuilderTest {

    private static final Map<String, String> GOOD =
            Map.of("SERVICE_TOKEN", "a.b.c", "KEY_SERVICE_URL", "https://keys.example.org");

    private static void assertWrong(Map<String, String> more, String said) {
        Map<String, String> environment = new HashMap<>(GOOD);
        environment.putAll(more);
        assertThatThrownBy(() -> KeyClient.builder().environment(environment).build())
                .hasMessageContaining(said)
                .satisfies(e -> assertThat(kind(e)).isEqualTo(Kind.CONFIGURATION));
    }

    @Test
    void environment_withBoth_isEnough() {
        KeyClient.builder().environment(GOOD).build().close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"SERVICE_TOKEN", "KEY_SERVICE_URL"})
    void environment_withoutOne_saysWhichToSet(String variable) {
        assertWrong(Map.of(variable, " "), "set " + variable);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\nb", "a b", "tökën", "a\u0000b"})
    void token_thatNoHeaderCarries_isRefusedUnseen(String token) {
        assertWrong(Map.of("SERVICE_TOKEN", token), "SERVICE_TOKEN");
        assertThatThrownBy(() -> KeyClient.builder().serviceToken(token)).hasMessageNotContaining(token);
    }

    @ParameterizedTest
    @CsvSource({
        "KEY_SERVICE_TIMEOUT, soon",
        "KEY_SERVICE_TIMEOUT, -1",
        "KEY_SERVICE_TIMEOUT, 5 minutes",
        "KEY_SERVICE_CACHE_TTL, 1.5h",
        "KEY_SERVICE_MAX_STALE, forever"
    })
    void duration_inAnotherForm_isRefusedUnseen(String variable, String text) {
        assertWrong(Map.of(variable, text), variable);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "0ms", "11m", "999999999h"})
    void timeout_outOfRange_isRefused(String text) {
        assertWrong(Map.of("KEY_SERVICE_TIMEOUT", text), "timeout");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "21", "many", "99999999999"})
    void retries_outOfRange_areRefused(String text) {
        assertWrong(Map.of("KEY_SERVICE_RETRIES", text), "retries");
    }

    @Test
    void snapshot_thatIsNoPath_isRefused() {
        assertWrong(Map.of("KEY_SERVICE_SNAPSHOT", "a\0b"), "KEY_SERVICE_SNAPSHOT");
    }

    @ParameterizedTest
    @CsvSource({"5, 5000", "5s, 5000", "500ms, 500", "5000, 5000", "999, 999000", "2m, 120000"})
    void timeout_always_isReadAsPeopleWriteIt(String text, long millis) {
        assertThat(Durations.readTimeout(ClientVariable.KEY_SERVICE_TIMEOUT, text))
                .isEqualTo(Duration.ofMillis(millis));
    }

    @ParameterizedTest
    @CsvSource({"3600, 3600", "0, 0", "90s, 90", "10m, 600", "24h, 86400", "7d, 604800"})
    void duration_withoutUnit_isSeconds(String text, long seconds) {
        assertThat(Durations.read(ClientVariable.KEY_SERVICE_CACHE_TTL, text)).isEqualTo(Duration.ofSeconds(seconds));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://localhost:8700",
                "http://127.0.0.1:8700",
                "http://127.1.2.3",
                "http://[::1]:8700",
                "https://keys.example.org/prefix/",
                "HTTPS://keys.example.org"
            })
    void address_thatIsSafe_isTaken(String url) {
        assertThat(ServiceAddress.of(url, false).route("/keys/get").toString()).endsWith("/keys/get");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://keys.inner.net",
                "http://127.0.0.1.example.org",
                "http://localhost.example.org",
                "http://10.0.0.1",
                "ftp://keys.inner.net",
                "file:///etc/passwd",
                "keys.inner.net",
                "https:///keys",
                "https://user:hunter22@keys.inner.net",
                "https://keys.inner.net?a=b",
                "https://keys.inner.net#a",
                "https://keys example org"
            })
    void address_thatIsNot_isRefusedUnseen(String url) {
        assertWrong(Map.of("KEY_SERVICE_URL", url), "KEY_SERVICE_URL");
        assertThatThrownBy(() -> ServiceAddress.of(url, false)).hasMessageNotContaining(url);
    }

    @Test
    void plainHttp_whereItIsAllowed_isTaken() {
        KeyClient.builder()
                .serviceToken("a.b.c")
                .keyServiceUrl("http://keys.internal:8700")
                .allowPlainHttp()
                .build()
                .close();
    }

    @Test
    void strings_ofWhatHoldsTheToken_doNotShowIt() {
        KeyClientBuilder builder = KeyClient.builder().environment(GOOD);
        assertThat(new Credential("a.b.c")).hasToString("Credential[…]");
        try (KeyClient client = builder.build()) {
            assertThat(client).hasToString("KeyClient[…]");
        }
    }
}
