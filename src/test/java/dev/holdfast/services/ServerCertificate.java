package dev.holdfast.services;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A certificate for a server on the loopback address, and the CA made for it; both live for a day. */
public final class ServerCertificate {

    private static final String PASSWORD = "not-a-secret";

    private final Path folder;
    private final KeyStore keys;

    private ServerCertificate(Path folder, KeyStore keys) {
        this.folder = folder;
        this.keys = keys;
    }

    /** Makes CA and certificate, by the JDK's own tool, and writes them in PEM into a new folder. */
    public static ServerCertificate in(Path folder) {
        try {
            Files.createDirectories(folder);
            Path store = folder.resolve("keys.p12");
            keytool(store, "ca", "-ext", "bc:critical=ca:true", "-ext", "ku:critical=keyCertSign");
            keytool(store, "server", "-signer", "ca", "-ext", "san=ip:127.0.0.1,dns:localhost");
            ServerCertificate made =
                    new ServerCertificate(folder, KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray()));
            made.write();
            return made;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    public Path caFile() {
        return folder.resolve("ca.pem");
    }

    public Path file() {
        return folder.resolve("server.pem");
    }

    public Path keyFile() {
        return folder.resolve("server-key.pem");
    }

    /** Trust in this CA and no other. */
    public SSLContext trust() {
        try {
            KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            trusted.setCertificateEntry("ca", keys.getCertificate("ca"));
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, factory.getTrustManagers(), null);
            return context;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private void write() throws IOException, GeneralSecurityException {
        Certificate server = keys.getCertificate("server");
        Key key = keys.getKey("server", PASSWORD.toCharArray());
        Files.writeString(caFile(), pem("CERTIFICATE", keys.getCertificate("ca").getEncoded()));
        Files.writeString(file(), pem("CERTIFICATE", server.getEncoded()));
        Files.writeString(keyFile(), pem("PRIVATE KEY", key.getEncoded()));
    }

    private static String pem(String kind, byte[] content) {
        Base64.Encoder encoder = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));
        return "-----BEGIN " + kind + "-----\n" + encoder.encodeToString(content) + "\n-----END " + kind + "-----\n";
    }

    private static void keytool(Path store, String alias, String... more) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair", "-alias", alias));
        command.addAll(List.of("-keystore", store.toString(), "-storetype", "PKCS12", "-storepass", PASSWORD));
        command.addAll(List.of("-dname", "CN=" + alias, "-keyalg", "EC", "-groupname", "secp256r1", "-validity", "1"));
        command.addAll(List.of(more));
        Path log = store.resolveSibling("keytool.txt");
        Daemon.run(command, log);
    }
}
