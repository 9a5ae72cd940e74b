package dev.holdfast.store.vault;

import static dev.holdfast.store.vault.VaultFaultTest.assertTells;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.store.TestClock;
import dev.holdfast.store.vault.StubVault.Reply;
import dev.holdfast.store.vault.StubVault.Seen;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** What is sent, what is sent again, and when nothing is sent any more. */
final class VaultConnectionTest {

    private static final String FOUND = "{\"data\":{\"data\":{\"value\":\"v\"}}}";
    private static final String SOME_TOKEN = "{\"data\":{\"ttl\":0,\"renewable\":false,\"type\":\"service\"}}";

    @Test
    void read_secret_givesBodyAndTimeOfTheServer() {
        try (StubVault stub = stub(request -> Reply.of(200, FOUND));
                VaultConnection connection = open(stub)) {
            Answer answer = connection.read("secret/data/project/a/b?version=3");
            assertThat(answer.found()).isTrue();
            assertThat(answer.data().at("/data/value").asText()).isEqualTo("v");
            assertThat(answer.serverTime())
                    .isBetween(Instant.now().minusSeconds(60), Instant.now().plusSeconds(60));
            assertThat(stub.requests()).extracting(Seen::path).containsExactly("/v1/secret/data/project/a/b?version=3");
        }
    }

    @Test
    void read_deletedVersion_isMissingWithItsMetadata() {
        try (StubVault stub =
                        stub(request -> Reply.of(404, "{\"data\":{\"data\":null,\"metadata\":{\"version\":2}}}"));
                VaultConnection connection = open(stub)) {
            Answer answer = connection.read("secret/data/a");
            assertThat(answer.found()).isFalse();
            assertThat(answer.missing()).isTrue();
            assertThat(answer.data().at("/metadata/version").asInt()).isEqualTo(2);
        }
    }

    @Test
    void requests_eachKind_haveMethodTypeAndHeaders() {
        try (StubVault stub = stub(request -> Reply.of(204, ""));
                VaultConnection connection = VaultConnection.open(
                        Settings.with(stub.address(), Settings.token("t"), Settings.LONG, "team/a", null),
                        Clock.systemUTC())) {
            connection.read("secret/data/with space%?x=1");
            connection.list("secret/metadata/a");
            connection.write("secret/data/a", body());
            connection.repeatable("secret/destroy/a", body());
            connection.patch("secret/metadata/a", body());
            connection.delete("secret/metadata/a");
            assertThat(stub.requests())
                    .extracting(request -> request.method() + " " + request.path() + " "
                            + request.header("Content-type") + " " + request.body())
                    .containsExactly(
                            "GET /v1/secret/data/with%20space%25?x=1  ",
                            "GET /v1/secret/metadata/a?list=true  ",
                            "POST /v1/secret/data/a application/json {\"a\":\"ä\"}",
                            "POST /v1/secret/destroy/a application/json {\"a\":\"ä\"}",
                            "PATCH /v1/secret/metadata/a application/merge-patch+json {\"a\":\"ä\"}",
                            "DELETE /v1/secret/metadata/a  ");
            assertThat(stub.all())
                    .allMatch(request -> request.header("X-vault-namespace").equals("team/a")
                            && request.header("X-vault-request").equals("true")
                            && request.header("X-vault-token").equals("t"));
        }
    }

    @Test
    void read_passingFaults_isRepeatedUntilItIsServed() {
        try (StubVault stub = stub(inTurn(
                        Reply.of(502, ""),
                        Reply.of(500, ""),
                        Reply.of(429, ""),
                        Reply.of(473, ""),
                        Reply.of(200, FOUND)));
                VaultConnection connection = open(stub)) {
            assertThat(connection.read("secret/data/a").found()).isTrue();
            assertThat(stub.requests()).hasSize(5);
        }
    }

    @Test
    void write_certainlyNotDone_isRepeated() {
        try (StubVault stub = stub(inTurn(Reply.of(429, ""), Reply.of(473, ""), Reply.of(200, FOUND)));
                VaultConnection connection = open(stub)) {
            assertThat(connection.write("secret/data/a", body()).found()).isTrue();
            assertThat(stub.requests()).hasSize(3);
        }
    }

