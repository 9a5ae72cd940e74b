package dev.holdfast.proof;

import dev.holdfast.key.MasterKey;
import dev.holdfast.secret.Description;
import dev.holdfast.secret.KeyPath;
import dev.holdfast.secret.SecretValue;
import dev.holdfast.sql.Database;
import dev.holdfast.sql.Sqlite;
import dev.holdfast.store.SecretStore;
import dev.holdfast.store.StoreException;
import dev.holdfast.store.Write;
import dev.holdfast.store.embedded.EmbeddedStore;
import dev.holdfast.store.embedded.MasterKeySource;
import dev.holdfast.store.embedded.StoreKey;
import dev.holdfast.store.vault.VaultBackend;
import dev.holdfast.store.vault.VaultLogin;
import dev.holdfast.store.vault.VaultSettings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;

/**
 * A process that stores a value whenever it is told to.
 *
 * <p>Each line on its standard input is a round; it tries to store the {@linkplain #version next version} of the {@linkplain
 * #path secret} of that round, and answers {@code won N}, {@code lost}, or what else it was told.
 */
public final class ServersRacer {

    /** A secret has so many versions, then the next one is raced for, from nothing again. */
    static final int VERSIONS = 50;

    private ServersRacer() {}

    /** The secret that is raced for in a round, from 0 on. */
    static String path(int round) {
        return "project/proof/race-" + round / VERSIONS;
    }

    /** The version that the secret has before a round. */
    static int version(int round) {
        return round % VERSIONS;
    }

    /** Arguments: {@code vault ADDRESS MOUNT TOKEN_FILE NAME}, or {@code embedded HOME NAME}. */
    public static void main(String[] args) throws Exception {
        PrintStream out = System.out;
        System.setOut(System.err);
        SecureRandom random = new SecureRandom();
        String name = args[args.length - 1];
        if (args[0].equals("vault")) {
            try (VaultBackend backend = VaultBackend.prepare(settings(args), Clock.systemUTC(), random);
                    SecretStore store = backend.store()) {
                race(store, name, out);
            }
        } else {
            embedded(Path.of(args[1]), random, name, out);
        }
    }

    private static VaultSettings settings(String[] args) {
        VaultSettings all = VaultSettings.of(URI.create(args[1]), new VaultLogin.Token(Path.of(args[3]), () -> null));
        return new VaultSettings(
                all.address(), null, args[2], "", Map.of(), all.login(), null, all.connectTimeout(), all.timeLimit());
    }

    private static void embedded(Path home, SecureRandom random, String name, PrintStream out)
            throws IOException, SQLException {
        MasterKeySource source = new MasterKeySource(home.resolve("master.key"), null, random);
        try (Database database = Sqlite.open(home.resolve("holdfast.db"));
                MasterKey key = StoreKey.open(database, source);
                SecretStore store = EmbeddedStore.open(database, key, Clock.systemUTC(), random)) {
            race(store, name, out);
        }
    }

    private static void race(SecretStore store, String name, PrintStream out) throws IOException {
        out.println("ready");
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            out.println(attempt(store, Integer.parseInt(line), name));
        }
    }

    private static String attempt(SecretStore store, int round, String name) {
        try (SecretValue value = SecretValue.of(name + "-" + round)) {
            Write write =
                    new Write(Description.of("A value that two race for", value), version(round), Duration.ZERO, false);
            return "won "
                    + store.put(KeyPath.parse(path(round)), value, write).info().version();
        } catch (StoreException e) {
            return e.kind() == StoreException.Kind.CONFLICT ? "lost" : e.kind().name();
        }
    }
}
