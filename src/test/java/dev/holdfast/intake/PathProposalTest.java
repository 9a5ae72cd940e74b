package dev.holdfast.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.secret.KeyPath;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The paths that are proposed for variables. */
final class PathProposalTest {

    private static final Project SHOP = new Project("shop", Path.of("/r"));

    private static List<KeyPath> paths(String file, String variable) {
        return PathProposal.of(SHOP, Path.of("/r").resolve(file), variable);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                ".env | STRIPE_API_KEY | stripe_api_key",
                ".env.production | STRIPE_API_KEY | stripe_api_key_production",
                "production.env | STRIPE_API_KEY | stripe_api_key_production",
                ".env.production.local | KEY | key_production_local",
                "api/.env | DB_PASSWORD | api_db_password",
                "services/api/.env.test | DB_PASSWORD | services_api_db_password_test",
                ".env | _PRIVATE_ | private",
                ".env | a.b-c | a_b-c",
                ".env | PRODUCTION | value_production",
                ".env | ___ | unnamed",
                "käse/.env | KEY | k_se_key"
            })
    void path_isOfFolderVariableAndKind(String file, String variable, String name) {
        assertThat(paths(file, variable).get(0)).hasToString("project/shop/" + name);
    }

    @Test
    void path_ofALongName_isValidAndDiffersAtItsEnd() {
        String one = "A".repeat(70) + "_ONE";
        assertThat(paths(".env", one).get(0).name()).hasSizeLessThanOrEqualTo(KeyPath.MAX_SEGMENT_LENGTH);
        assertThat(paths(".env", one).get(0))
                .isNotEqualTo(paths(".env", "A".repeat(70) + "_TWO").get(0));
    }

    @Test
    void secondPath_differsByPlace_andIsTheSameEachTime() {
        assertThat(paths("a_b/.env", "KEY").get(0))
                .isEqualTo(paths("a/b/.env", "KEY").get(0));
        assertThat(paths("a_b/.env", "KEY").get(1))
                .isNotEqualTo(paths("a/b/.env", "KEY").get(1));
        assertThat(paths("a/b/.env", "KEY").get(1))
                .isEqualTo(paths("a/b/.env", "KEY").get(1));
    }
}
