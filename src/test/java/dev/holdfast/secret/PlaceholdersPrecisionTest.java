package dev.holdfast.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A real secret that was wrongly refused is as bad as a marker that was taken. */
class PlaceholdersPrecisionTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "x",
                "xx",
                "xxx",
                "*",
                "**",
                ".",
                "..",
                "-",
                "<",
                "<>",
                "{}",
                "[]",
                "0",
                "1234",
                "00000000",
                " ",
                "\"\"",
                "test-value",
                "abc123",
                "sk_live_abc123xyz",
                "my-secret-key",
                "my_password",
                "secret",
                "password",
                "hidden",
                "test",
                "dummy",
                "example",
                "changeit",
                "letmein",
                "hunter2",
                "value",
                "key",
                "p****word",
                "a*b*c",
                "***abc***def",
                "pa<ss>word",
                "a<b",
                "<3cats&dogs",
                "ab...yz",
                "...abc",
                "wait...what",
                "a…b",
                "abc..",
                "{abc}1",
                "x{y}z",
                "${A}-${B}",
                "pre${VAR}",
                "{{a}}{{b}}",
                "$ecret",
                "$abc",
                "$1$salt$hash",
                "100%",
                "%41%42",
                "__init__",
                "abcxxxdef",
                "xxx9Qw8Er7",
                "maxxx",
                "Zx9xxxxxQw8",
                "correct-horse-battery-staple",
                "love-your-dog-2024",
                "know_yourself",
                "heretic",
                "come-here",
                "null-island",
                "todolist",
                "redacted-not-really",
                "[1,2,3]",
                "[\"a\",\"b\"]",
                "{\"type\":\"service_account\",\"key\":\"Zx9Qw8\"}",
                "(abc)",
                "[a-z]+",
                "{550e8400-e29b-41d4-a716-446655440000}",
                "550e8400-e29b-41d4-a716-446655440000",
                "postgresql://user:pass@postgres.internal:5432/pact",
                "postgresql://app:Zx9Qw8@db/orders?sslmode=require",
                "https://hooks.example.com/T0/B0/Zx9Qw8",
                "redis://:Zx9*Qw8@cache:6379",
                "amqp://guest:guest@mq/",
                "AQ.example-key",
                "AKIAIOSFODNN7EXAMPLE",
                "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
                "eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0.",
                "-----BEGIN PRIVATE KEY-----\nMIIBVQIBADAN\n-----END PRIVATE KEY-----\n",
                "hf1:short",
                "holdfast",
                "SecretValue",
                "Grüße aus Köln",
                "密码是秘密的",
                "🔑🔑🔑",
            })
    void refuse_realValue_isTaken(String text) {
        assertThatCode(() -> refuse(text)).doesNotThrowAnyException();
    }

    @Test
    void refuse_longMasks_areRefusedAndLongRunsOfLettersAreNot() {
        assertThat(catchThrowableOfType(InvalidInput.class, () -> refuse("*".repeat(65_536))))
                .isNotNull();
        assertThat(catchThrowableOfType(InvalidInput.class, () -> refuse("•".repeat(20_000))))
                .isNotNull();
        for (String letter : new String[] {"a", "x", "A", "0"}) {
            assertThatCode(() -> refuse(letter.repeat(65))).doesNotThrowAnyException();
            assertThatCode(() -> refuse(letter.repeat(65_536))).doesNotThrowAnyException();
        }
    }

    @Test
    void refuse_tenThousandRandomValues_areTaken() {
        Random random = new Random(7);
        for (int i = 0; i < 2_500; i++) {
            byte[] bytes = new byte[16 + random.nextInt(48)];
            random.nextBytes(bytes);
            refuse(Base64.getEncoder().encodeToString(bytes));
            refuse(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
            refuse("sk-" + HexFormat.of().formatHex(bytes));
            refuse(new UUID(random.nextLong(), random.nextLong()).toString());
        }
    }

    /** Every printable ASCII character, so marks of all kinds: a generated password of 12 is taken. */
    @Test
    void refuse_tenThousandRandomPasswords_areTaken() {
        Random random = new Random(11);
        for (int i = 0; i < 10_000; i++) {
            refuse(random.ints(12, 0x21, 0x7F).mapToObj(Character::toString).collect(Collectors.joining()));
        }
    }

    private static void refuse(String text) {
        Placeholders.refuse(text.getBytes(StandardCharsets.UTF_8));
    }
}
