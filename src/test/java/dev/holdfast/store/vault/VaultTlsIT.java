package dev.holdfast.store.vault;

import static dev.holdfast.store.vault.VaultFaultTest.assertTells;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.holdfast.services.OpenBao;
import dev.holdfast.services.OpenBaoServer;
import dev.holdfast.services.RequiresService;
import dev.holdfast.services.Service;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real server under TLS, and spoken to in the wrong one of http and https. */
@RequiresService(Service.OPENBAO)
final class VaultTlsIT {

    @TempDir
    Path folder;

    @Test
    void read_overTls_needsTheServersAuthority() {
        try (OpenBaoServer server = OpenBaoServer.withTls(folder)) {
            server.start();
            server.init();
            server.unseal();
            String token = server.token();
            URI plain = URI.create("http://127.0.0.1:" + server.address().getPort());
            try (VaultConnection trusting = open(server.address(), token, server.caFile());
                    VaultConnection doubting = open(server.address(), token, null);
                    VaultConnection wrong = open(plain, token, null)) {
                assertThat(trusting.read("cubbyhole/nothing").missing()).isTrue();
                assertTells(catchThrowable(() -> doubting.read("cubbyhole/nothing")), Fault.TLS_UNTRUSTED);
                assertTells(catchThrowable(() -> wrong.read("cubbyhole/nothing")), Fault.NOT_VAULT);
            }
        }
    }

    @Test
    void read_tlsToAPlainServer_saysSo() {
        URI address =
                URI.create("https://127.0.0.1:" + OpenBao.shared().address().getPort());
        try (VaultConnection connection = open(address, "t", null)) {
            assertTells(catchThrowable(() -> connection.read("secret/data/a")), Fault.TLS_FAILED);
        }
    }

    private static VaultConnection open(URI address, String token, @Nullable Path caFile) {
        return VaultConnection.open(
                Settings.with(address, Settings.token(token), Settings.LONG, null, caFile), Clock.systemUTC());
    }
}
