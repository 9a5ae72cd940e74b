package dev.holdfast.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.audit.AuditLog.Ticket;
import dev.holdfast.policy.Action;
import dev.holdfast.policy.Environment;
import dev.holdfast.secret.Fingerprint;
import dev.holdfast.secret.KeyPath;
import dev.holdfast.store.TestClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What every audit log does, wherever it keeps its rows. */
public abstract class AuditLogContract {

    protected static final KeyPath STRIPE = KeyPath.parse("project/consilio/stripe_api_key");
    protected static final KeyPath JULES = KeyPath.parse("service_keys.jules_api.eu");
    protected static final Fingerprint PROOF = new Fingerprint("hf1:AAAAAAAAAAAAAAAAAAAAAA");

    protected final TestClock clock = new TestClock();

    /** The log of this test, empty at its start. */
    protected abstract AuditLog log();

    protected static Actor actor(String name) {
        return new Actor(name, null, Environment.DEVELOPMENT, Channel.STDIO);
    }

    protected static AuditEvent read(String requestId, String agent, KeyPath path) {
        return new AuditEvent(
                requestId, Phase.OUTCOME, actor(agent), Action.READ, path, 3, Status.GRANTED, null, PROOF);
    }

    protected static AuditEvent decision(String requestId) {
        return new AuditEvent(
                requestId, Phase.DECISION, actor("jules"), Action.STORE, STRIPE, null, Status.ALLOWED, null, null);
    }

    protected static AuditEvent outcome(String requestId) {
        return new AuditEvent(
                requestId, Phase.OUTCOME, actor("jules"), Action.STORE, STRIPE, 1, Status.DONE, null, PROOF);
    }

    protected final List<AuditRow> rows(AuditQuery query) {
        List<AuditRow> rows = new ArrayList<>();
        log().read(query, rows::add);
        return rows;
    }

    @Test
    void append_row_hasTheFieldsOfTheContract() {
        log().append(List.of(read("request 1", "jules", JULES)));
        AuditRow row = rows(AuditQuery.ALL).get(0);
        assertThat(row.fields().keySet())
                .contains("timestamp", "request_id", "phase", "service_name", "person", "environment", "action")
                .contains("key_path", "version", "status", "reason", "cached", "cache_age_seconds", "fallback_used")
                .contains("current_usage", "rate_limit", "fingerprint", "channel", "ip_address", "user_agent")
                .contains("prev_hash", "hash");
        assertThat(row.text("timestamp")).startsWith("2026-03-01T12:00:00");
        assertThat(row.text("request_id")).isEqualTo("request 1");
        assertThat(row.text("phase")).isEqualTo("outcome");
        assertThat(row.text("service_name")).isEqualTo("jules");
        assertThat(row.fields().get("person")).isNull();
        assertThat(row.text("environment")).isEqualTo("development");
        assertThat(row.text("action")).isEqualTo("read");
        assertThat(row.text("key_path")).isEqualTo("service_keys.jules_api.eu");
        assertThat(row.text("version")).isEqualTo("3");
        assertThat(row.text("status")).isEqualTo("GRANTED");
        assertThat(row.fields().get("reason")).isNull();
        assertThat(row.text("fingerprint")).isEqualTo(PROOF.text());
        assertThat(row.text("channel")).isEqualTo("stdio");
    }

    @Test
    void append_rowOfNobody_saysNothingThere() {
        Actor nobody = new Actor(null, "ada", null, Channel.CLI);
        log().append(List.of(new AuditEvent(
                "request 1", Phase.OUTCOME, nobody, Action.LIST, null, null, Status.DENIED, "ACCESS_DENIED", null)));
        AuditRow row = rows(AuditQuery.ALL).get(0);
        assertThat(row.text("person")).isEqualTo("ada");
        assertThat(row.text("reason")).isEqualTo("ACCESS_DENIED");
        assertThat(row.text("channel")).isEqualTo("cli");
        assertThat(row.fields()).containsEntry("service_name", null).containsEntry("environment", null);
        assertThat(row.fields()).containsEntry("key_path", null).containsEntry("version", null);
    }

    @Test
    void settle_decision_leavesBothRowsInOrder() {
        List<Ticket> tickets = log().open(List.of(decision("request 1"), decision("request 2")));
        assertThat(tickets).hasSize(2).doesNotHaveDuplicates();
        log().settle(tickets, List.of(outcome("request 1"), outcome("request 2")));
        assertThat(rows(AuditQuery.ALL))
                .extracting(row -> row.text("request_id") + " " + row.text("phase") + " " + row.text("status"))
                .containsExactly(
                        "request 1 decision ALLOWED",
                        "request 2 decision ALLOWED",
                        "request 1 outcome DONE",
                        "request 2 outcome DONE");
        assertThat(log().verify().holds()).isTrue();
    }

