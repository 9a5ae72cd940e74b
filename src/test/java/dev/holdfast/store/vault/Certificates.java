package dev.holdfast.store.vault;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** A certificate and its authority, made by the JDK's keytool as a test wants them, and a server under it. */
final class Certificates {

    private static final String PASSWORD = "not-a-secret";

    private final Path store;

    private Certificates(Path store) {
        this.store = store;
    }

    /** One for this name ({@code ip:127.0.0.1}, {@code dns:…}), valid for so many days from a start such as {@code -1d}. */
    static Certificates of(Path folder, String name, String start, int days) throws IOException, InterruptedException {
        Path store = folder.resolve("keys.p12");
        keytool(store, List.of("-alias", "ca", "-dname", "CN=" + folder, "-ext", "bc:critical=ca:true"));
        keytool(
                store,
                List.of(
                        "-alias",
                        "server",
                        "-dname",
                        "CN=server",
                        "-signer",
                        "ca",
                        "-ext",
                        "san=" + name,
                        "-startdate",
                        start,
                        "-validity",
                        Integer.toString(days)));
        return new Certificates(store);
    }

    private static void keytool(Path store, List<String> more) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair"));
        command.addAll(List.of("-keystore", store.toString(), "-storepass", PASSWORD, "-storetype", "PKCS12"));
        command.addAll(List.of("-keyalg", "EC", "-groupname", "secp256r1"));
        command.addAll(more);
        Process keytool = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(store.resolveSibling("keytool.txt").toFile())
                .start();
        if (keytool.waitFor() != 0) {
            throw new IllegalStateException("keytool made no certificate");
        }
    }

    /** The authority's certificate in PEM. */
    String pem() throws IOException, GeneralSecurityException {
        Base64.Encoder encoder = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));
        return "-----BEGIN CERTIFICATE-----\n"
                + encoder.encodeToString(keys().getCertificate("ca").getEncoded())
                + "\n-----END CERTIFICATE-----\n";
    }

    /** The same in a file of its own. */
    Path caFile() throws IOException, GeneralSecurityException {
        return Files.writeString(store.resolveSibling("ca.pem"), pem());
    }

    /** A server on the loopback address that answers {@code {}} to all; the caller stops it. */
    HttpsServer server() throws IOException, GeneralSecurityException {
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(keys(), PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(factory.getKeyManagers(), null, null);
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        server.createContext("/", exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            byte[] body = "{\"data\":{\"ttl\":0}}".getBytes(StandardCharsets.US_ASCII);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        return server;
    }

    private KeyStore keys() throws IOException, GeneralSecurityException {
        return KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
    }
}
