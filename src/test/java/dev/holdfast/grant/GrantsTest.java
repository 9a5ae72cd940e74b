package dev.holdfast.grant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.holdfast.access.Call;
import dev.holdfast.access.Door;
import dev.holdfast.access.Reason;
import dev.holdfast.access.Refusal;
import dev.holdfast.policy.Action;
import dev.holdfast.secret.KeyPath;
import dev.holdfast.secret.Remark;
import dev.holdfast.secret.SecretValue;
import dev.holdfast.state.GrantTable;
import dev.holdfast.store.ReadSecret;
import dev.holdfast.store.TestClock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class GrantsTest {

    private static final KeyPath STRIPE = KeyPath.parse("project/consilio/stripe_api_key");
    private static final Remark PURPOSE = Remark.of("purpose", "deploy the payments", 10, null);
    private static final Duration HOUR = Duration.ofHours(1);

    @TempDir
    private Path home;

    private Door door;
    private Grants grants;

    @BeforeEach
    void open() throws SQLException {
        door = new Door(home);
        grants = new Grants(door.access, GrantTable.open(door.database), door.clock, new SecureRandom());
        door.put(STRIPE, "abc123");
    }

    @AfterEach
    void close() {
        door.close();
    }

    private static Call requester() {
        return Door.call("jules", Set.of(Action.REQUEST), "project/consilio/*");
    }

    private Grant request(int uses) {
        return grants.request(requester(), STRIPE, PURPOSE, HOUR, uses);
    }

    private boolean redeems(Grant grant) {
        try (ReadSecret secret = grants.redeem(Door.local(), grant.accessToken())) {
            return secret.value().sameAs(SecretValue.of("abc123"));
        }
    }

    private static Reason refused(Callable<?> act) {
        return catchThrowableOfType(Refusal.class, act::call).reason();
    }

    @Test
    void request_allowed_isGrantedUntilItsTime() {
        Grant grant = request(3);
        assertThat(grant.expired()).isFalse();
        assertThat(grant.expiresAt()).isEqualTo(TestClock.START.plus(HOUR));
        assertThat(grant.uses()).isZero();
        assertThat(grant.maxUses()).isEqualTo(3);
        assertThat(grant.keyId()).isEqualTo(door.store.describe(STRIPE).keyId());
        assertThat(grant.accessToken()).startsWith("hfa_");
        assertThat(grant.toString().contains(grant.accessToken())).isFalse();
        assertThat(request(1).accessToken().equals(grant.accessToken())).isFalse();
    }

    @Test
    void redeem_uses_areCountedToTheirEnd() {
        Grant grant = request(2);
        assertThat(redeems(grant)).isTrue();
        assertThat(grants.status(requester(), grant.grantId()).uses()).isEqualTo(1);
        assertThat(redeems(grant)).isTrue();
        assertThat(refused(() -> redeems(grant))).isEqualTo(Reason.UNAUTHENTICATED);
        assertThat(grants.status(requester(), grant.grantId()).expired()).isTrue();
    }

    @Test
    void redeem_time_endsItToTheMoment() {
        Grant grant = request(9);
        door.clock.advance(HOUR.minusMillis(1));
        assertThat(redeems(grant)).isTrue();
        door.clock.advance(Duration.ofMillis(1));
        assertThat(refused(() -> redeems(grant))).isEqualTo(Reason.UNAUTHENTICATED);
        assertThat(grants.status(requester(), grant.grantId()).expired()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "hfa_", "hfa_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "canary"})
    void redeem_unknownToken_isRefusedWithItsRow(String token) {
        Call call = Door.local();
        assertThat(refused(() -> grants.redeem(call, token))).isEqualTo(Reason.UNAUTHENTICATED);
        assertThat(door.rows(call)).containsExactly("outcome DENIED UNAUTHENTICATED read - -");
    }

    @Test
    void redeem_allowed_namesTheOneItWasGrantedTo() {
        Grant grant = request(1);
        Call call = Door.call("redeemer", Set.of(Action.LIST), "meta/**");
        grants.redeem(call, grant.accessToken()).close();
        assertThat(door.rows(call)).containsExactly("outcome GRANTED - read " + STRIPE + " 1");
    }

    @Test
    void redeem_valueThatCannotBeRead_givesTheUseBack() throws SQLException {
        Grant grant = request(1);
        door.sql("ALTER TABLE secret_version RENAME TO away");
        assertThat(refused(() -> redeems(grant))).isEqualTo(Reason.STORE_UNAVAILABLE);
        door.sql("ALTER TABLE away RENAME TO secret_version");
        assertThat(redeems(grant)).isTrue();
    }

    @Test
    void redeem_auditDown_givesTheUseBack() throws SQLException {
        Grant grant = request(1);
        door.auditFails("1");
        assertThat(refused(() -> redeems(grant))).isEqualTo(Reason.AUDIT_UNAVAILABLE);
        door.auditWorks();
        assertThat(redeems(grant)).isTrue();
    }

    @Test
    void request_withoutTheRight_isDenied() {
        Call call = Door.call("reader", Set.of(Action.READ), "**");
        assertThat(refused(() -> grants.request(call, STRIPE, PURPOSE, HOUR, 1)))
                .isEqualTo(Reason.ACCESS_DENIED);
    }

    @Test
    void request_outcomeRowFails_leavesNoTokenThatIsKnown() throws SQLException {
        door.auditFails("NEW.phase = 'outcome'");
        assertThat(refused(() -> request(1))).isEqualTo(Reason.AUDIT_UNAVAILABLE);
    }

    @Test
    void status_ofAnotherAgent_isNotFound() {
        Grant grant = request(1);
        Call other = Door.call("other", Set.of(Action.REQUEST), "**");
        assertThat(refused(() -> grants.status(other, grant.grantId()))).isEqualTo(Reason.NOT_FOUND);
        Call own = requester();
        assertThat(grants.status(own, grant.grantId()).accessToken()).isNull();
        assertThat(door.rows(own)).containsExactly("outcome GRANTED - request " + STRIPE + " -");
    }

    @Test
    void files_afterARequest_holdNoToken() throws IOException {
        String token = request(1).accessToken();
        try (Stream<Path> files = Files.list(home)) {
            for (Path file : files.toList()) {
                String content = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
                assertThat(content.contains(token))
                        .as(file.getFileName().toString())
                        .isFalse();
                assertThat(content.contains(token.substring(4)))
                        .as(file.getFileName().toString())
                        .isFalse();
            }
        }
    }
}
