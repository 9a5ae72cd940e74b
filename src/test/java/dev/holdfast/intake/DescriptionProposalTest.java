package dev.holdfast.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.secret.SecretValue;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The descriptions that are proposed for variables. */
final class DescriptionProposalTest {

    private static String of(String variable, String project, String file, String value) {
        try (SecretValue secret = SecretValue.of(value)) {
            return DescriptionProposal.of(variable, new Project(project, Path.of("/r")), file, 7, secret)
                    .text();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "STRIPE_SECRET_KEY | Stripe secret key (STRIPE_SECRET_KEY) of shop, imported from .env",
                "GITHUB_TOKEN | GitHub token (GITHUB_TOKEN) of shop, imported from .env",
                "DB_PASSWORD | Password (DB_PASSWORD) of shop, imported from .env",
                "DATABASE_URL | Address with its login (DATABASE_URL) of shop, imported from .env",
                "THING | Secret (THING) of shop, imported from .env"
            })
    void text_saysWhatItIsAndWhereItWas(String variable, String text) {
        assertThat(of(variable, "shop", ".env", "hunter2")).isEqualTo(text);
    }

    @Test
    void text_ofGenericWordsAlone_isStillADescription() {
        assertThat(of("API_KEY", "app", ".env", "hunter2")).contains("imported");
    }

    @Test
    void text_neverTellsTheValue() {
        assertThat(of("SERVICE_TOKEN", "shop", "moonlight/.env", "moonlight")).doesNotContain("moonlight");
        assertThat(of("MOONLIGHT_TOKEN", "shop", ".env", "MOONLIGHT_TOKEN")).doesNotContain("MOONLIGHT");
        assertThat(of("KEY", "shop", ".env", "imported from")).doesNotContain("imported from");
    }

    @Test
    void text_ofAStrangeFile_isWithoutIt() {
        assertThat(of("KEY", "shop", "a\u202eb/.env", "hunter2"))
                .isEqualTo("Key of shop, imported from line 7 of a .env");
        assertThat(of("KEY", "shop", "d/".repeat(600) + ".env", "hunter2"))
                .hasSizeLessThan(500)
                .endsWith("d/.env");
    }
}
