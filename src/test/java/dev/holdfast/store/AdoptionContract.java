package dev.holdfast.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.holdfast.secret.Fingerprint;
import dev.holdfast.secret.Labels;
import dev.holdfast.secret.Remark;
import dev.holdfast.secret.SecretInfo;
import dev.holdfast.store.StoreException.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How every store gives a secret with all its versions to another store, and takes one over. */
abstract class AdoptionContract extends HoldingContract {

    private static Write because(String reason, Duration grace) {
        return new Write(null, null, grace, true, Remark.of("reason", reason, 1, null));
    }

    @Test
    void history_versions_areAllThatHaveAValueWithTheirFacts() {
        put(STRIPE, "abc123", first());
        clock.advance(Duration.ofHours(1));
        put(STRIPE, "def456", because("the provider asked for it", Duration.ZERO));
        clock.advance(Duration.ofHours(1));
        put(STRIPE, "ghi789", because("it was shown in a meeting", Duration.ofHours(5)));
        try (SecretHistory history = store().history(STRIPE)) {
            assertThat(history.path()).isEqualTo(STRIPE);
            assertThat(history.versions())
                    .extracting(SecretHistory.Version::number)
                    .containsExactly(2, 3);
            SecretHistory.Version second = history.versions().get(0);
            assertThat(second.reason().text()).isEqualTo("the provider asked for it");
            assertThat(second.secret().value().sameAs(value("def456"))).isTrue();
            assertThat(second.secret().info().current()).isFalse();
            assertThat(second.secret().info().updatedAt()).isEqualTo(TestClock.START.plus(Duration.ofHours(1)));
            assertThat(second.secret().info().validUntil()).isEqualTo(TestClock.START.plus(Duration.ofHours(7)));
            assertThat(history.current().reason().text()).isEqualTo("it was shown in a meeting");
            assertThat(history.current().secret().info()).isEqualTo(store().describe(STRIPE));
            assertThat(history.current().secret().value().sameAs(value("ghi789")))
                    .isTrue();
        }
        assertThat(store().history(OTHER)).isNull();
    }

    /** A secret of some other store: versions 3 and 5 are left of five, and 3 is in its grace. */
    protected static SecretHistory elsewhere() {
        return new SecretHistory(List.of(
                version(3, "abc123", Duration.ofDays(9), "the provider asked for it"),
                version(5, "def456", null, null)));
    }

    private static SecretHistory.Version version(int number, String text, Duration end, String reason) {
        return version(number, text, end, reason, labels("Payments team", "pci", "web"));
    }

    static SecretHistory.Version version(int number, String text, Duration end, String reason, Labels labels) {
        SecretInfo info = new SecretInfo(
                STRIPE,
                "key_00112233445566778899aabbccddeeff",
                number,
                description("Stripe API key for payments"),
                labels,
                Fingerprint.ofMac(new byte[16]),
                TestClock.START.minus(Duration.ofDays(30)),
                TestClock.START.minus(Duration.ofDays(20 - number)),
                TestClock.START.minus(Duration.ofDays(17)),
                null,
                end == null ? null : TestClock.START.plus(end),
                true,
                end == null,
                false);
        return new SecretHistory.Version(
                new ReadSecret(info, value(text)), reason == null ? null : Remark.of("reason", reason, 1, null));
    }

    @Test
    void adopt_secretOfAnotherStore_keepsNumbersTimesReasonsAndEnds() {
        try (SecretHistory other = elsewhere()) {
            assertThat(store().adopt(other)).isEqualTo(2);
        }
        SecretInfo info = store().describe(STRIPE);
        assertThat(info.version()).isEqualTo(5);
        assertThat(info.keyId()).isEqualTo("key_00112233445566778899aabbccddeeff");
        assertThat(info.description().text()).isEqualTo("Stripe API key for payments");
        assertThat(info.labels()).isEqualTo(labels("Payments team", "pci", "web"));
        assertThat(info.createdAt()).isEqualTo(TestClock.START.minus(Duration.ofDays(30)));
        assertThat(info.updatedAt()).isEqualTo(TestClock.START.minus(Duration.ofDays(15)));
        assertThat(info.rotatedAt()).isEqualTo(TestClock.START.minus(Duration.ofDays(17)));
        assertThat(info.fingerprint()).isEqualTo(store().fingerprint(STRIPE, value("def456")));
        assertThat(store().list("", "", 10)).containsExactly(info);
        Instant end = TestClock.START.plus(Duration.ofDays(9));
        assertThat(holding("abc123"))
                .containsExactly(new Holding(STRIPE, 3, end, info.labels().tags()));
        for (int gone : List.of(1, 2, 4, 6)) {
            assertThat(store().read(STRIPE, gone)).isNull();
        }
        try (SecretHistory history = store().history(STRIPE)) {
            SecretHistory.Version third = history.versions().get(0);
            assertThat(third.number()).isEqualTo(3);
            assertThat(third.reason().text()).isEqualTo("the provider asked for it");
            assertThat(third.secret().value().sameAs(value("abc123"))).isTrue();
            assertThat(third.secret().info().updatedAt()).isEqualTo(TestClock.START.minus(Duration.ofDays(17)));
            assertThat(third.secret().info().validUntil()).isEqualTo(end);
            assertThat(history.current().secret().value().sameAs(value("def456")))
                    .isTrue();
            assertThat(history.current().reason()).isNull();
            assertThat(history.versions()).hasSize(2);
        }
        assertThat(put(STRIPE, "ghi789", again(WEEK)).info().version()).isEqualTo(6);
        assertThat(holds(STRIPE, 3, "abc123")).isTrue();
    }

