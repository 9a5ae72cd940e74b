package dev.holdfast.grant;

import dev.holdfast.access.Call;
import dev.holdfast.access.Reason;
import dev.holdfast.access.Refusal;
import dev.holdfast.access.SecretAccess;
import dev.holdfast.policy.Action;
import dev.holdfast.policy.Authority;
import dev.holdfast.secret.KeyPath;
import dev.holdfast.secret.Remark;
import dev.holdfast.sql.Trouble;
import dev.holdfast.state.GrantRecord;
import dev.holdfast.state.GrantTable;
import dev.holdfast.store.ReadSecret;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.BiPredicate;

/**
 * Grants access to a secret for a time and a number of uses, and redeems it. Thread-safe.
 *
 * <p>A token is 32 random bytes and is kept as its SHA-256 alone: it has nothing that could be guessed.
 */
public final class Grants {

    private static final String PREFIX = "hfa_";
    private static final int TOKEN_BYTES = 32;

    private final SecretAccess access;
    private final GrantTable table;
    private final Clock clock;
    private final SecureRandom random;

    public Grants(SecretAccess access, GrantTable table, Clock clock, SecureRandom random) {
        this.access = access;
        this.table = table;
        this.clock = clock;
        this.random = random;
    }

    /** Grants access to a secret that exists, where the caller may request it. */
    public Grant request(Call call, KeyPath path, Remark purpose, Duration ttl, int maxUses) {
        return access.request(call, path, info -> {
            String token = PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes(TOKEN_BYTES));
            GrantRecord record = new GrantRecord(
                    "grant_" + HexFormat.of().formatHex(bytes(12)),
                    path,
                    info.keyId(),
                    String.valueOf(call.caller()),
                    purpose.text(),
                    clock.instant().truncatedTo(ChronoUnit.MILLIS).plus(ttl),
                    0,
                    maxUses);
            guarded(() -> {
                table.add(record, hash(token));
                return true;
            });
            return new Grant(record, false, token);
        });
    }

    /** How a grant of the caller stands. */
    public Grant status(Call call, String requestId) {
        access.recognise(call, Action.REQUEST);
        Optional<GrantRecord> found;
        try {
            found = guarded(() -> table.find(requestId));
        } catch (Refusal e) {
            throw access.refuse(call, Action.REQUEST, null, e);
        }
        GrantRecord record = found.filter(grant -> grant.agent().equals(call.caller()))
                .orElseThrow(() -> access.refuse(
                        call,
                        Action.REQUEST,
                        null,
                        new Refusal(
                                Reason.NOT_FOUND,
                                "You have no request with this id.",
                                "Ask for access with keyPath and purpose.")));
        access.require(call, Action.REQUEST, record.path());
        access.noted(call, Action.REQUEST, record.path());
        boolean over = !clock.instant().isBefore(record.expiresAt()) || record.uses() >= record.maxUses();
        return new Grant(record, over, null);
    }

    /** The value that a token stands for; a use is counted, and given back when the value could not be read. */
    public ReadSecret redeem(Call call, String token) {
        return redeem(call, token, (holder, path) -> true);
    }

    /**
     * As the other.
     *
     * @param entitled whether a caller of that name, to whom the access was granted, may still request the secret
     */
    public ReadSecret redeem(Call call, String token, BiPredicate<String, KeyPath> entitled) {
        access.recognise(call, Action.READ);
        GrantRecord grant;
        try {
            grant = guarded(() -> table.use(hash(token), clock.instant())).orElseThrow(Grants::spent);
            if (!entitled.test(grant.agent(), grant.path())) {
                giveBack(grant);
                throw spent();
            }
        } catch (Refusal e) {
            throw access.refuse(call, Action.READ, null, e);
        }
        try {
            return access.get(call.under(only(grant.path()), grant.agent()), grant.path(), null);
        } catch (Refusal e) {
            giveBack(grant);
            throw e;
        }
    }

    private void giveBack(GrantRecord grant) {
        guarded(() -> {
            table.giveBack(grant.id());
            return true;
        });
    }

    private static Authority only(KeyPath path) {
        return (action, asked) -> action == Action.READ && asked.equals(path);
    }

    private static Refusal spent() {
        return new Refusal(
                Reason.UNAUTHENTICATED,
                "This access token is unknown, used up, or past its end.",
                "Ask for access again with request_key.");
    }

    private byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private static byte[] hash(String token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256", e);
        }
    }

    /** Work that the database may fail. */
    private interface Guarded<T> {
        T run() throws SQLException;
    }

    private static <T> T guarded(Guarded<T> work) {
        try {
            return work.run();
        } catch (SQLException e) {
            Trouble trouble = Trouble.of(e);
            throw new Refusal(Reason.STORE_UNAVAILABLE, trouble.problem(), trouble.hint());
        }
    }
}
