package dev.holdfast.store.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.proof.Canary;
import dev.holdfast.store.vault.StubVault.Reply;
import dev.holdfast.store.vault.StubVault.Seen;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Token, secret id, JWT and value are all the canary, and the server sends back whatever it was sent: none of it is in an
 * exception, a {@code toString}, or what anything logs at the finest level.
 *
 * <p>The log is watched by {@link dev.holdfast.proof.CanaryExtension}, standard error here.
 */
final class VaultCanaryTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(ints = {200, 204, 301, 307, 400, 401, 403, 404, 405, 412, 429, 472, 473, 500, 502, 503, 504})
    void everyRequest_serverThatEchoes_leaksNothing(int status) throws IOException {
        Path file = Files.writeString(folder.resolve("credential"), Canary.VALUE);
        String err = standardErrorOf(() -> {
            try (StubVault stub = new StubVault(request -> echo(status, request))) {
                for (VaultLogin login : logins(file)) {
                    leaksNothing(stub, login);
                }
            }
        });
        assertThat(Canary.in(err)).isEmpty();
    }

    /** Spring, the JDK and the subclass under whose name spring-vault logs. */
    @Test
    void loggersOfLibraries_afterOpening_areShut() {
        QuietLibraries.hush();
        assertThat(Logger.getLogger("org.springframework.web.client.RestTemplate")
                        .isLoggable(Level.SEVERE))
                .isFalse();
        assertThat(Logger.getLogger(VaultSession.class.getName() + "$Login").isLoggable(Level.SEVERE))
                .isFalse();
        assertThat(Logger.getLogger("jdk.httpclient.HttpClient").isLoggable(Level.SEVERE))
                .isFalse();
    }

    private static Stream<VaultLogin> loginsOf(Path file) {
        return Stream.of(
                Settings.token(Canary.VALUE),
                new VaultLogin.Token(file, () -> null),
                new VaultLogin.AppRole("approle", "role", file, () -> null),
                new VaultLogin.Jwt("jwt", "role", file),
                new VaultLogin.Kubernetes("kubernetes", "role", file));
    }

    private static Iterable<VaultLogin> logins(Path file) {
        return loginsOf(file).toList();
    }

    private static void leaksNothing(StubVault stub, VaultLogin login) {
        VaultSettings settings = Settings.with(stub.address(), login, Settings.LONG);
        try (VaultConnection connection = VaultConnection.open(settings, Clock.systemUTC())) {
            noCanary(settings + " " + login + " " + connection);
            noCanary(catchThrowable(
                    () -> noCanary(connection.read("secret/data/a").toString())));
            noCanary(catchThrowable(() -> connection.write("secret/data/a", value())));
            noCanary(catchThrowable(() -> connection.patch("secret/metadata/a", value())));
        }
    }

    private static void noCanary(Throwable thrown) {
        if (thrown == null) {
            return;
        }
        StringWriter text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text));
        noCanary(text.toString());
        assertThat(thrown).hasNoCause();
    }

    private static void noCanary(String text) {
        assertThat(Canary.in(text).isPresent()).as("the canary is in a text").isFalse();
    }

    /** Logins succeed at first, with a token that is the canary too. */
    private static Reply echo(int status, Seen request) {
        ObjectNode body = new ObjectMapper().createObjectNode();
        body.putArray("errors")
                .add(request.body())
                .add(request.headers().toString())
                .add(Canary.VALUE);
        boolean login = request.path().endsWith("/login") || request.path().equals(StubVault.TOKEN_LOOKUP);
        if (login && status / 100 != 5) {
            body.putObject("data").put("ttl", 0).put("renewable", false).put("accessor", Canary.VALUE);
            body.putObject("auth").put("client_token", Canary.VALUE).put("accessor", Canary.VALUE);
            return Reply.of(200, body.toString());
        }
        return Reply.of(status, status == 204 ? "" : body.toString())
                .with("Location", "/" + Canary.VALUE)
                .with("Retry-After", "3600");
    }

    private static ObjectNode value() {
        ObjectNode body = new ObjectMapper().createObjectNode();
        body.putObject("data").put("value", Canary.VALUE);
        return body;
    }

    private static String standardErrorOf(Runnable steps) {
        PrintStream before = System.err;
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        System.setErr(new PrintStream(text, true, StandardCharsets.UTF_8));
        try {
            steps.run();
        } finally {
            System.setErr(before);
        }
        return text.toString(StandardCharsets.UTF_8);
    }
}
