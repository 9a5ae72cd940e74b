package dev.holdfast.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class KeyPathHintTest {

    @ParameterizedTest
    @CsvSource({
        "project/CONSILIO/Key, project/consilio/key",
        "PROJECT/consilio/key, project/consilio/key",
        "project/consilio/stripeApiKey, project/consilio/stripeapikey",
        "project/consilio/STRIPE_API_KEY, project/consilio/stripe_api_key",
        "'project/consilio/stripe api key', project/consilio/stripe_api_key",
        "'  project/consilio/key  ', project/consilio/key",
        "'project/consilio/key ', project/consilio/key",
        "'project / consilio / key', project/consilio/key",
        "/project/consilio/key, project/consilio/key",
        "project/consilio/key/, project/consilio/key",
        "project//consilio///key, project/consilio/key",
        "project\\consilio\\key, project/consilio/key",
        "project/consilio/_key-, project/consilio/key",
        "project/consilio/stripe.key, project/consilio/stripe_key",
        "project/consilio/stripe+key, project/consilio/stripe_key",
        "project.consilio.key, project/consilio/key",
        "project.consilio/key, project/consilio/key",
        "meta.cloudflare.api_token, meta/cloudflare/api_token",
        "service_keys/jules_api.production, service_keys.jules_api.production",
        "Service_Keys.Jules_API.Production, service_keys.jules_api.production",
        "service-keys/jules_api/production, service_keys.jules_api.production",
        "databse_connections.orders.production, database_connections.orders.production",
        "projects/consilio/key, project/consilio/key",
        "project/consilio/stripe/key, project/consilio/stripe_key",
        "consilio/stripe_api_key, project/consilio/stripe_api_key",
        "Consilio/Stripe_Api_Key, project/consilio/stripe_api_key",
        "secret/project/consilio/key, project/consilio/key",
        "secret/data/project/consilio/key, project/consilio/key",
    })
    void parse_pathThatCanBeRepaired_suggestsIt(String path, String meant) {
        assertThat(refusalOf(path).hint()).contains("did you mean " + meant + "?");
    }

    @ParameterizedTest
    @CsvSource({
        "consilio-stripe-key, project/{project}/{name}, project/consilio/stripe_api_key",
        "project/consilio, project/{project}/{name}, project/consilio/stripe_api_key",
        "project, project/{project}/{name}, project/consilio/stripe_api_key",
        "a/b/c/d, project/{project}/{name}, project/consilio/stripe_api_key",
        "/etc/passwd, project/{project}/{name}, project/consilio/stripe_api_key",
        "meta/cloudflare, meta/{service}/{name}, meta/cloudflare/api_token",
        "SERVICE_KEYS, service_keys and one to four more segments, service_keys.jules_api.production",
        "external_apis.a.b.c.d.e, external_apis and one to four more segments, external_apis.openai.production",
        "database_connections, database_connections and one, database_connections.orders.production",
        "third_party_integrations, third_party_integrations and one, third_party_integrations.slack.bot_token",
    })
    void parse_pathThatCannotBeRepaired_givesFormatAndExample(String path, String format, String example) {
        assertThat(refusalOf(path).hint()).contains(format, example).doesNotContain("did you mean");
    }

    /** No real keys: each has the shape that its issuer gives to one. */
    static Stream<String> pathsWithASecretInside() {
        return Stream.of(
                "project/consilio/sk_live_Abc",
                "consilio/sk-Proj1",
                "project/consilio/ghp_ABC",
                "project/consilio/xoxb-ABC",
                "project/consilio/AKIA",
                "project/CONSILIO/eyJhbGci",
                "project/consilio/key sk_live_abc",
                "project/consilio/Zx9Qw8Er7Ty6Ui5Op4As3",
                "project/CONSILIO/4f9a1c7e8b2d6053f1e2",
                "project/consilio/550E8400-e29b-41d4-a716-446655440000",
                "STRIPE_KEY=hunter2/Abc",
                "postgresql://app:Hunter2@db/orders",
                "project/consilio/Hunter2!",
                "project/consilio/p@ssWord",
                "project/consilio/YWJjZA==");
    }

    @ParameterizedTest
    @MethodSource("pathsWithASecretInside")
    void parse_pathWithASecretInside_repeatsNothing(String path) {
        InvalidInput refused = refusalOf(path);

        assertThat(refused.hint()).doesNotContain("did you mean");
        assertThat(refused.problem() + refused.hint() + refused.getMessage()).doesNotContain(lastSegment(path));
    }

    static Stream<String> absurdPaths() {
        return Stream.of(
                "../../etc/passwd",
                "project/../key",
                "project/consilio/..",
                "project/consilio/\u0000",
                "project/consilio/%2e%2e",
                "project/consilio/kеy",
                "project/consilio/ｋｅｙ",
                "project/müller/key",
                "project/consilio/k\u200Bey",
                "project/consilio/---",
                "//",
                ".",
                "project/consilio/" + "A".repeat(65),
                "service_keys.A.b.c.d.e.f",
                "A".repeat(257));
    }

    @ParameterizedTest
    @MethodSource("absurdPaths")
    void parse_absurdPath_suggestsNothing(String path) {
        assertThat(refusalOf(path).hint()).contains("for example").doesNotContain("did you mean");
    }

    private static InvalidInput refusalOf(String path) {
        InvalidInput refused = catchThrowableOfType(InvalidInput.class, () -> KeyPath.parse(path));
        assertThat(refused).as("refusal").isNotNull();
        return refused;
    }

    private static String lastSegment(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
