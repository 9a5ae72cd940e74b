package dev.holdfast.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.services.ServerCertificate;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Set;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** TLS from PEM files, which may change while the server runs. */
final class TlsTest {

    @TempDir
    private Path folder;

    private Path certificates;
    private Path key;

    private void put(ServerCertificate certificate) throws IOException {
        certificates = folder.resolve("used.pem");
        key = folder.resolve("used-key.pem");
        Files.copy(certificate.file(), certificates, StandardCopyOption.REPLACE_EXISTING);
        Files.copy(certificate.keyFile(), key, StandardCopyOption.REPLACE_EXISTING);
    }

    private HttpSettings settings() {
        return new HttpSettings(
                "127.0.0.1",
                0,
                null,
                Set.of(),
                Set.of(),
                Set.of(),
                new HttpSettings.Tls(certificates, key),
                HttpSettings.Limits.DEFAULT);
    }

    /** The status by which the server answers whoever trusts this authority alone. */
    private static int status(HttpWorld world, ServerCertificate trusted) throws IOException, InterruptedException {
        HttpClient client = HttpClient.newBuilder().sslContext(trusted.trust()).build();
        URI keys = URI.create("https://localhost:" + world.listener.port() + "/.well-known/jwks.json");
        return client.send(HttpRequest.newBuilder(keys).build(), HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    @Test
    void files_changed_areUsedWithoutARestart() throws Exception {
        ServerCertificate first = ServerCertificate.in(folder.resolve("first"));
        ServerCertificate second = ServerCertificate.in(folder.resolve("second"));
        put(first);
        try (HttpWorld world = new HttpWorld(folder, settings())) {
            assertThat(status(world, first)).isEqualTo(200);
            Files.writeString(key, "half a file");
            world.listener.refreshCertificate();
            assertThat(status(world, first)).isEqualTo(200);
            put(second);
            world.listener.refreshCertificate();
            assertThat(status(world, second)).isEqualTo(200);
            assertThatThrownBy(() -> status(world, first)).isInstanceOf(SSLHandshakeException.class);
        }
    }

    @Test
    void files_thatHoldNoKey_areToldAtTheStart() throws IOException {
        put(ServerCertificate.in(folder.resolve("first")));
        Files.writeString(key, "no key");
        assertThatThrownBy(() -> new Certificate(new HttpSettings.Tls(certificates, key)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("no key\n");
    }
}
