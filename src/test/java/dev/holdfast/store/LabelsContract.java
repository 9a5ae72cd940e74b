package dev.holdfast.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.secret.Labels;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How every store keeps whose a secret is and what it is found by. */
abstract class LabelsContract extends AdoptionContract {

    private static final Labels PAYMENTS = labels("Payments team", "pci", "web");

    private static Write labelled(Labels labels) {
        return new Write(description("Stripe API key for payments"), null, WEEK, false, null, labels);
    }

    /** Each way of asking gives these. */
    private void has(Labels expected) {
        assertThat(store().describe(STRIPE).labels()).isEqualTo(expected);
        assertThat(store().list("", "", 10))
                .singleElement()
                .satisfies(info -> assertThat(info.labels()).isEqualTo(expected));
        try (ReadSecret secret = store().read(STRIPE, null)) {
            assertThat(secret.info().labels()).isEqualTo(expected);
        }
        try (SecretHistory history = store().history(STRIPE)) {
            assertThat(history.versions())
                    .allSatisfy(version ->
                            assertThat(version.secret().info().labels()).isEqualTo(expected));
        }
    }

    @Test
    void put_withoutLabels_hasNone() {
        assertThat(put(STRIPE, "abc123", first()).info().labels()).isEqualTo(Labels.NONE);
        has(Labels.NONE);
    }

    @Test
    void put_labels_comeBackHowSoeverTheSecretIsAskedFor() {
        assertThat(put(STRIPE, "abc123", labelled(PAYMENTS)).info().labels()).isEqualTo(PAYMENTS);
        has(PAYMENTS);
    }

    @Test
    void put_mostAndLongestLabels_comeBackWhole() {
        String[] tags =
                IntStream.range(10, 30).mapToObj(i -> i + "x".repeat(38)).toArray(String[]::new);
        Labels most = labels("🔑".repeat(100), tags);
        put(STRIPE, "abc123", labelled(most));
        has(most);
    }

    @Test
    void put_labelsOfEachKindAlone_comeBack() {
        put(STRIPE, "abc123", labelled(labels("\"Müller\" \\ Söhne; 決済")));
        has(labels("\"Müller\" \\ Söhne; 決済"));
        put(STRIPE, "abc123", labelled(labels(null, "web")));
        has(labels(null, "web"));
    }

    @Test
    void put_laterWritesAndRotations_keepThem() {
        put(STRIPE, "abc123", labelled(PAYMENTS));
        clock.advance(Duration.ofHours(1));
        assertThat(put(STRIPE, "def456", again(WEEK)).info().labels()).isEqualTo(PAYMENTS);
        put(STRIPE, "ghi789", new Write(null, null, WEEK, true));
        put(STRIPE, "jkl012", new Write(description("Stripe key of another account"), null, WEEK, false));
        has(PAYMENTS);
    }

    @Test
    void put_otherLabels_replaceAllOfThem() {
        put(STRIPE, "abc123", labelled(PAYMENTS));
        put(STRIPE, "abc123", new Write(null, 1, WEEK, false, null, labels("Platform", "db")));
        has(labels("Platform", "db"));
        put(STRIPE, "abc123", new Write(null, 2, WEEK, false, null, Labels.NONE));
        has(Labels.NONE);
    }

    @Test
    void put_refused_leavesThem() {
        put(STRIPE, "abc123", labelled(PAYMENTS));
        assertThat(refused(STRIPE, new Write(null, 7, WEEK, false, null, Labels.NONE)))
                .isEqualTo(StoreException.Kind.CONFLICT);
        has(PAYMENTS);
    }

    @Test
    void undelete_keepsThem_andASecretStoredAnewHasNone() {
        put(STRIPE, "abc123", labelled(PAYMENTS));
        store().delete(STRIPE);
        store().undelete(STRIPE);
        has(PAYMENTS);
        store().delete(STRIPE);
        put(STRIPE, "def456", first());
        assertThat(store().describe(STRIPE).labels()).isEqualTo(Labels.NONE);
        store().delete(STRIPE);
        put(STRIPE, "ghi789", labelled(labels("Platform", "db")));
        assertThat(store().describe(STRIPE).labels()).isEqualTo(labels("Platform", "db"));
    }

    @Test
    void adopt_again_bringsTheLabelsOfWhatHasComeSince() {
        try (SecretHistory other = elsewhere()) {
            store().adopt(other);
        }
        has(PAYMENTS);
        Labels changed = labels(null, "db");
        try (SecretHistory later = new SecretHistory(List.of(
                version(5, "def456", WEEK, null, changed), version(6, "def456", null, "owner changed", changed)))) {
            assertThat(store().adopt(later)).isEqualTo(1);
        }
        has(changed);
    }

    @Test
    void holding_ofALabelledSecret_hasItsTags() {
        put(STRIPE, "abc123", labelled(PAYMENTS));
        put(STRIPE, "def456", again(WEEK));
        assertThat(holding("abc123")).extracting(Holding::tags).containsExactly(PAYMENTS.tags());
        assertThat(holding("def456")).extracting(Holding::tags).containsExactly(PAYMENTS.tags());
    }
}
