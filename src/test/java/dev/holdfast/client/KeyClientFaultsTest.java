package dev.holdfast.client;

import static dev.holdfast.client.KeyClientContract.kind;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.holdfast.client.KeyServiceException.Kind;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is repeated and what is not, and that everything ends in time. */
class KeyClientFaultsTest {

    private static final String PATH = "service_keys.jules_api.production";
    private static final String HEAD = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";

    private final KeyStub stub = new KeyStub().put(PATH, "first");
    private final FakeTiming timing = new FakeTiming();

    private KeyClient client(String url) {
        return builder(url).build();
    }

    private KeyClientBuilder builder(String url) {
        return KeyClient.builder()
                .serviceToken(KeyStub.TOKEN)
                .keyServiceUrl(url)
                .timing(timing);
    }

    @AfterEach
    void stop() {
        stub.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 502, 503, 504})
    void fault_thatPasses_isRepeated(int status) {
        stub.once(KeyStub.status(status)).once(KeyStub.status(status));
        try (KeyClient client = client(stub.url())) {
            assertThat(client.getKey(PATH).reveal()).isEqualTo("first");
        }
        assertThat(stub.requests()).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 307, 400, 401, 403, 404, 410, 413, 500})
    void fault_thatStays_isNotRepeated(int status) {
        stub.once(KeyStub.status(status, "Location", stub.url() + "/keys/get?path=" + PATH));
        try (KeyClient client = client(stub.url())) {
            assertThatThrownBy(() -> client.getKey(PATH)).isInstanceOf(KeyServiceException.class);
        }
        assertThat(stub.requests()).hasSize(1);
        assertThat(timing.pauses()).isEmpty();
    }

    @Test
    void pauses_always_growAndAreLeftToChance() {
        stub.always(KeyStub.status(503));
        timing.chance(0.5);
        try (KeyClient client =
                builder(stub.url()).retries(6).timeout(Duration.ofMinutes(1)).build()) {
            assertThatThrownBy(() -> client.getKey(PATH))
                    .satisfies(e -> assertThat(kind(e)).isEqualTo(Kind.UNAVAILABLE));
        }
        assertThat(timing.pauses().stream().map(Duration::toMillis))
                .containsExactly(50L, 100L, 200L, 400L, 800L, 1000L);
        assertThat(stub.requests()).hasSize(7);
    }

    @Test
    void rateLimit_thatEndsInTime_isWaitedFor() {
        stub.once(KeyStub.status(429, "Retry-After", "2"));
        timing.chance(0);
        try (KeyClient client = client(stub.url())) {
            assertThat(client.getKey(PATH).reveal()).isEqualTo("first");
        }
        assertThat(timing.pauses()).containsExactly(Duration.ofSeconds(2));
    }

    @ParameterizedTest
    @ValueSource(strings = {"45", "Sun, 1 Mar 2026 12:00:45 GMT"})
    void rateLimit_thatLastsLonger_isToldAtOnce(String retryAfter) {
        stub.always(KeyStub.status(429, "Retry-After", retryAfter));
        try (KeyClient client = client(stub.url())) {
            KeyServiceException failure = catchThrowableOfType(KeyServiceException.class, () -> client.getKey(PATH));
            assertThat(failure.kind()).isEqualTo(Kind.RATE_LIMITED);
            assertThat(failure.retryAfter()).contains(Duration.ofSeconds(45));
        }
        assertThat(stub.requests()).hasSize(1);
    }

    @Test
    void rateLimit_inAWrongForm_isRepeatedAsWithoutOne() {
        stub.once(KeyStub.status(429, "Retry-After", "soon"));
        try (KeyClient client = client(stub.url())) {
            assertThat(client.getKey(PATH).reveal()).isEqualTo("first");
        }
    }

    @Test
    void batch_thatIsRefusedAsAWhole_asksForTheRestNoMore() {
        List<String> paths =
                IntStream.range(0, 250).mapToObj(i -> "project/many/key-" + i).toList();
        stub.always(KeyStub.status(503));
        try (KeyClient client = builder(stub.url()).retries(0).build()) {
            assertThat(client.getKeys(paths).failures()).hasSize(250);
        }
        assertThat(stub.requests()).hasSize(1);
    }

    @Test
    void connection_thatIsReset_isMadeAgain() throws IOException {
        try (RawServer server = new RawServer(RawServer.reset());
                KeyClient client = client(server.url())) {
            assertUnavailable(client);
            assertThat(server.connections()).isGreaterThanOrEqualTo(4);
        }
    }

    @Test
    void connection_thatIsRefused_isUnavailable() {
        stub.close();
        try (KeyClient client = client(stub.url())) {
            assertUnavailable(client);
        }
        assertThat(timing.pauses()).hasSize(3);
    }

    @Test
    void body_thatIsCut_isAskedForAgain() throws IOException {
        String cut = HEAD + "Content-Length: 500\r\n\r\n{\"key_path\":\"";
        try (RawServer server = new RawServer(RawServer.writing(cut));
                KeyClient client = client(server.url())) {
            assertUnavailable(client);
            assertThat(server.connections()).isGreaterThanOrEqualTo(4);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", HEAD, HEAD + "Content-Length: 500\r\n\r\n{\"key_path\":\""})
    void server_thatFallsSilent_isLeftInTime(String before) throws IOException {
        try (RawServer server = new RawServer(RawServer.writingAndWaiting(before));
                KeyClient client = builder(server.url())
                        .timing(Timing.system())
                        .timeout(Duration.ofMillis(300))
                        .build()) {
            long start = System.nanoTime();
            assertUnavailable(client);
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isBetween(Duration.ofMillis(290), Duration.ofSeconds(3));
        }
    }

    @Test
    void answer_thatIsNoHttp_isUnavailable() throws IOException {
        try (RawServer server = new RawServer(RawServer.writing("220 mail.example.org\r\n\r\n"));
                KeyClient client = client(server.url())) {
            assertUnavailable(client);
        }
    }

    @Test
    void body_thatNeverEnds_isGivenUp() throws IOException {
        String piece = "x".repeat(1 << 20);
        try (RawServer server = new RawServer(socket -> {
                    RawServer.writing(HEAD + "\r\n").have(socket);
                    while (true) {
                        RawServer.writing(piece).have(socket);
                    }
                });
                KeyClient client = client(server.url())) {
            assertThatThrownBy(() -> client.getKey(PATH))
                    .satisfies(e -> assertThat(kind(e)).isEqualTo(Kind.PROTOCOL));
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<html>",
                "[]",
                "{",
                "{}",
                "null",
                "{\"key_path\":\"PATH\",\"value\":null,\"version\":1}",
                "{\"key_path\":\"PATH\",\"value\":\"\",\"version\":1}",
                "{\"key_path\":\"PATH\",\"value\":[\"v\"],\"version\":1}",
                "{\"key_path\":\"PATH\",\"value\":\"\\ud800\",\"version\":1}",
                "{\"key_path\":\"PATH\",\"value\":\"v\",\"version\":\"1\"}",
                "{\"key_path\":\"PATH\",\"value\":\"v\",\"expires_at\":\"soon\"}",
                "{\"key_path\":\"meta/of/another\",\"value\":\"v\",\"version\":1}",
                "{\"key_path\":\"PATH\",\"value\":\"v\",\"version\":1} {}"
            })
    void answer_thatIsNotTheContracts_isNotTaken(String body) {
        stub.once(KeyStub.body(200, body.replace("PATH", PATH)));
        try (KeyClient client = client(stub.url())) {
            assertThatThrownBy(() -> client.getKey(PATH))
                    .satisfies(e -> assertThat(kind(e)).isEqualTo(Kind.PROTOCOL));
        }
    }

    private static void assertUnavailable(KeyClient client) {
        assertThatThrownBy(() -> client.getKey(PATH))
                .satisfies(e -> assertThat(kind(e)).isEqualTo(Kind.UNAVAILABLE));
    }
}
