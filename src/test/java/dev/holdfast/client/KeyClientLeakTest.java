package dev.holdfast.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.proof.Canary;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The canary is value, token and what a broken server sends, and comes out nowhere; the extension of the whole suite
 * looks at the log, which is open to its finest level.
 */
class KeyClientLeakTest {

    private static final String PATH = "service_keys.jules_api.production";
    private static final String TOKEN = Canary.VALUE;

    private final KeyStub stub = new KeyStub();

    @AfterEach
    void stop() {
        stub.close();
    }

    static Stream<String> bodies() {
        String value = "\"" + Canary.VALUE + "\"";
        return Stream.of(
                Canary.VALUE,
                value,
                "{" + value,
                "{" + value + ":" + value + "}",
                "{\"value\":" + value + "}",
                "{\"key_path\":" + value + ",\"value\":" + value + ",\"version\":" + value + "}",
                "{\"key_path\":\"" + PATH + "\",\"value\":\"" + Canary.VALUE,
                "{\"key_path\":\"" + PATH + "\",\"value\":" + value + "," + Canary.VALUE + "}",
                "{\"keys\":[{\"key_path\":\"" + PATH + "\",\"value\":" + value + "}," + Canary.VALUE + "]}",
                "{\"keys\":[{\"key_path\":\"" + PATH + "\",\"code\":" + value + ",\"error\":" + value + "}]}",
                "{\"error\":" + value + ",\"code\":" + value + ",\"request_id\":" + value + "}");
    }

    @ParameterizedTest
    @MethodSource("bodies")
    void failures_always_sayNothingOfWhatWasSent(String body) {
        try (KeyClient client = KeyClient.builder()
                .serviceToken(TOKEN)
                .keyServiceUrl(stub.url())
                .retries(1)
                .timing(new FakeTiming())
                .build()) {
            for (int status : List.of(200, 302, 400, 401, 403, 404, 410, 429, 500, 503)) {
                stub.always(exchange -> {
                    exchange.getResponseHeaders().add("WWW-Authenticate", Canary.VALUE);
                    exchange.getResponseHeaders().add("Retry-After", Canary.VALUE);
                    exchange.getResponseHeaders().add("Location", "http://127.0.0.1:1/" + Canary.VALUE);
                    KeyStub.body(status, body).answer(exchange);
                });
                assertSilent(() -> client.getKey(PATH));
                assertSilent(() -> client.getKeys(List.of(PATH, "meta/a/b")).failures());
                assertSilent(() -> client.getKeys(List.of(PATH, "meta/a/b")).orThrow());
                assertSilent(() -> client.getKeyAsync(PATH).join());
                assertSilent(client::validateAuth);
                assertSilent(client::healthCheck);
            }
        }
    }

    @Test
    void strings_ofEverything_sayNothingOfValues() {
        stub.always(
                KeyStub.body(200, "{\"key_path\":\"" + PATH + "\",\"value\":\"" + Canary.VALUE + "\",\"version\":1}"));
        try (KeyClient client = KeyClient.builder()
                .serviceToken(TOKEN)
                .keyServiceUrl(stub.url())
                .timing(new FakeTiming())
                .build()) {
            KeyValue value = client.getKey(PATH);
            Keys keys = client.getKeys(List.of(PATH));
            assertThat(value.reveal()).isEqualTo(Canary.VALUE);
            assertThat(Canary.in(value + " " + keys + " " + keys.get(PATH) + " " + client))
                    .isEmpty();
        }
    }

    private interface Call {
        Object make();
    }

    private static void assertSilent(Call call) {
        StringWriter text = new StringWriter();
        try {
            text.append(String.valueOf(call.make()));
        } catch (RuntimeException e) {
            e.printStackTrace(new PrintWriter(text, true));
        }
        assertThat(Canary.in(text.toString())).isEmpty();
    }
}
