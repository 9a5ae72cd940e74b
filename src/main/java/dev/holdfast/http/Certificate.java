package dev.holdfast.http;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The server's certificate and key out of PEM files, taken anew when these change; until the new ones are whole the old
 * ones stay.
 */
final class Certificate {

    private static final Logger LOG = LoggerFactory.getLogger(Certificate.class);
    private static final String HEAD = "-----BEGIN PRIVATE KEY-----";
    private static final String FOOT = "-----END PRIVATE KEY-----";
    private static final List<String> ALGORITHMS = List.of("RSA", "EC", "EdDSA");

    private final HttpSettings.Tls files;
    private final SslContextFactory.Server factory = new SslContextFactory.Server();
    private String stamp;

    /** @throws IllegalArgumentException when the files hold no certificate and key that belong together */
    Certificate(HttpSettings.Tls files) {
        this.files = files;
        this.stamp = stamp();
        factory.setIncludeProtocols("TLSv1.3", "TLSv1.2");
        // Host is held against a list of its own, which has names that the certificate lacks, such as those of the
        // loopback.
        factory.setSniRequired(false);
        configure(factory);
    }

    SslContextFactory.Server factory() {
        return factory;
    }

    /** Takes the files anew, when they have changed. */
    synchronized void refresh() {
        String now = stamp();
        if (now.equals(stamp)) {
            return;
        }
        try {
            factory.reload(this::configure);
            stamp = now;
            LOG.info("the TLS certificate was read again");
        } catch (Exception e) {
            LOG.warn("the TLS certificate has changed and cannot be read; the one before stays in use");
        }
    }

    private void configure(SslContextFactory target) {
        try {
            target.setKeyStore(keyStore());
            target.setKeyStorePassword("");
        } catch (GeneralSecurityException | IOException | IllegalArgumentException e) {
            throw new IllegalArgumentException("no certificate and PKCS #8 key that belong together");
        }
    }

    private KeyStore keyStore() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        try (InputStream in = Files.newInputStream(files.certificates())) {
            var chain = CertificateFactory.getInstance("X.509")
                    .generateCertificates(in)
                    .toArray(new java.security.cert.Certificate[0]);
            store.setKeyEntry("server", key(), new char[0], chain);
        }
        return store;
    }

    private PrivateKey key() throws GeneralSecurityException, IOException {
        String text = Files.readString(files.key());
        int head = text.indexOf(HEAD);
        int foot = text.indexOf(FOOT);
        if (head < 0 || foot < head) {
            throw new InvalidKeySpecException("no PKCS #8 key in PEM");
        }
        byte[] der = Base64.getMimeDecoder().decode(text.substring(head + HEAD.length(), foot));
        try {
            for (String algorithm : ALGORITHMS) {
                try {
                    return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der));
                } catch (InvalidKeySpecException another) {
                    // Which kind it is stands inside; the next one is tried.
                }
            }
        } finally {
            Arrays.fill(der, (byte) 0);
        }
        throw new InvalidKeySpecException("a key of an unknown kind");
    }

    private String stamp() {
        return stamp(files.certificates()) + " " + stamp(files.key());
    }

    private static String stamp(Path file) {
        try {
            return Files.getLastModifiedTime(file) + " " + Files.size(file);
        } catch (IOException e) {
            return "unreadable";
        }
    }
}