    @Test
    void write_conflict_isAnAnswer() {
        String mismatch = "{\"errors\":[\"check-and-set parameter did not match the current version\"]}";
        try (StubVault stub = stub(request -> Reply.of(400, mismatch));
                VaultConnection connection = open(stub)) {
            Answer answer = connection.write("secret/data/a", body());
            assertThat(answer.conflict()).isTrue();
            assertThat(answer.found()).isFalse();
            assertThat(stub.requests()).hasSize(1);
        }
    }

    @Test
    void read_sealed_isNotRepeated() {
        try (StubVault stub = stub(request -> Reply.of(503, "{\"errors\":[\"Vault is sealed\"]}"));
                VaultConnection connection = open(stub)) {
            assertTells(catchThrowable(() -> connection.read("secret/data/a")), Fault.SEALED);
            assertThat(stub.requests()).hasSize(1);
        }
    }

    @Test
    void read_serverAsksForALongerWaitThanThereIsTime_isRefusedAtOnce() {
        try (StubVault stub = stub(request -> Reply.of(429, "").with("Retry-After", "3600"));
                VaultConnection connection = open(stub)) {
            assertTells(catchThrowable(() -> connection.read("secret/data/a")), Fault.RATE_LIMITED);
            assertThat(stub.requests()).hasSize(1);
        }
    }

    @Test
    void read_serverAsksForAWaitThatFits_isRepeatedAfterIt() {
        try (StubVault stub = stub(inTurn(Reply.of(429, "").with("Retry-After", "1"), Reply.of(200, FOUND)));
                VaultConnection connection = open(stub)) {
            long start = System.nanoTime();
            assertThat(connection.read("secret/data/a").found()).isTrue();
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
        }
    }

    @Test
    void read_redirect_isNotFollowed() {
        try (StubVault other = StubVault.always(200, FOUND);
                StubVault stub = stub(request -> Reply.of(307, "").with("Location", other.address() + request.path()));
                VaultConnection connection = open(stub)) {
            assertTells(catchThrowable(() -> connection.read("secret/data/a")), Fault.REDIRECT);
            assertThat(other.all()).isEmpty();
        }
    }

    @Test
    void within_severalRequests_shareOneLimit() {
        Duration limit = Duration.ofMillis(500);
        try (StubVault stub = stub(
                        request -> request.path().endsWith("/a") ? Reply.of(200, FOUND) : Reply.of(200, Reply.HANG));
                VaultConnection connection = VaultConnection.open(
                        Settings.with(stub.address(), Settings.token("t"), limit), Clock.systemUTC())) {
            connection.within(() -> {
                connection.read("secret/data/a");
                assertTells(catchThrowable(() -> connection.read("secret/data/hangs")), Fault.TIME_LIMIT);
                assertTells(catchThrowable(() -> connection.read("secret/data/a")), Fault.TIME_LIMIT);
                return true;
            });
            assertThat(stub.requests()).as("the last one had no time left").hasSize(2);
            assertThat(connection.read("secret/data/a").found()).isTrue();
        }
    }

    @Test
    void write_lostAnswer_leavesTimeToReadBack() {
        try (StubVault stub = stub(
                        request -> request.method().equals("POST") ? Reply.of(200, Reply.HANG) : Reply.of(200, FOUND));
                VaultConnection connection = VaultConnection.open(
                        Settings.with(stub.address(), Settings.token("t"), Duration.ofMillis(1500)),
                        Clock.systemUTC())) {
            connection.within(() -> {
                assertThat(catchThrowable(() -> connection.write("secret/data/a", body())))
                        .isInstanceOf(LostAnswer.class);
                return assertThat(connection.read("secret/data/a").found()).isTrue();
            });
        }
    }

    @Test
    void read_serverFailsAgainAndAgain_isNotAskedUntilTheBreakerLetsOneThrough() {
        TestClock clock = new TestClock();
        try (StubVault stub = stub(request -> Reply.of(503, "{\"errors\":[\"Vault is sealed\"]}"));
                VaultConnection connection = VaultConnection.open(
                        Settings.with(stub.address(), Settings.token("t"), Settings.LONG), clock)) {
            for (int failed = 0; failed < 10; failed++) {
                assertTells(catchThrowable(() -> connection.read("secret/data/a")), Fault.SEALED);
            }
            assertTells(catchThrowable(() -> connection.read("secret/data/a")), Fault.CIRCUIT_OPEN);
            assertTells(catchThrowable(() -> connection.write("secret/data/a", body())), Fault.CIRCUIT_OPEN);
            assertThat(stub.requests()).hasSize(10);
            clock.advance(Duration.ofMillis(2001));
            assertTells(catchThrowable(() -> connection.read("secret/data/a")), Fault.SEALED);
            assertTells(catchThrowable(() -> connection.read("secret/data/a")), Fault.CIRCUIT_OPEN);
            clock.advance(Duration.ofMillis(2001));
            stub.answers(served(request -> Reply.of(200, FOUND)));
            assertThat(connection.read("secret/data/a").found()).isTrue();
            assertThat(connection.read("secret/data/a").found()).isTrue();
            assertThat(stub.requests()).hasSize(13);
        }
    }

