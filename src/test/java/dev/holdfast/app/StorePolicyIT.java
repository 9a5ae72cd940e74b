package dev.holdfast.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.holdfast.app.RestServer.Answer;
import dev.holdfast.services.Interference;
import dev.holdfast.services.Interference.Mode;
import dev.holdfast.services.OpenBao;
import dev.holdfast.services.RequiresService;
import dev.holdfast.services.Service;
import dev.holdfast.store.TestClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What OpenBao's own policy takes away is refused as its answer; what it cannot tell, since it does not know us, is an outage. */
@RequiresService(Service.OPENBAO)
final class StorePolicyIT {

    private static final String DENIED = "service_keys.denied.production";
    private static final String ALLOWED = "service_keys.allowed.production";
    private static final Duration TTL = Duration.ofMinutes(1);

    @TempDir
    private Path home;

    private final TestClock clock = new TestClock();
    private final OpenBao bao = OpenBao.shared();
    private final String mount = bao.freshMount();
    private final String policy = OpenBao.freshName("policy");
    private Interference network;
    private RestServer server;
    private String token;

    @BeforeEach
    void start() throws IOException {
        network = Interference.before(bao.socket());
        rules("");
        Files.createDirectories(home);
        // The keyset is made by whoever sets the server up.
        Files.writeString(home.resolve("token"), bao.token());
        server().close();
        Files.writeString(home.resolve("token"), login());
        server = server();
        server.store(DENIED, "value-denied");
        server.store(ALLOWED, "value-allowed");
        token = server.service("jules-mcp", "production", DENIED, ALLOWED);
        assertThat(get(DENIED).text("value")).isEqualTo("value-denied");
        assertThat(get(ALLOWED).text("value")).isEqualTo("value-allowed");
    }

    @AfterEach
    void stop() {
        server.close();
        network.close();
    }

    private RestServer server() {
        String configuration = "store: vault\n"
                + "vault: {address: \"" + bao.through(network) + "\", mount: " + mount
                + ", login: {method: token, token_file: token}}\n"
                + "services: {cache: {ttl: 1m, stale: 10m}}\n";
        return RestServer.on(home, configuration, clock, Map.of());
    }

    private void rules(String more) {
        String all = "path \"" + mount
                + "/*\" { capabilities = [\"create\", \"read\", \"update\", \"patch\", \"delete\", \"list\"] }\n"
                + more;
        var body = JsonNodeFactory.instance.objectNode().put("policy", all);
        bao.call("PUT", "sys/policies/acl/" + policy, body.toString());
    }

    private String login() {
        return bao.call("POST", "auth/token/create", "{\"policies\":[\"" + policy + "\"],\"ttl\":\"1h\"}")
                .at("/auth/client_token")
                .asText();
    }

    private Answer get(String path) {
        return server.get("/keys/get?path=" + path, token);
    }

    private static void until(BooleanSupplier condition) {
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(end);
            Thread.onSpinWait();
        }
    }

    /** Until what others changed, and who may call, is known again. */
    private void leap() {
        clock.advance(TTL);
        until(() -> server.get("/auth/validate", token).status() == 200);
    }

    private String health() {
        return server.get("/health", null).body().at("/checks/vault").asText();
    }

    @Test
    void get_ofWhatThePolicyTakesAway_isDeniedAndNeverTheLastKnown() {
        rules("path \"" + mount + "/data/service_keys/denied/*\" { capabilities = [\"deny\"] }");
        leap();

        Answer denied = get(DENIED);
        assertThat(denied.status()).isEqualTo(403);
        assertThat(denied.text("code")).isEqualTo("ACCESS_DENIED");
        assertThat(denied.text("error")).contains("The secret store's policy refuses");
        assertThat(get(ALLOWED).text("value")).isEqualTo("value-allowed");
        assertThat(health()).isEqualTo("healthy");
        assertThat(server.metrics()).contains("holdfast_store_state{state=\"up\"} 1.0");

        leap();
        network.mode(Mode.REFUSE);
        network.cutAll();
        assertThat(get(ALLOWED).text("value")).isEqualTo("value-allowed");
        assertThat(get(DENIED).status()).isEqualTo(503);
        assertThat(get(DENIED).body().has("value")).isFalse();
        assertThat(rows(DENIED, "FALLBACK_CACHE")).isZero();
        assertThat(rows(DENIED, "DENIED")).isEqualTo(1);

        network.mode(Mode.PASS);
        rules("");
        clock.advance(Duration.ofSeconds(5));
        until(() -> get(DENIED).status() == 200);
        assertThat(get(DENIED).text("value")).isEqualTo("value-denied");
    }

    @Test
    void get_withALoginThatWasRevoked_isTheLastKnown_untilThereIsAnother() throws IOException {
        bao.call("POST", "auth/token/revoke", "{\"token\":\"" + Files.readString(home.resolve("token")) + "\"}");
        leap();

        assertThat(get(DENIED).text("value")).isEqualTo("value-denied");
        assertThat(rows(DENIED, "FALLBACK_CACHE")).isEqualTo(1);
        assertThat(health()).isEqualTo("unhealthy");
        Files.writeString(home.resolve("token"), login());
        leap();
        until(() -> rows(DENIED, "GRANTED") > 1 || get(DENIED).status() != 200);
        assertThat(get(DENIED).text("value")).isEqualTo("value-denied");
    }

    private int rows(String path, String status) {
        return server.get("/audit/logs?days=30&key_path=" + path + "&status=" + status, server.admin())
                .body()
                .path("audit_logs")
                .size();
    }
}
