package dev.holdfast.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.sql.Database;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What holds for issued tokens, signing keys and agents in whatever database. */
public abstract class TokenTableContract {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    /** An empty database with the tables, or one that may make them. */
    protected abstract Database database() throws SQLException;

    /** The same database as another process opens it. */
    protected abstract Database another() throws SQLException;

    private static IssuedToken token(String jti, String kind, String holder, Duration lasting) {
        return new IssuedToken(
                jti,
                holder,
                kind,
                kind.equals("person") ? List.of("viewer", "approver") : List.of(),
                kind.equals("person") ? null : "development",
                NOW,
                NOW.plus(lasting),
                null);
    }

    @Test
    void live_tokensThatHaveNotEnded_areWhatWasAdded() throws SQLException {
        TokenTable table = TokenTable.open(database());
        IssuedToken agent = token("1", "agent", "jules", Duration.ofHours(1));
        IssuedToken person = token("2", "person", "ada", Duration.ofHours(1));
        table.add(agent);
        table.add(person);
        table.add(token("3", "agent", "jules", Duration.ofSeconds(1)));
        assertThat(table.live(NOW.plusSeconds(2))).containsExactlyInAnyOrder(agent, person);
    }

    @Test
    void revoke_oneOrAllOfAHolder_areTakenBackOnce() throws SQLException {
        TokenTable table = TokenTable.open(database());
        table.add(token("1", "agent", "jules", Duration.ofHours(1)));
        table.add(token("2", "agent", "jules", Duration.ofHours(1)));
        table.add(token("3", "person", "jules", Duration.ofHours(1)));
        table.add(token("4", "agent", "vera", Duration.ofSeconds(1)));
        assertThat(table.revoked(NOW)).isEmpty();
        assertThat(table.revoke("1", NOW)).isTrue();
        assertThat(table.revoke("1", NOW)).isFalse();
        assertThat(table.revoke("none", NOW)).isFalse();
        assertThat(table.revokeAll("agent", "jules", NOW)).isEqualTo(1);
        assertThat(table.revoke("4", NOW)).isTrue();
        assertThat(table.revoked(NOW)).containsExactlyInAnyOrder("1", "2", "4");
        // Clocks may be apart: to another process the last one has not ended.
        assertThat(table.revoked(NOW.plusSeconds(31))).containsExactlyInAnyOrder("1", "2", "4");
        assertThat(table.revoked(NOW.plusSeconds(62))).containsExactlyInAnyOrder("1", "2");
        assertThat(table.live(NOW).stream().filter(token -> token.revokedAt() == null))
                .extracting(IssuedToken::jti)
                .containsExactly("3");
    }

    @Test
    void revoke_justEnded_isTakenBackForThoseWhoseClockIsBehind() throws SQLException {
        TokenTable table = TokenTable.open(database());
        table.add(token("1", "agent", "jules", Duration.ofSeconds(1)));
        assertThat(table.revoke("1", NOW.plusSeconds(20))).isTrue();
        assertThat(table.revoked(NOW.plusSeconds(20))).containsExactly("1");
    }

    @Test
    void agents_putAndMadeInactive_keepBothApart() throws SQLException {
        AgentTable table = AgentTable.open(database());
        assertThat(table.all()).isEmpty();
        table.put("jules", "{}", NOW);
        table.setActive("jules", false, NOW);
        table.put("jules", "{\"name\":\"jules\"}", NOW);
        table.setActive("vera", false, NOW);
        assertThat(table.all())
                .containsExactly(
                        new RegisteredAgent("jules", "{\"name\":\"jules\"}", false),
                        new RegisteredAgent("vera", null, false));
        table.setActive("jules", true, NOW);
        assertThat(table.all().get(0).active()).isTrue();
    }

    @Test
    void signingKey_addedByManyAtOnce_isOne() throws Exception {
        SigningKeyTable table = SigningKeyTable.open(database());
        byte[] bytes = "bytes".getBytes(StandardCharsets.US_ASCII);
        int many = 6;
        CyclicBarrier together = new CyclicBarrier(many);
        ExecutorService threads = Executors.newFixedThreadPool(many);
        try {
            List<Future<Object>> adding = new ArrayList<>();
            for (int i = 0; i < many; i++) {
                String id = "key" + i;
                Database process = another();
                process.change(connection -> {}); // Connected before it counts.
                adding.add(threads.submit(() -> {
                    together.await();
                    SigningKeyTable.open(process).addFirst(new SigningKeyTable.Kept(id, bytes, bytes), NOW);
                    return id;
                }));
            }
            for (Future<Object> one : adding) {
                one.get();
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(table.all()).hasSize(1);
    }

    @Test
    void signingKey_addedTwice_isTheFirst() throws SQLException {
        SigningKeyTable table = SigningKeyTable.open(database());
        assertThat(table.all()).isEmpty();
        byte[] open = "open".getBytes(StandardCharsets.US_ASCII);
        byte[] sealed = "sealed".getBytes(StandardCharsets.US_ASCII);
        table.addFirst(new SigningKeyTable.Kept("a", open, sealed), NOW);
        table.addFirst(new SigningKeyTable.Kept("b", sealed, open), NOW.minusSeconds(1));
        assertThat(table.all()).singleElement().satisfies(kept -> {
            assertThat(kept.id()).isEqualTo("a");
            assertThat(kept.publicKey()).isEqualTo(open);
            assertThat(kept.sealed()).isEqualTo(sealed);
        });
    }
}
