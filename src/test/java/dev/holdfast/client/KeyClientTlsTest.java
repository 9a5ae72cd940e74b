package dev.holdfast.client;

import static dev.holdfast.client.KeyClientContract.kind;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.holdfast.client.KeyServiceException.Kind;
import dev.holdfast.services.ServerCertificate;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyClientTlsTest {

    private static final char[] PASSWORD = "not-a-secret".toCharArray();

    @TempDir
    private Path folder;

    private SSLContext untrusted() throws Exception {
        ServerCertificate.in(folder);
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(KeyStore.getInstance(folder.resolve("keys.p12").toFile(), PASSWORD), PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }

    @Test
    void server_thatNobodyVouchesFor_getsNoToken() throws Exception {
        AtomicInteger requests = new AtomicInteger();
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(untrusted()));
        server.createContext("/", exchange -> requests.incrementAndGet());
        server.start();
        FakeTiming timing = new FakeTiming();
        try (KeyClient client = KeyClient.builder()
                .serviceToken(KeyStub.TOKEN)
                .keyServiceUrl("https://localhost:" + server.getAddress().getPort())
                .timing(timing)
                .build()) {
            assertThatThrownBy(() -> client.getKey("meta/a/b"))
                    .satisfies(e -> assertThat(kind(e)).isEqualTo(Kind.UNTRUSTED));
        } finally {
            server.stop(0);
        }
        assertThat(requests).hasValue(0);
        assertThat(timing.pauses()).isEmpty();
    }
}