    @Test
    void adopt_again_changesNothing() {
        try (SecretHistory other = elsewhere()) {
            store().adopt(other);
            SecretInfo info = store().describe(STRIPE);
            assertThat(store().adopt(other)).isZero();
            assertThat(store().describe(STRIPE)).isEqualTo(info);
        }
    }

    @Test
    void adopt_again_bringsWhatHasComeSince() {
        try (SecretHistory other = elsewhere()) {
            store().adopt(other);
        }
        Duration grace = Duration.ofDays(2);
        try (SecretHistory later = new SecretHistory(
                List.of(version(5, "def456", grace, null), version(8, "ghi789", null, "it was shown")))) {
            assertThat(store().adopt(later)).isEqualTo(1);
            assertThat(store().adopt(later)).isZero();
        }
        assertThat(store().describe(STRIPE).version()).isEqualTo(8);
        assertThat(store().list("", "", 10)).containsExactly(store().describe(STRIPE));
        assertThat(holds(STRIPE, 8, "ghi789")).isTrue();
        assertThat(holds(STRIPE, 5, "def456")).isTrue();
        assertThat(holding("def456"))
                .containsExactly(new Holding(
                        STRIPE,
                        5,
                        TestClock.START.plus(grace),
                        store().describe(STRIPE).labels().tags()));
        clock.advance(grace);
        assertThat(readable(STRIPE, 5)).isFalse();
        assertThat(put(STRIPE, "jkl012", again(WEEK)).info().version()).isEqualTo(9);
    }

    @Test
    void adopt_afterAVersionEnded_changesNothing() {
        SecretHistory.Version short3 = version(3, "abc123", Duration.ofMinutes(1), null);
        try (SecretHistory other = new SecretHistory(List.of(short3, version(5, "def456", null, null)))) {
            store().adopt(other);
            clock.advance(Duration.ofHours(1));
            assertThat(store().adopt(other)).isZero();
        }
        assertThat(readable(STRIPE, 3)).isFalse();
        assertThat(readable(STRIPE, 5)).isTrue();
    }

    @Test
    void adopt_anotherIdAtThePath_isRefused() {
        put(STRIPE, "abc123", first());
        put(STRIPE, "abc123", again(WEEK));
        put(STRIPE, "abc123", again(WEEK));
        adoptionIsRefused();
        assertThat(store().describe(STRIPE).version()).isEqualTo(3);
    }

    @Test
    void adopt_whereAnotherSecretLies_isRefusedAndLeavesIt() {
        put(STRIPE, "other value", first());
        adoptionIsRefused();
        assertThat(holds(STRIPE, 1, "other value")).isTrue();
        assertThat(store().describe(STRIPE).version()).isEqualTo(1);
    }

    @Test
    void adopt_whatWasWrittenToSince_isRefusedAndLeavesIt() {
        try (SecretHistory other = elsewhere()) {
            store().adopt(other);
        }
        put(STRIPE, "ghi789", again(WEEK));
        adoptionIsRefused();
        assertThat(holds(STRIPE, 6, "ghi789")).isTrue();
    }

    @Test
    void adopt_whereTheSecretWasDeleted_isRefused() {
        try (SecretHistory other = elsewhere()) {
            store().adopt(other);
        }
        store().delete(STRIPE);
        adoptionIsRefused();
        assertThat(store().describe(STRIPE)).isNull();
    }

    private void adoptionIsRefused() {
        try (SecretHistory other = elsewhere()) {
            assertThat(catchThrowableOfType(StoreException.class, () -> store().adopt(other))
                            .kind())
                    .isEqualTo(Kind.CONFLICT);
        }
    }
}
