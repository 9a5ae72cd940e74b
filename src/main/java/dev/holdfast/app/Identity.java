package dev.holdfast.app;

import dev.holdfast.agent.Authenticator;
import dev.holdfast.agent.Issuer;
import dev.holdfast.agent.JwkSet;
import dev.holdfast.agent.PolledStanding;
import dev.holdfast.agent.Signatures;
import dev.holdfast.agent.SigningKey;
import dev.holdfast.agent.Standing;
import dev.holdfast.agent.TokenIssuer;
import dev.holdfast.agent.TokenVerifier;
import dev.holdfast.config.Environment;
import dev.holdfast.key.Sealer;
import dev.holdfast.sql.Database;
import dev.holdfast.state.AgentTable;
import dev.holdfast.state.ServiceTable;
import dev.holdfast.state.SigningKeyTable;
import dev.holdfast.state.SigningKeyTable.Kept;
import dev.holdfast.state.TokenTable;
import dev.holdfast.store.StoreException;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Who is calling, put together: the keys that tokens are signed by, those that were taken back, and the agents with
 * their rules of this moment.
 */
final class Identity implements AutoCloseable {

    private final List<SigningKey> keys;
    private final TokenTable tokens;
    private final AgentTable agents;
    private final ServiceTable services;
    private final PolledStanding standing;
    private final Authenticator authenticator;

    private Identity(
            List<SigningKey> keys,
            List<Issuer> issuers,
            TokenTable tokens,
            AgentTable agents,
            ServiceTable services,
            PolledStanding standing,
            Clock clock) {
        this.keys = keys;
        this.tokens = tokens;
        this.agents = agents;
        this.services = services;
        this.standing = standing;
        this.authenticator = new TokenVerifier(Signatures.of(keys, issuers, clock), standing, clock);
    }

    /**
     * Opens it, making the first signing key when there is none.
     *
     * @param issuers those outside whose tokens count too
     * @param shared the database that all processes share
     * @param seal the key, of 32 bytes, that signing keys are sealed under; not kept
     */
    static Identity open(
            Environment environment,
            List<Issuer> issuers,
            Database shared,
            byte[] seal,
            Clock clock,
            SecureRandom random)
            throws SQLException {
        TokenTable tokens = TokenTable.open(shared);
        List<SigningKey> keys = keys(SigningKeyTable.open(shared), seal, clock, random);
        AgentTable table = AgentTable.open(shared);
        ServiceTable services = ServiceTable.open(shared);
        KnownAgents agents = new KnownAgents(environment, table);
        PolledStanding standing =
                new PolledStanding(() -> agents.standing(services.all(), tokens.revoked(clock.instant())), clock);
        return new Identity(keys, issuers, tokens, table, services, standing.start(), clock);
    }

    private static List<SigningKey> keys(SigningKeyTable table, byte[] seal, Clock clock, SecureRandom random)
            throws SQLException {
        Sealer sealer = new Sealer(random);
        if (table.all().isEmpty()) {
            SigningKey made = SigningKey.make(random);
            byte[] plain = made.pkcs8();
            byte[] sealed = sealer.seal(seal, place(made.id()), plain);
            Arrays.fill(plain, (byte) 0);
            table.addFirst(new Kept(made.id(), made.publicKey().getEncoded(), sealed), clock.instant());
        }
        return opened(seal, table);
    }

    /** The keys that tokens were signed by so far, without making one. */
    static List<SigningKey> present(Database shared, byte[] seal) throws SQLException {
        return opened(seal, SigningKeyTable.open(shared));
    }

    private static List<SigningKey> opened(byte[] seal, SigningKeyTable table) throws SQLException {
        List<SigningKey> keys = new ArrayList<>();
        for (Kept kept : table.all()) {
            keys.add(opened(seal, kept));
        }
        return keys;
    }

    private static SigningKey opened(byte[] seal, Kept kept) {
        try {
            SigningKey key = SigningKey.of(kept.publicKey(), Sealer.open(seal, place(kept.id()), kept.sealed()));
            if (key.id().equals(kept.id())) {
                return key;
            }
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            // Told below.
        }
        throw StoreException.unavailable(
                "A key that tokens are signed by does not open: its row was changed, or made under another store's key.",
                "Restore the database from a backup, or configure the store that the key was made with.");
    }

    private static byte[] place(String id) {
        return Sealer.place("signing-key", id);
    }

    Authenticator authenticator() {
        return authenticator;
    }

    TokenIssuer issuer() {
        return new TokenIssuer(keys.get(0));
    }

    TokenTable tokens() {
        return tokens;
    }

    AgentTable agents() {
        return agents;
    }

    ServiceTable services() {
        return services;
    }

    /** Finds out now what has changed: whoever has changed it finds it so at once, in this process. */
    void refresh() {
        standing.poll();
    }

    Standing standing() {
        return standing;
    }

    /** The public keys, as a JWK set. */
    byte[] jwks() {
        return JwkSet.of(keys);
    }

    @Override
    public void close() {
        standing.close();
    }
}