    @Test
    void read_ourOwnFaults_leaveTheBreakerClosed() {
        try (StubVault stub = stub(request -> Reply.of(405, ""));
                VaultConnection connection = open(stub)) {
            for (int refused = 0; refused < 30; refused++) {
                assertTells(catchThrowable(() -> connection.read("secret/data/a")), Fault.NOT_SUPPORTED);
            }
            assertThat(stub.requests()).hasSize(30);
        }
    }

    @Test
    void read_forbidden_saysWhichKindOfPath() {
        try (StubVault stub = stub(request -> Reply.of(403, "{\"errors\":[\"permission denied\"]}"));
                VaultConnection connection = open(stub)) {
            List.of(Fault.FORBIDDEN_DATA, Fault.FORBIDDEN_METADATA, Fault.FORBIDDEN_DESTROY, Fault.FORBIDDEN_DELETE)
                    .forEach(fault -> assertTells(
                            catchThrowable(() -> connection.read(
                                    "secret/" + fault.name().substring(10).toLowerCase(Locale.ROOT) + "/a")),
                            fault));
            assertTells(catchThrowable(() -> connection.read("secret/undelete/a")), Fault.FORBIDDEN_UNDELETE);
            assertTells(catchThrowable(() -> connection.read("sys/mounts")), Fault.FORBIDDEN_OTHER);
        }
    }

    @Test
    void read_tokenThatIsRefusedEverywhere_isAnOutageAndNoRefusalOfThePath() {
        try (StubVault stub = stub(request -> Reply.of(200, FOUND));
                VaultConnection connection = open(stub)) {
            connection.read("secret/data/a");
            stub.answers(request -> Reply.of(403, "{\"errors\":[\"permission denied\"]}"));
            assertTells(catchThrowable(() -> connection.read("secret/data/a")), Fault.TOKEN_REFUSED);
        }
    }

    @Test
    void open_addressWithAPathAndNoPort_isKept() {
        VaultSettings settings = VaultSettings.of(URI.create("https://gateway.example/vault/"), Settings.token("t"));
        assertThat(new Addresses(settings).of("secret/data/a"))
                .isEqualTo(URI.create("https://gateway.example:443/vault/v1/secret/data/a"));
    }

    @Test
    void open_noRequest_startsNoThreadAndSendsNothing() {
        try (StubVault stub = stub(request -> Reply.of(200, FOUND))) {
            VaultConnection.open(Settings.with(stub.address(), Settings.token("t"), Settings.LONG), Clock.systemUTC())
                    .close();
            assertThat(stub.all()).isEmpty();
            assertThat(threads()).isZero();
        }
    }

    @Test
    void read_afterClose_isRefused() {
        try (StubVault stub = stub(request -> Reply.of(200, FOUND))) {
            VaultConnection connection = open(stub);
            connection.read("secret/data/a");
            connection.close();
            assertTells(catchThrowable(() -> connection.read("secret/data/a")), Fault.CLOSED);
        }
    }

    private static long threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("holdfast-vault-renewal"))
                .count();
    }

    private static Function<Seen, Reply> served(Function<Seen, Reply> answers) {
        return request ->
                request.path().equals(StubVault.TOKEN_LOOKUP) ? Reply.of(200, SOME_TOKEN) : answers.apply(request);
    }

    private static StubVault stub(Function<Seen, Reply> answers) {
        return new StubVault(served(answers));
    }

    private static Function<Seen, Reply> inTurn(Reply... replies) {
        Deque<Reply> left = new ArrayDeque<>(List.of(replies));
        return request -> left.remove();
    }

    private static VaultConnection open(StubVault stub) {
        return VaultConnection.open(
                Settings.with(stub.address(), Settings.token("t"), Settings.LONG), Clock.systemUTC());
    }

    private static ObjectNode body() {
        return new ObjectMapper().createObjectNode().put("a", "ä");
    }
}
