package dev.holdfast.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.secret.SecretInfo;
import dev.holdfast.store.StoreException.Kind;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** How every store takes a secret out of sight and brings it back. */
abstract class DeletionContract extends StoreFixture {

    @Test
    void delete_secret_isNeitherReadNorListedNorHeld() {
        put(STRIPE, "abc123", first());
        put(STRIPE, "def456", again(WEEK));
        put(OTHER, "def456", first());
        assertThat(store().delete(STRIPE)).isTrue();
        assertThat(store().read(STRIPE, null)).isNull();
        assertThat(store().read(STRIPE, 1)).isNull();
        assertThat(store().read(STRIPE, 2)).isNull();
        assertThat(store().describe(STRIPE)).isNull();
        assertThat(store().history(STRIPE)).isNull();
        assertThat(store().list("", "", 10)).extracting(SecretInfo::path).containsExactly(OTHER);
        assertThat(holding("def456")).containsExactly(new Holding(OTHER, 1, null));
        assertThat(holding("abc123")).isEmpty();
        assertThat(holds(OTHER, null, "def456")).isTrue();
    }

    @Test
    void delete_nothingThereOrDeletedAlready_isFalse() {
        assertThat(store().delete(STRIPE)).isFalse();
        put(STRIPE, "abc123", first());
        assertThat(store().delete(STRIPE)).isTrue();
        assertThat(store().delete(STRIPE)).isFalse();
    }

    @Test
    void undelete_deletedSecret_isThereAsBefore() {
        put(STRIPE, "abc123", first());
        SecretInfo before = put(STRIPE, "def456", again(WEEK)).info();
        store().delete(STRIPE);
        clock.advance(Duration.ofDays(1));
        assertThat(store().undelete(STRIPE)).isTrue();
        assertThat(store().describe(STRIPE)).isEqualTo(before);
        assertThat(store().list("", "", 10)).containsExactly(before);
        assertThat(holds(STRIPE, null, "def456")).isTrue();
        assertThat(holds(STRIPE, 1, "abc123")).isTrue();
        assertThat(holding("def456")).containsExactly(new Holding(STRIPE, 2, null));
        assertThat(put(STRIPE, "ghi789", again(WEEK)).info().version()).isEqualTo(3);
    }

    @Test
    void undelete_nothingThereOrNotDeleted_isFalse() {
        assertThat(store().undelete(STRIPE)).isFalse();
        put(STRIPE, "abc123", first());
        assertThat(store().undelete(STRIPE)).isFalse();
        assertThat(holds(STRIPE, null, "abc123")).isTrue();
    }

    @Test
    void undelete_versionThatEndedMeanwhile_staysEnded() {
        put(STRIPE, "abc123", first());
        put(STRIPE, "def456", again(Duration.ofMinutes(1)));
        store().delete(STRIPE);
        clock.advance(Duration.ofMinutes(2));
        store().undelete(STRIPE);
        assertThat(readable(STRIPE, 1)).isFalse();
        assertThat(readable(STRIPE, 2)).isTrue();
    }

    @Test
    void put_afterDelete_isNewAndEndsTheVersionsBeforeForGood() {
        SecretInfo old = put(STRIPE, "abc123", first()).info();
        put(STRIPE, "def456", new Write(null, null, WEEK, true));
        store().delete(STRIPE);
        clock.advance(Duration.ofHours(1));
        assertThat(refused(STRIPE, again(WEEK))).isEqualTo(Kind.NEEDS_DESCRIPTION);
        assertThat(refused(STRIPE, new Write(null, null, WEEK, true))).isEqualTo(Kind.NOT_FOUND);
        assertThat(refused(STRIPE, new Write(description("Stripe key of a new account"), 2, WEEK, false)))
                .isEqualTo(Kind.CONFLICT);
        Written written = put(STRIPE, "ghi789", new Write(description("Stripe key of a new account"), 0, WEEK, false));
        assertThat(written.created()).isTrue();
        assertThat(written.previousValidUntil()).isNull();
        assertThat(written.info().version()).isEqualTo(3);
        assertThat(written.info().keyId()).isEqualTo(old.keyId());
        assertThat(written.info().createdAt()).isEqualTo(old.createdAt());
        assertThat(written.info().description().text()).isEqualTo("Stripe key of a new account");
        assertThat(store().describe(STRIPE)).isEqualTo(written.info());
        assertThat(store().undelete(STRIPE)).isFalse();
        assertThat(readable(STRIPE, 1)).isFalse();
        assertThat(readable(STRIPE, 2)).isFalse();
        assertThat(holds(STRIPE, 3, "ghi789")).isTrue();
        assertThat(holding("def456")).containsExactly(new Holding(STRIPE, 2, clock.instant()));
    }
}
