package dev.holdfast.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlaceholdersTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                // masks alone
                "***",
                "****",
                "************",
                "••••",
                "●●●●●●",
                "████",
                "...",
                "…",
                "----",
                "____",
                "####",
                "????",
                "xxxx",
                "xxxxxxxx",
                "XXXXXXXX",
                "xxxx-xxxx-xxxx",
                "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx",
                " **** ",
                "\"****\"",
                "'[REDACTED]'",
                "`****`\n",
                // masked keys
                "sk_live_****",
                "sk_live_••••••••",
                "AKIA****************",
                "hunter****",
                "Bearer ****",
                "sk_live_xxxxxxxx",
                "sk-XXXXXXXXXXXXXXXX",
                "ghp_xxxxxxxxxxxxxxxxxxxx",
                "****************ABCD",
                "••••4242",
                "sk_live_****abcd",
                "ghp_********************wxyz",
                "ab**********yz",
                "postgresql://app:***@db/orders",
                "postgresql://app:xxxxx@db/orders",
                "redis://:****@cache:6379",
                "mysql://root:[REDACTED]@db/orders",
                "postgresql://user:<password>@host/db",
                "postgres://u:${DB_PASS}@h/d",
                // shortened keys
                "sk-abc...",
                "sk-abc…",
                "AIzaSy...",
                "AQ.Ab8RN6IjejxlqvM0...",
                "postgresql://...",
                "sk_live_51H...9xYz",
                "ghp_ab…yz",
                "Bearer eyJhbGci...",
                "-----BEGIN PRIVATE KEY-----\n...\n-----END PRIVATE KEY-----",
                // markers
                "[REDACTED]",
                "[redacted]",
                "<redacted>",
                "<REDACTED>",
                "(redacted)",
                "{redacted}",
                "[MASKED]",
                "[FILTERED]",
                "[Filtered]",
                "[secret]",
                "[hidden]",
                "[REMOVED]",
                "***REMOVED***",
                "***REDACTED***",
                "**secret**",
                "__REDACTED__",
                "[REDACTED: stripe key]",
                "[REDACTED-API-KEY]",
                "sk_live_[REDACTED]",
                "Bearer [REDACTED]",
                "{\"password\": \"[REDACTED]\"}",
                "[object Object]",
                "<****>",
                "<...>",
                "REDACTED",
                // templates and nothing else
                "<your-key-here>",
                "<YOUR_API_KEY>",
                "<your key here>",
                "<key>",
                "<API_KEY>",
                "<Stripe Secret Key>",
                "${VAR}",
                "${STRIPE_KEY}",
                "${STRIPE_KEY:-none}",
                "{{ stripe_key }}",
                "{{stripe_key}}",
                "${{ secrets.KEY }}",
                "{stripe_key}",
                "{YOUR KEY}",
                "__STRIPE_KEY__",
                "%STRIPE_KEY%",
                "$STRIPE_KEY",
                "$(cat key.txt)",
                "process.env.STRIPE_KEY",
                "<%= key %>",
                // words
                "changeme",
                "CHANGEME",
                "change_me",
                "change-me",
                "change me",
                "replace_me",
                "REPLACE-ME",
                "replace_this",
                "replace me with the key",
                "change-me-in-production",
                "placeholder",
                "PLACEHOLDER",
                "api-key-placeholder",
                "placeholder_token",
                "TODO",
                "todo",
                "TODO: set this",
                "tbd",
                "FIXME",
                "null",
                "undefined",
                "your_api_key_here",
                "YOUR_API_KEY",
                "your-key",
                "your-secret-key",
                "yourapikey",
                "your password",
                "your-256-bit-secret",
                "sk_live_your_key_here",
                "enter-your-token-here",
                "api_key_here",
                "paste token here",
                "INSERT_KEY_HERE",
                "put-it-here",
                "replace_with_your_key",
                // what Holdfast shows in place of a value
                "holdfast://project/consilio/key",
                "holdfast://project/consilio/key?version=2",
                "SecretValue[…]",
                "hf1:AAECAwQFBgcICQoLDA0ODw",
            })
    void refuse_placeholder_isRefused(String text) {
        InvalidInput refused = catchThrowableOfType(InvalidInput.class, () -> refuse(text));

        assertThat(refused).as("refusal").isNotNull();
        assertThat(refused.subject()).isEqualTo(InvalidInput.Subject.VALUE);
        assertThat(refused.problem())
                .isEqualTo("The value is a placeholder or a redaction marker, not a secret;"
                        + " storing it would destroy the real one.");
    }

    /** Texts on which a pattern that goes back and forth would take for ever. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "your",
                "a_",
                "a ",
                "*a",
                "<a",
                "key_",
                "here-",
                "${",
                "{{",
                "x-",
                "xxx",
                "..",
                "a:",
                "[redacted",
                "insert_"
            })
    void refuse_repeatedPiece_isAnswered(String piece) {
        assertThatCode(() -> {
                    for (int length : new int[] {64, 500, 60_000}) {
                        catchThrowableOfType(
                                InvalidInput.class, () -> refuse(piece.repeat(length / piece.length()) + "!"));
                    }
                })
                .doesNotThrowAnyException();
    }

    private static void refuse(String text) {
        Placeholders.refuse(text.getBytes(StandardCharsets.UTF_8));
    }
}
