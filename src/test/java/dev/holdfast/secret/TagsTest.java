package dev.holdfast.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TagsTest {

    private static final String LONGEST = "a".repeat(Tags.MAX_LENGTH);

    private static InvalidInput refusalOf(ThrowingCallable act) {
        InvalidInput refused = catchThrowableOfType(InvalidInput.class, act);
        assertThat(refused.subject()).isEqualTo(InvalidInput.Subject.ARGUMENT);
        return refused;
    }

    private static List<String> many(int count) {
        return IntStream.range(0, count).mapToObj(i -> "tag" + i).toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "7", "pci-dss", "team_payments", "2026-q1", "a-", "a_", "0--_"})
    void of_word_isTaken(String word) {
        assertThat(Tags.of(List.of(word), null).words()).containsExactly(word);
    }

    @Test
    void of_words_areSortedAndEachIsThereOnce() {
        Tags tags = Tags.of(List.of("web", "pci", LONGEST, "web"), null);
        assertThat(tags.words()).containsExactly(LONGEST, "pci", "web");
        assertThat(tags).isEqualTo(Tags.stored(List.of(LONGEST, "web", "pci"))).hasToString(LONGEST + " pci web");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "PCI",
                "-pci",
                "_pci",
                "pci dss",
                "pci,dss",
                "pci\n",
                "pci.dss",
                "größe",
                "pci\u200b",
                "٣",
                "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
            })
    void of_whatIsNoTag_isRefusedAndNotRepeated(String word) {
        InvalidInput refused = refusalOf(() -> Tags.of(List.of("web", word), null));
        assertThat(refused.problem()).startsWith("A tag is not 1 to 40 of a-z");
        assertThat(refused.hint()).contains("lower case");
    }

    @ParameterizedTest
    @CsvSource({
        "sk_live_4ec39hqlyjwd, sk_live_4ec39hqlyjwd",
        "x-4ec39hql, sk_live_4ec39hqlyjwd",
        "hunter2, hunter2",
    })
    void of_whatTellsTheValue_isRefusedAndNotRepeated(String word, String secret) {
        try (SecretValue value = SecretValue.of(secret)) {
            InvalidInput refused = refusalOf(() -> Tags.of(List.of("web", word), value));
            assertThat(refused.problem()).contains("holds the value");
            assertThat(refused.problem() + refused.hint()).doesNotContain(word).doesNotContain(secret);
        }
    }

    @Test
    void of_moreThanTwenty_isRefused() {
        assertThat(Tags.of(many(20), null).words()).hasSize(20);
        assertThat(refusalOf(() -> Tags.of(many(21), null)).problem()).isEqualTo("There are more than 20 tags.");
        assertThat(refusalOf(() -> Tags.of(many(20), null).with(Tags.stored(List.of("more"))))
                        .problem())
                .isEqualTo("There are more than 20 tags.");
    }

    @Test
    void stored_whatIsNoTag_isLeftOut() {
        assertThat(Tags.stored(List.of("web", "Not A Tag", "", "pci\u202e")).words())
                .containsExactly("web");
    }

    @Test
    void withAndWithout_joinAndTakeOff() {
        Tags tags = Tags.of(List.of("pci", "web"), null);
        assertThat(tags.with(Tags.of(List.of("db", "web"), null)).words()).containsExactly("db", "pci", "web");
        assertThat(tags.without(Tags.of(List.of("web", "db"), null)).words()).containsExactly("pci");
        assertThat(tags.without(tags)).isEqualTo(Tags.NONE);
    }
}
