package dev.holdfast.store.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.proof.Canary;
import dev.holdfast.store.StoreException;
import dev.holdfast.store.vault.StubVault.Reply;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each way in which a server does not serve: what is told, and what of a write is certain. */
final class VaultFaultTest {

    private static final Duration SHORT = Duration.ofMillis(400);
    private static final Duration ENOUGH = Duration.ofSeconds(2);
    private static final String ECHO = "\"" + Canary.VALUE + "\"";

    /** Status, body, fault, and whether a write is known not to have been done. */
    static Stream<Arguments> answers() {
        return Stream.of(
                Arguments.of(503, errors("Vault is sealed"), Fault.SEALED, true),
                Arguments.of(503, errors("Vault is not initialized"), Fault.SEALED, true),
                Arguments.of(
                        500, errors("local node not active but active cluster node not found"), Fault.STANDBY, true),
                Arguments.of(503, errors("node is in standby mode"), Fault.STANDBY, true),
                Arguments.of(472, errors(""), Fault.STANDBY, true),
                Arguments.of(473, errors(""), Fault.STANDBY, true),
                Arguments.of(307, "", Fault.REDIRECT, true),
                Arguments.of(301, "<html>" + Canary.VALUE, Fault.REDIRECT, true),
                Arguments.of(429, errors("rate limit quota exceeded"), Fault.RATE_LIMITED, true),
                Arguments.of(429, "<html>slow down " + Canary.VALUE, Fault.RATE_LIMITED, true),
                Arguments.of(400, errors("Upgrading from non-versioned to versioned data."), Fault.UPGRADING, true),
                Arguments.of(400, errors("missing client token"), Fault.NOT_UNDERSTOOD, true),
                Arguments.of(400, errors("check-and-set parameter required for this call"), Fault.NOT_UNDERSTOOD, true),
                Arguments.of(
                        404,
                        errors("no handler for route \\\"kv\\\". route entry not found."),
                        Fault.MOUNT_MISSING,
                        true),
                Arguments.of(404, errors("namespace not found"), Fault.MOUNT_MISSING, true),
                Arguments.of(404, errors("unsupported path"), Fault.NOT_SUPPORTED, true),
                Arguments.of(405, errors("unsupported operation"), Fault.NOT_SUPPORTED, true),
                Arguments.of(418, errors("a teapot"), Fault.NOT_UNDERSTOOD, true),
                Arguments.of(500, errors("1 error occurred"), Fault.SERVER_ERROR, false),
                Arguments.of(500, "", Fault.SERVER_ERROR, false),
                Arguments.of(502, "<html>" + Canary.VALUE, Fault.GATEWAY, false),
                Arguments.of(503, "<html>" + Canary.VALUE, Fault.GATEWAY, false),
                Arguments.of(504, "", Fault.GATEWAY, false),
                Arguments.of(200, "<html>please log in" + Canary.VALUE, Fault.NOT_VAULT, false),
                Arguments.of(404, "<html>no such page" + Canary.VALUE, Fault.NOT_VAULT, false),
                Arguments.of(200, "{\"data\": " + ECHO, Fault.NOT_VAULT, false),
                Arguments.of(200, "{\"data\": " + ECHO + "}" + " ".repeat(Answers.MAX_BYTES), Fault.TOO_LARGE, false),
                Arguments.of(200, Reply.HANG + Canary.VALUE, Fault.TIME_LIMIT, false));
    }

    private static String errors(String words) {
        return "{\"errors\": [\"" + words + "\", " + ECHO + "]}";
    }

    @ParameterizedTest
    @MethodSource("answers")
    void read_answerThatServesNot_isUnavailableInFixedWords(int status, String body, Fault fault, boolean certain) {
        try (StubVault stub = stub(status, body);
                VaultConnection connection = open(stub.address(), limitFor(fault))) {
            assertTells(catchThrowable(() -> connection.read("secret/data/a")), fault);
        }
    }

    @ParameterizedTest
    @MethodSource("answers")
    void write_answerThatServesNot_isLostUnlessItIsCertainlyNotDone(
            int status, String body, Fault fault, boolean certain) {
        try (StubVault stub = stub(status, body);
                VaultConnection connection = open(stub.address(), limitFor(fault))) {
            Throwable thrown = catchThrowable(() -> connection.write("secret/data/a", value()));
            if (certain) {
                assertTells(thrown, fault);
            } else {
                assertThat(thrown).isInstanceOf(LostAnswer.class);
                assertTells(((LostAnswer) thrown).unavailable(), fault);
                assertThat(stub.requests()).hasSize(1);
            }
        }
    }

    private static Duration limitFor(Fault fault) {
        return fault == Fault.TIME_LIMIT ? SHORT : Settings.LONG;
    }

    /** Asks for a wait that no limit has room for, so that nothing is repeated. */
    private static StubVault stub(int status, String body) {
        return new StubVault(request -> request.path().equals(StubVault.TOKEN_LOOKUP)
                ? Reply.of(200, "{\"data\":{\"ttl\":0,\"renewable\":false,\"type\":\"service\"}}")
                : Reply.of(status, body).with("Location", "http://127.0.0.1:1/").with("Retry-After", "3600"));
    }

    @Test
    void read_nobodyListens_isRefused() throws Exception {
        URI address;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            address = URI.create("http://127.0.0.1:" + free.getLocalPort());
        }
        try (VaultConnection connection = open(address, ENOUGH)) {
            assertTells(catchThrowable(() -> connection.read("secret/data/a")), Fault.REFUSED);
            assertTells(catchThrowable(() -> connection.write("secret/data/a", value())), Fault.REFUSED);
        }
    }

    @Test
    void read_unknownHost_saysSo() {
        try (VaultConnection connection = open(URI.create("http://vault.invalid:8200"), ENOUGH)) {
            assertTells(catchThrowable(() -> connection.read("secret/data/a")), Fault.UNKNOWN_HOST);
        }
    }

    /** Accepted by the kernel, and answered by nobody: not even the question about the token, so no write was sent. */
    @Test
    void read_serverThatSaysNothing_endsWithTheTimeLimit() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                VaultConnection connection = open(URI.create("http://127.0.0.1:" + silent.getLocalPort()), SHORT)) {
            assertTells(catchThrowable(() -> connection.read("secret/data/a")), Fault.TIME_LIMIT);
            assertTells(catchThrowable(() -> connection.write("secret/data/a", value())), Fault.TIME_LIMIT);
        }
    }

    static void assertTells(Throwable thrown, Fault fault) {
        assertThat(thrown).isInstanceOf(StoreException.class);
        StoreException told = (StoreException) thrown;
        assertThat(told.problem()).isEqualTo(fault.problem());
        assertThat(told.hint()).isEqualTo(fault.hint());
        boolean byPolicy = fault.name().startsWith("FORBIDDEN_");
        assertThat(told.kind()).isEqualTo(byPolicy ? StoreException.Kind.REFUSED : StoreException.Kind.UNAVAILABLE);
        assertThat(told).hasNoCause().hasNoSuppressedExceptions();
        assertThat(Canary.in(told + told.problem() + told.hint())).isEmpty();
    }

    private static VaultConnection open(URI address, Duration limit) {
        return VaultConnection.open(Settings.with(address, Settings.token(Canary.VALUE), limit), Clock.systemUTC());
    }

    private static ObjectNode value() {
        ObjectNode body = new ObjectMapper().createObjectNode();
        body.putObject("data").put("value", Canary.VALUE);
        return body;
    }
}
