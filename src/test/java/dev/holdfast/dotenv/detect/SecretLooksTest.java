package dev.holdfast.dotenv.detect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.secret.SecretValue;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which assignments count as secret: made-up values, in the forms that issuers give theirs. */
final class SecretLooksTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "STRIPE_API_KEY | sk_live_abc123xyz",
                "STRIPE_KEY | sk_live_abc",
                "ANYTHING | sk_live_abc123xyz",
                "X | ghp_aaaaaaaaaaaaaaaaaaaaaaaa",
                "DB_PASSWORD | hunter2",
                "PGPASSWORD | hunter2",
                "JWT_SECRET | abc",
                "SESSION_TOKEN | q",
                "DATABASE_URL | postgresql://app:s3cr3t@db.internal:5432/app",
                "REDIS_URL | redis://:s3cr3t@cache:6379/0",
                "AWS_ACCESS_KEY_ID | AKIAABCDEFGHIJKLMNOP",
                "PLAIN_NAME | eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0.abc",
                "SETTING | 7f3Kq9ZpL2mXv8RtB4nW6yUeA1sD5gHj",
                "lower_case_secret | abc",
                "SMTP_PASSWORD | 123456",
            })
    void secret_looksSecret_true(String name, String text) {
        assertThat(secret(name, text)).as(name).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "PORT | 3000",
                "NODE_ENV | production",
                "DEBUG | true",
                "PASSWORD_MIN_LENGTH | 8",
                "SALT_ROUNDS | 10",
                "TOKEN_TTL | 3600",
                "JWT_EXPIRES_IN | 15m",
                "API_KEY_HEADER | X-Api-Key",
                "AUTH_URL | https://login.example.com/oauth",
                "DATABASE_URL | postgresql://localhost:5432/app",
                "REDIS_URL | redis://localhost:6379",
                "SENTRY_DSN | https://0a1b2c@sentry.example.com/42",
                "STRIPE_PUBLISHABLE_KEY | pk_live_51abcdefghijklmnop",
                "VITE_PUBLIC_KEY | abcdef",
                "API_KEY | <your-key-here>",
                "API_KEY | sk_live_****",
                "MAX_TOKENS | 4096",
                "APP_NAME | consilio",
                "ORDER_NUMBER | 12345678901234567890123",
                "SSH_KEY_PATH | /home/app/.ssh/id_ed25519",
            })
    void secret_looksPlain_false(String name, String text) {
        assertThat(secret(name, text)).as(name).isFalse();
    }

    private static boolean secret(String name, String text) {
        try (SecretValue value = SecretValue.stored(text.getBytes(StandardCharsets.UTF_8))) {
            return SecretLooks.secret(name, value);
        }
    }
}
