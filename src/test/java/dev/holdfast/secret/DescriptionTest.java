package dev.holdfast.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class DescriptionTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Stripe key for Consilio",
                "Stripe API key that charges cards in the web shop",
                "a b stripekey",
                "Database password for production",
                "JWT signing key of the gateway",
                "Test secret for integration tests",
                "Session secret of Consilio's shop (2026), see §4",
                "Geheimnis für Müllers Werkstatt",
                "Ключ API для платежей",
                "コンシリオの決済用の秘密鍵です",
                "⚠️ Consilio deploy key 🚀",
                "Key from https://dash.example.com/apikeys",
            })
    void of_usefulText_isTaken(String text) {
        assertThat(Description.of(text, null).text()).isEqualTo(text);
    }

    @Test
    void of_blanksAtTheEnds_areTakenOff() {
        assertThat(Description.of(" \n Stripe key for Consilio \t", null).text())
                .isEqualTo("Stripe key for Consilio");
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "   ", "\n"})
    void of_missingText_asksForOneWithAnExample(String text) {
        InvalidInput refused = refusalOf(text, null);

        assertThat(refused.subject()).isEqualTo(InvalidInput.Subject.DESCRIPTION);
        assertThat(refused.problem()).isEqualTo("A new secret needs a description.");
        assertThat(refused.hint()).contains("for example: Stripe secret key");
    }

    @Test
    void of_itsOwnExample_isTaken() {
        String hint = refusalOf(null, null).hint();
        String example = hint.substring(hint.indexOf("for example: ") + "for example: ".length());

        assertThat(Description.of(example, null).text()).isEqualTo(example);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "API key of app",
                "the secret token",
                "The Secret Token!",
                "this is a password",
                "This is the API key.",
                "my secret api key value",
                "a very important secret",
                "secret - secret - secret",
                "api_key api_key api_key",
                "API key for the service",
                "secret key used by the application",
                "password 1 2 3 4 5",
                "... key ... token ... value",
            })
    void of_genericWordsAlone_isRefused(String text) {
        assertThat(refusalOf(text, null).problem()).contains("generic words alone");
    }

    @ParameterizedTest
    @CsvSource({
        "API key, shorter than 12",
        "Password, shorter than 12",
        "Secret, shorter than 12",
        "stripe_secret_key_of_the_consilio_shop, fewer than three words",
        "consilio stripekey, fewer than three words",
        "consilio - stripekey - !!, fewer than three words",
    })
    void of_tooLittle_isRefused(String text, String rule) {
        assertThat(refusalOf(text, null).problem()).contains(rule);
    }

    @Test
    void of_lengthInCodePoints_twelveToFiveHundred() {
        String words = "A shop key ";

        assertThat(Description.of(words + "🚀", null).text()).hasSize(13);
        assertThat(Description.of(words + "🚀".repeat(489), null).text()).hasSize(11 + 2 * 489);
        assertThat(refusalOf(words + "🚀".repeat(490), null).problem()).contains("longer than 500");
        assertThat(refusalOf("a b " + "c".repeat(5_000_000), null).problem()).contains("longer than 500");
        assertThat(refusalOf("ab cd efghi", null).problem()).contains("shorter than 12");
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                0x00, 0x07, 0x09, 0x0A, 0x0D, 0x1B, 0x7F, 0x85, 0xAD, 0x061C, 0x115F, 0x180E, 0x200B, 0x200C, 0x200D,
                0x200E, 0x200F, 0x2028, 0x2029, 0x202A, 0x202B, 0x202C, 0x202D, 0x202E, 0x2060, 0x2066, 0x2067, 0x2068,
                0x2069, 0x2800, 0x3164, 0xD800, 0xDFFF, 0xE000, 0xFE00, 0xFEFF, 0xFFA0, 0xE0041, 0xE0100
            })
    void of_invisibleCharacter_isRefused(int codePoint) {
        String text = "Stripe key for" + Character.toString(codePoint) + " Consilio";

        assertThat(refusalOf(text, null).problem()).contains("control, bidi or zero-width");
    }

    @ParameterizedTest
    @CsvSource({
        // what is stored, the description, whether it tells
        "abcdefgh12345678, Stripe key abcdefgh for Consilio, true",
        "abcdefgh12345678, Stripe key h1234567 for Consilio, true",
        "abcdefgh12345678, Stripe key 12345678 for Consilio, true",
        "abcdefgh12345678, Stripe key abcdefgh12345678 for Consilio, true",
        "abcdefgh12345678, Stripe keyabcdefghfor Consilio, true",
        "abcdefgh12345678, Stripe key abcdefg for Consilio, false",
        "abcdefgh12345678, Stripe key ABCDEFGH for Consilio, false",
        "abcdefgh12345678, Stripe key abcd efgh 1234 Consilio, false",
        "stripe-payment-test, Key of the stripe-payment page, true",
        "abc123, Key abc123 for the Consilio shop, true",
        "abc123, Key xabc123x for the Consilio shop, true",
        "abc123, Key abc12 for the Consilio shop, false",
        "hunter2, Mail login of hunter for Consilio, false",
        "pin4, Card with pin4 of the Consilio shop, true",
        "ab, Key about the Consilio shop, false",
        "ab, Key ab of the Consilio shop, true",
        "a, Key a of the Consilio shop, false",
        "schlüssel-grün, Der schlüssel-grün von Consilio, true",
        "schlüssel-grün, Der schlüsse von Consilio, true",
        "schlüssel-grün, Der schlüss von Consilio, false",
        "🔑🔑🔑🔑🔑🔑🔑🔑, Stripe 🔑🔑🔑🔑🔑🔑🔑🔑 for Consilio, true",
        "postgresql://app:Zx9Qw8Er@db/orders, Orders database postgresql:// address, false",
        "postgresql://app:Zx9Qw8Er@db/orders, Orders postgresql://app address, false",
        "postgresql://app:Zx9Qw8Er@db/orders, Orders with Zx9Qw8Er in it, true",
        "postgresql://app:Zx9Qw8Er@db/orders, Orders with app:Zx9Qw in it, true",
        "jdbc:postgresql://db/orders, A jdbc:postgresql:// address of Consilio, false",
        "jdbc:postgresql://db/orders, The db/orders address of Consilio, true",
        "https://a.b, Web hook https://a.b of Consilio, true",
        "https://a.b, Web hook https://a.c of Consilio, false",
        "'{\"uri\":\"https://x.test/Zx9Qw8\"}', See https://docs.test for Consilio, false",
    })
    void of_textAndValue_refusedWhereItTellsTheValue(String secret, String text, boolean tells) {
        try (SecretValue value = SecretValue.of(secret)) {
            InvalidInput refused = catchThrowableOfType(InvalidInput.class, () -> Description.of(text, value));

            if (tells) {
                assertThat(refused.problem()).contains("holds the value");
                assertThat(refused.problem() + refused.hint()).doesNotContain(secret);
            } else {
                assertThat(refused).isNull();
            }
        }
    }

    @Test
    void of_longestValueThatRepeatsItself_isAnswered() {
        try (SecretValue value = SecretValue.of("aaaaaaac".repeat(8192))) {
            assertThat(Description.of("Stripe key " + "aaaaaaab".repeat(60), value)
                            .isEmpty())
                    .isFalse();
        }
    }

    @Test
    void of_closedValue_isNoAnswer() {
        SecretValue value = SecretValue.of("abcdefgh12345678");
        value.close();

        assertThatThrownBy(() -> Description.of("Stripe key for Consilio", value))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void stored_anyText_isKeptAsItIs() {
        assertThat(Description.stored("").isEmpty()).isTrue();
        assertThat(Description.stored(" key\n").text()).isEqualTo(" key\n");
        assertThat(Description.stored("key"))
                .isEqualTo(Description.stored("key"))
                .isNotEqualTo(Description.stored("k"));
        assertThat(Description.stored("key"))
                .hasSameHashCodeAs(Description.stored("key"))
                .hasToString("key");
    }

    private static InvalidInput refusalOf(String text, SecretValue value) {
        InvalidInput refused = catchThrowableOfType(InvalidInput.class, () -> Description.of(text, value));
        assertThat(refused).as("refusal").isNotNull();
        return refused;
    }
}