    @Test
    void append_login_hasTheFieldsOfTheContract() {
        log().append(new AuthEvent(
                "request 1", "jules", "token_issued", Status.DONE, null, "jti 1", "127.0.0.1", "curl"));
        clock.advance(Duration.ofSeconds(1));
        log().append(new AuthEvent(
                "request 2", null, "token_refused", Status.DENIED, "UNAUTHENTICATED", null, null, null));
        List<AuditRow> logins = new ArrayList<>();
        log().read(AuthQuery.ALL, logins::add);
        assertThat(logins).hasSize(2);
        assertThat(logins.get(0).fields().keySet())
                .contains("timestamp", "request_id", "service_name", "event", "status", "reason", "jti", "ip_address")
                .contains("user_agent", "prev_hash", "hash");
        assertThat(logins.get(0).text("event")).isEqualTo("token_issued");
        assertThat(logins.get(0).text("jti")).isEqualTo("jti 1");
        assertThat(logins.get(0).text("ip_address")).isEqualTo("127.0.0.1");
        assertThat(logins.get(0).text("user_agent")).isEqualTo("curl");
        assertThat(logins.get(1).fields()).containsEntry("service_name", null).containsEntry("jti", null);
        assertThat(logins.get(1).text("reason")).isEqualTo("UNAUTHENTICATED");
        assertThat(rows(AuditQuery.ALL)).isEmpty();
        assertThat(log().verify()).isEqualTo(new Verification(2, null));
    }

    @Test
    void read_logins_filtersByTimeAndService() {
        log().append(new AuthEvent("1", "jules", "login", Status.DONE, null, null, null, null));
        clock.advance(Duration.ofSeconds(1));
        log().append(new AuthEvent("2", "claude", "login", Status.DONE, null, null, null, null));
        log().append(new AuthEvent("3", "jules", "login", Status.DONE, null, null, null, null));
        assertThat(logins(new AuthQuery(null, "jules"))).containsExactly("1", "3");
        assertThat(logins(new AuthQuery(TestClock.START.plusSeconds(1), null))).containsExactly("2", "3");
        assertThat(logins(new AuthQuery(TestClock.START.plusSeconds(1), "jules")))
                .containsExactly("3");
    }

    private List<String> logins(AuthQuery query) {
        List<String> ids = new ArrayList<>();
        log().read(query, row -> ids.add(row.text("request_id")));
        return ids;
    }

    @Test
    void checkpoint_atAnyTime_leavesTheChainsWhole() {
        log().checkpoint();
        log().append(List.of(read("1", "jules", STRIPE)));
        log().checkpoint();
        log().checkpoint();
        log().append(List.of(read("2", "jules", STRIPE)));
        assertThat(log().verify()).isEqualTo(new Verification(2, null));
    }

    @Test
    void verify_empty_holds() {
        assertThat(log().verify()).isEqualTo(new Verification(0, null));
    }

    @Test
    void read_query_filtersByTimePathAndAgent() {
        log().append(List.of(read("1", "jules", STRIPE)));
        clock.advance(Duration.ofMillis(500));
        log().append(List.of(read("2", "claude", STRIPE), read("3", "jules", JULES)));
        clock.advance(Duration.ofNanos(500_001_000));
        log().append(List.of(read("4", "jules", STRIPE)));
        assertThat(ids(AuditQuery.ALL)).containsExactly("1", "2", "3", "4");
        assertThat(ids(new AuditQuery(null, STRIPE, null))).containsExactly("1", "2", "4");
        assertThat(ids(new AuditQuery(null, JULES, null))).containsExactly("3");
        assertThat(ids(new AuditQuery(null, null, "jules"))).containsExactly("1", "3", "4");
        assertThat(ids(new AuditQuery(null, STRIPE, "jules"))).containsExactly("1", "4");
        assertThat(ids(new AuditQuery(null, null, "jul"))).isEmpty();
        assertThat(ids(new AuditQuery(TestClock.START, null, null))).containsExactly("1", "2", "3", "4");
        assertThat(ids(new AuditQuery(TestClock.START.plusMillis(499), null, null)))
                .containsExactly("2", "3", "4");
        assertThat(ids(new AuditQuery(TestClock.START.plusMillis(500), null, null)))
                .containsExactly("2", "3", "4");
        assertThat(ids(new AuditQuery(TestClock.START.plusMillis(501), null, null)))
                .containsExactly("4");
        assertThat(ids(new AuditQuery(TestClock.START.plusSeconds(1), null, "jules")))
                .containsExactly("4");
        assertThat(ids(new AuditQuery(TestClock.START.plusSeconds(2), null, null)))
                .isEmpty();
    }

    private List<String> ids(AuditQuery query) {
        return rows(query).stream().map(row -> row.text("request_id")).toList();
    }

    @Test
    void append_manyThreads_losesNoRowAndTheChainHolds() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(32);
        List<Callable<Boolean>> writes = new ArrayList<>();
        for (int i = 0; i < 320; i++) {
            String id = "request " + i;
            writes.add(() -> {
                log().settle(log().open(List.of(decision(id))), List.of(outcome(id)));
                log().append(List.of(read(id, "jules", STRIPE)));
                return true;
            });
        }
        try {
            for (Future<Boolean> done : threads.invokeAll(writes)) {
                assertThat(done.get()).isTrue();
            }
        } finally {
            threads.shutdown();
        }
        assertThat(log().verify()).isEqualTo(new Verification(960, null));
        List<AuditRow> all = rows(AuditQuery.ALL);
        for (int i = 0; i < 320; i++) {
            String id = "request " + i;
            assertThat(all).filteredOn(row -> row.text("request_id").equals(id)).hasSize(3);
        }
    }

    /** A chain that grows while it is verified is no broken chain. */
    @Test
    void verify_whileOthersWrite_holds() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            Future<?> writer = threads.submit(() -> {
                for (int i = 0; i < 400; i++) {
                    log().append(List.of(read("request " + i, "jules", STRIPE)));
                }
            });
            while (!writer.isDone()) {
                assertThat(log().verify().fault()).isNull();
            }
            writer.get();
        } finally {
            threads.shutdown();
        }
        assertThat(log().verify().rows()).isEqualTo(400);
    }
}
