package dev.holdfast.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.secret.Description;
import dev.holdfast.secret.KeyPath;
import dev.holdfast.secret.SecretInfo;
import dev.holdfast.store.StoreException.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every store does, wherever it keeps secrets. */
public abstract class SecretStoreContract extends LabelsContract {

    @Test
    void put_newSecret_isVersionOne() {
        Written written = put(STRIPE, "abc123", first());
        SecretInfo info = written.info();
        assertThat(written.created()).isTrue();
        assertThat(written.previousVersion()).isNull();
        assertThat(written.previousValidUntil()).isNull();
        assertThat(info.path()).isEqualTo(STRIPE);
        assertThat(info.version()).isEqualTo(1);
        assertThat(info.description().text()).isEqualTo("Stripe API key for payments");
        assertThat(info.createdAt()).isEqualTo(TestClock.START);
        assertThat(info.updatedAt()).isEqualTo(TestClock.START);
        assertThat(info.rotatedAt()).isNull();
        assertThat(info.validUntil()).isNull();
        assertThat(info.managed()).isTrue();
        assertThat(info.current()).isTrue();
        assertThat(store().describe(STRIPE)).isEqualTo(info);
        assertThat(holds(STRIPE, null, "abc123")).isTrue();
        assertThat(holds(STRIPE, 1, "abc123")).isTrue();
    }

    @Test
    void put_secondVersion_keepsDescriptionAndGivesTheFirstItsGrace() {
        String keyId = put(STRIPE, "abc123", first()).info().keyId();
        clock.advance(Duration.ofHours(1));
        Written written = put(STRIPE, "def456", again(Duration.ofMinutes(10)));
        Instant end = TestClock.START.plus(Duration.ofMinutes(70));
        assertThat(written.created()).isFalse();
        assertThat(written.previousVersion()).isEqualTo(1);
        assertThat(written.previousValidUntil()).isEqualTo(end);
        assertThat(written.info().version()).isEqualTo(2);
        assertThat(written.info().keyId()).isEqualTo(keyId);
        assertThat(written.info().description().text()).isEqualTo("Stripe API key for payments");
        assertThat(written.info().createdAt()).isEqualTo(TestClock.START);
        assertThat(written.info().updatedAt()).isEqualTo(clock.instant());
        assertThat(holds(STRIPE, null, "def456")).isTrue();
        assertThat(holds(STRIPE, 1, "abc123")).isTrue();
        try (ReadSecret old = store().read(STRIPE, 1)) {
            assertThat(old.info().current()).isFalse();
            assertThat(old.info().validUntil()).isEqualTo(end);
        }
    }

    @Test
    void put_updateWithDescription_replacesIt() {
        put(STRIPE, "abc123", first());
        put(STRIPE, "def456", new Write(description("Stripe key of another account"), null, WEEK, false));
        assertThat(store().describe(STRIPE).description().text()).isEqualTo("Stripe key of another account");
    }

    @Test
    void put_graceZero_endsTheVersionBeforeAtOnce() {
        put(STRIPE, "abc123", first());
        assertThat(put(STRIPE, "def456", again(Duration.ZERO)).previousValidUntil())
                .isNull();
        assertThat(store().read(STRIPE, 1)).isNull();
        assertThat(holds(STRIPE, 2, "def456")).isTrue();
    }

    @Test
    void put_rotation_isToldByItsTime() {
        put(STRIPE, "abc123", first());
        clock.advance(Duration.ofDays(1));
        put(STRIPE, "def456", new Write(null, null, WEEK, true));
        assertThat(store().describe(STRIPE).rotatedAt()).isEqualTo(clock.instant());
        clock.advance(Duration.ofDays(1));
        put(STRIPE, "ghi789", again(WEEK));
        assertThat(store().describe(STRIPE).rotatedAt()).isEqualTo(TestClock.START.plus(Duration.ofDays(1)));
    }

    @Test
    void put_rotationOfNothing_isNotFound() {
        assertThat(refused(STRIPE, new Write(null, null, WEEK, true))).isEqualTo(Kind.NOT_FOUND);
        assertThat(refused(STRIPE, new Write(null, 0, WEEK, true))).isEqualTo(Kind.NOT_FOUND);
        assertThat(store().describe(STRIPE)).isNull();
    }

    @Test
    void put_newWithoutDescription_isRefusedAndNothingIsThere() {
        assertThat(refused(STRIPE, again(WEEK))).isEqualTo(Kind.NEEDS_DESCRIPTION);
        assertThat(store().describe(STRIPE)).isNull();
        assertThat(store().list("", "", 10)).isEmpty();
    }

