package dev.holdfast.store.vault;

import static dev.holdfast.store.vault.VaultFaultTest.assertTells;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.sun.net.httpserver.HttpsServer;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Certificates that are good, and each way in which one is not. */
@Tag("proof")
final class VaultCertificateIT {

    @TempDir
    Path folder;

    @Test
    void read_certificateOfTheCaFile_isTrusted() throws Exception {
        Certificates good = Certificates.of(folder, "ip:127.0.0.1", "-1d", 3);
        assertThat(thrown(good, good.caFile())).isNull();
    }

    @Test
    void read_certificateOfAnotherAuthority_isNotTrusted() throws Exception {
        Certificates good = Certificates.of(folder, "ip:127.0.0.1", "-1d", 3);
        Certificates other = Certificates.of(Files.createDirectory(folder.resolve("other")), "ip:127.0.0.1", "-1d", 3);
        assertTells(thrown(good, other.caFile()), Fault.TLS_UNTRUSTED);
        assertTells(thrown(good, null), Fault.TLS_UNTRUSTED);
    }

    @Test
    void read_certificateOutOfItsTime_isTold() throws Exception {
        Certificates expired = Certificates.of(folder, "ip:127.0.0.1", "-3d", 1);
        assertTells(thrown(expired, expired.caFile()), Fault.TLS_EXPIRED);
        Certificates early = Certificates.of(Files.createDirectory(folder.resolve("early")), "ip:127.0.0.1", "+2d", 1);
        assertTells(thrown(early, early.caFile()), Fault.TLS_EXPIRED);
    }

    @Test
    void read_certificateForAnotherName_isTold() throws Exception {
        Certificates other = Certificates.of(folder, "ip:127.0.0.2", "-1d", 3);
        assertTells(thrown(other, other.caFile()), Fault.TLS_NAME);
        Certificates dns = Certificates.of(Files.createDirectory(folder.resolve("dns")), "dns:vault.example", "-1d", 3);
        assertTells(thrown(dns, dns.caFile()), Fault.TLS_NAME);
        assertTells(thrown("localhost", dns, dns.caFile()), Fault.TLS_NAME);
    }

    @Test
    void read_caFileMissingOrWithoutCertificate_isTold() throws Exception {
        Certificates good = Certificates.of(folder, "ip:127.0.0.1", "-1d", 3);
        assertTells(thrown(good, folder.resolve("nowhere.pem")), Fault.CA_UNREADABLE);
        assertTells(thrown(good, Files.writeString(folder.resolve("empty.pem"), "")), Fault.CA_UNREADABLE);
        assertTells(thrown(good, Files.writeString(folder.resolve("text.pem"), "no certificate")), Fault.CA_UNREADABLE);
    }

    private static @Nullable Throwable thrown(Certificates certificates, @Nullable Path caFile) throws Exception {
        return thrown("127.0.0.1", certificates, caFile);
    }

    private static @Nullable Throwable thrown(String host, Certificates certificates, @Nullable Path caFile)
            throws Exception {
        HttpsServer server = certificates.server();
        URI address = URI.create("https://" + host + ":" + server.getAddress().getPort());
        try (VaultConnection connection = VaultConnection.open(
                Settings.with(address, Settings.token("t"), Settings.LONG, null, caFile), Clock.systemUTC())) {
            return catchThrowable(() -> connection.read("secret/data/a"));
        } finally {
            server.stop(0);
        }
    }
}
