package dev.holdfast.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class OwnerTest {

    private static final String LONGEST = "🔑".repeat(Owner.MAX_LENGTH);

    private static InvalidInput refusalOf(String text, SecretValue value) {
        InvalidInput refused = catchThrowableOfType(InvalidInput.class, () -> Owner.of(text, value));
        assertThat(refused.subject()).isEqualTo(InvalidInput.Subject.ARGUMENT);
        return refused;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a", "Payments team", "ana@example.com", "@shop/payments", "Müllers Werkstatt", "決済チーム", "⚠️ Ops"
            })
    void of_name_isTaken(String text) {
        assertThat(Owner.of(text, null).text()).isEqualTo(text);
    }

    @Test
    void of_longestName_isTaken() {
        assertThat(Owner.of(LONGEST, null).text()).isEqualTo(LONGEST);
    }

    @Test
    void of_blanksAtTheEnds_areTakenOff() {
        assertThat(Owner.of(" \n Payments team \t", null)).isEqualTo(Owner.stored("Payments team"));
    }

    static Stream<String> broken() {
        return Stream.of(
                "",
                "   ",
                "\u00a0",
                "Payments\nteam",
                "Payments\tteam",
                "Pay\u0000ments",
                "Pay\u200bments",
                "Pay\u202ements",
                "Pay\u2028ments",
                "Pay\u001b[31mments",
                "\ud83d",
                "\u3164",
                LONGEST + "x",
                "x".repeat(100_000));
    }

    @ParameterizedTest
    @MethodSource("broken")
    void of_whatIsNoVisibleLine_isRefusedAndNotRepeated(String text) {
        InvalidInput refused = refusalOf(text, null);
        assertThat(refused.problem()).isEqualTo("The owner is not one line of 1 to 100 visible characters.");
        assertThat(refused.hint()).startsWith("Name a person or a team");
    }

    @ParameterizedTest
    @CsvSource({
        "sk_live_4eC39HqLyjWD, sk_live_4eC39HqLyjWD",
        "team of 4eC39HqL, sk_live_4eC39HqLyjWD",
        "hunter2 and friends, hunter2",
        "team abc, abc",
    })
    void of_whatTellsTheValue_isRefusedAndNotRepeated(String text, String secret) {
        try (SecretValue value = SecretValue.of(secret)) {
            InvalidInput refused = refusalOf(text, value);
            assertThat(refused.problem()).contains("holds the value");
            assertThat(refused.problem() + refused.hint()).doesNotContain(text).doesNotContain(secret);
        }
    }

    @Test
    void of_nameBesideAValue_isTaken() {
        try (SecretValue value = SecretValue.of("sk_live_4eC39HqLyjWD")) {
            assertThat(Owner.of("Payments team", value).text()).isEqualTo("Payments team");
        }
    }
}