    @Test
    void put_expectedVersion_mustBeTheCurrentOne() {
        Description description = description("Stripe API key for payments");
        assertThat(refused(STRIPE, new Write(description, 1, WEEK, false))).isEqualTo(Kind.CONFLICT);
        put(STRIPE, "abc123", new Write(description, 0, WEEK, false));
        assertThat(refused(STRIPE, new Write(null, 0, WEEK, false))).isEqualTo(Kind.CONFLICT);
        assertThat(refused(STRIPE, new Write(null, 2, WEEK, true))).isEqualTo(Kind.CONFLICT);
        assertThat(holds(STRIPE, null, "abc123")).isTrue();
        put(STRIPE, "def456", new Write(null, 1, WEEK, true));
        assertThat(holds(STRIPE, 2, "def456")).isTrue();
    }

    @Test
    void read_nothingThere_isNull() {
        assertThat(store().read(STRIPE, null)).isNull();
        put(STRIPE, "abc123", first());
        assertThat(store().read(STRIPE, 2)).isNull();
        assertThat(store().read(OTHER, null)).isNull();
        assertThat(store().describe(OTHER)).isNull();
    }

    @Test
    void list_orderPrefixAfterAndLimit_holdOverManyRows() {
        List<String> expected = new ArrayList<>();
        for (int i : IntStream.range(0, 1_200).map(i -> (i * 7) % 1_200).toArray()) {
            put(KeyPath.parse("project/p%02d/key%04d".formatted(i % 10, i)), "abc123", first());
        }
        IntStream.range(0, 1_200).forEach(i -> expected.add("project/p%02d/key%04d".formatted(i % 10, i)));
        put(KeyPath.parse("project/p1/key"), "abc123", first());
        put(KeyPath.parse("project/p1-2/key"), "abc123", first());
        put(KeyPath.parse("meta/p01/key"), "abc123", first());
        expected.addAll(List.of("project/p1/key", "project/p1-2/key", "meta/p01/key"));
        expected.sort(null);
        assertThat(paths("", 100)).isEqualTo(expected);
        assertThat(paths("", 5_000)).isEqualTo(expected);
        assertThat(paths("project/p01/", 7)).hasSize(120).allMatch(path -> path.startsWith("project/p01/"));
        assertThat(paths("project/p1/", 7)).containsExactly("project/p1/key");
        assertThat(paths("project/none/", 7)).isEmpty();
        assertThat(store().list("project/", "project/p05/key0005", 1))
                .extracting(info -> info.path().slashed())
                .containsExactly("project/p05/key0015");
    }

    private List<String> paths(String prefix, int limit) {
        List<String> paths = new ArrayList<>();
        String after = "";
        while (true) {
            List<SecretInfo> page = store().list(prefix, after, limit);
            assertThat(page).hasSizeLessThanOrEqualTo(limit);
            if (page.isEmpty()) {
                return paths;
            }
            page.forEach(info -> paths.add(info.path().slashed()));
            after = paths.get(paths.size() - 1);
        }
    }

    @Test
    void list_versions_showsTheCurrentOneAlone() {
        put(STRIPE, "abc123", first());
        put(STRIPE, "def456", again(WEEK));
        assertThat(store().list("", "", 10)).extracting(SecretInfo::version).containsExactly(2);
    }

    @Test
    void fingerprint_samePathAndValue_isTheSameAndOfEveryOtherAnother() {
        String stored = put(STRIPE, "abc123", first()).info().fingerprint().text();
        assertThat(store().fingerprint(STRIPE, value("abc123")).text())
                .isEqualTo(stored)
                .startsWith("hf1:");
        assertThat(store().fingerprint(STRIPE, value("abc124")).text()).isNotEqualTo(stored);
        assertThat(store().fingerprint(OTHER, value("abc123")).text()).isNotEqualTo(stored);
        put(STRIPE, "def456", again(WEEK));
        assertThat(put(STRIPE, "abc123", again(WEEK)).info().fingerprint().text())
                .isEqualTo(stored);
    }

    @Test
    void put_longestValueOfAnyText_comesBackEqual() {
        String text = "é\n\t\"'$`\\ \u2028🔑".repeat(3_000) + "#";
        put(STRIPE, text, first());
        assertThat(holds(STRIPE, null, text)).isTrue();
        put(STRIPE, "x".repeat(65_536), again(WEEK));
        assertThat(holds(STRIPE, null, "x".repeat(65_536))).isTrue();
    }
}
