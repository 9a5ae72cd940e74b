package dev.holdfast.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.app.RestServer.Answer;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Methods that nobody has asked for. */
final class RestMethodsTest {

    @TempDir
    Path home;

    @ParameterizedTest
    @CsvSource({
        "TRACE, /mcp, 'GET, POST, DELETE'",
        "TRACE, /sse, 'GET, POST'",
        "QUERY, /mcp, 'GET, POST, DELETE'",
        "TRACE, /.well-known/jwks.json, 'GET, HEAD'",
        "PUT, /.well-known/jwks.json, 'GET, HEAD'",
        "QUERY, /.well-known/oauth-protected-resource, 'GET, HEAD'",
        "TRACE, /keys/get, 'GET, HEAD'",
        "GET, /keys/batch, POST",
        "OPTIONS, /openapi.json, 'GET, HEAD'"
    })
    void method_thatIsNotServed_isToldWhichAre(String method, String path, String served) {
        try (RestServer server = RestServer.on(home)) {
            String token = server.admin();

            Answer answer = server.send(method, path, token, null);

            assertThat(answer.status()).isEqualTo(405);
            assertThat(answer.response().headers().firstValue("Allow")).hasValue(served);
            assertThat(answer.body().toString()).doesNotContain(token);
        }
    }

    @Test
    void request_withAParameterThatThePostDoesNotKnow_isRefused() {
        try (RestServer server = RestServer.on(home)) {
            Answer answer = server.post("/api/v1/keys/request?ttl=5", server.admin(), "{}");

            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.text("error")).contains("a parameter in the address");
        }
    }
}
