package dev.holdfast.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import dev.holdfast.store.TestClock;
import io.jsonwebtoken.Jwts;
import io.jsonwebtoken.security.Jwks;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.Key;
import java.security.KeyPair;
import java.security.interfaces.ECPublicKey;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/** An issuer whose server is slow, or worse, costs those nothing who need its keys. */
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
final class PublishedKeysTest {

    /** Twice what the whole exchange may take, and room for a machine that is busy. */
    private static final Duration LONGEST = Duration.ofSeconds(10);

    /** Less than what a whole exchange may take. */
    private static final Duration HELD = Duration.ofMillis(1500);

    private final TestClock clock = new TestClock();
    private final KeyPair pair = Jwts.SIG.ES256.keyPair().build();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch let = new CountDownLatch(1);
    private final CountDownLatch cut = new CountDownLatch(1);
    private HttpServer server;
    private volatile HttpHandler answer = this::publish;
    private PublishedKeys keys;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> answer.handle(exchange));
        server.setExecutor(threads);
        server.start();
        keys = new PublishedKeys(issuer(server.getAddress().getPort()), clock);
    }

    @AfterEach
    void stop() {
        let.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    private static Issuer issuer(int port) {
        return new Issuer(
                "https://login.example.org",
                "https://keys.example.org/mcp",
                null,
                URI.create("http://127.0.0.1:" + port + "/jwks"),
                List.of("ES256"),
                "azp",
                "sub",
                "groups",
                Map.of());
    }

    private byte[] set() {
        String jwk = Jwks.UNSAFE_JSON(
                Jwks.builder().key((ECPublicKey) pair.getPublic()).id("k1").build());
        return ("{\"keys\":[" + jwk + "]}").getBytes(StandardCharsets.UTF_8);
    }

    private void publish(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = set();
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    /** Answers when the test lets it. */
    private void hold(HttpExchange exchange) throws IOException {
        asked.countDown();
        await(let);
        publish(exchange);
    }

    /** Sends a space now and then, and never ends. */
    private void drip(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(200, 0);
        OutputStream body = exchange.getResponseBody();
        try {
            while (!let.await(20, TimeUnit.MILLISECONDS)) {
                body.write(' ');
                body.flush();
            }
        } catch (IOException e) {
            cut.countDown();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Key key() {
        return keys.of("k1", "ES256");
    }

    @Test
    void of_serverThatDrips_isGivenUpInTime_andItsConnectionIsCut() {
        answer = this::drip;
        long begin = System.nanoTime();

        assertThat(key()).isNull();
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(LONGEST);
        await(cut);
        answer = this::publish;
        clock.advance(Duration.ofSeconds(61));
        assertThat(key()).isEqualTo(pair.getPublic());
    }

    @Test
    void of_whileOneFetches_othersGoOnWithTheKeysBefore() throws Exception {
        key();
        clock.advance(Duration.ofMinutes(11));
        answer = this::hold;
        Future<Key> first = threads.submit(this::key);
        await(asked);

        long begin = System.nanoTime();
        assertThat(key()).isEqualTo(pair.getPublic());
        assertThat(Duration.ofNanos(System.nanoTime() - begin))
                .as("less than what it is held for")
                .isLessThan(HELD);
        let.countDown();
        assertThat(first.get()).isEqualTo(pair.getPublic());
    }

    @Test
    void of_whileOneFetchesTheFirstKeys_othersWaitForThem() throws Exception {
        answer = this::hold;
        Future<Key> first = threads.submit(this::key);
        await(asked);
        Future<Key> second = threads.submit(this::key);
        let.countDown();

        assertThat(first.get()).isEqualTo(pair.getPublic());
        assertThat(second.get()).isEqualTo(pair.getPublic());
    }

    @Test
    void of_setThatIsTooLarge_isNotTaken() {
        answer = exchange -> {
            try (exchange) {
                exchange.sendResponseHeaders(200, 0);
                exchange.getResponseBody().write(set());
                exchange.getResponseBody().write(" ".repeat(256 * 1024).getBytes(StandardCharsets.US_ASCII));
            }
        };

        assertThat(key()).isNull();
    }
}
