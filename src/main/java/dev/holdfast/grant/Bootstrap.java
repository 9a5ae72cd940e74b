package dev.holdfast.grant;

import dev.holdfast.access.Call;
import dev.holdfast.agent.Role;
import dev.holdfast.audit.Origin;
import dev.holdfast.policy.Authority;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The first of all tokens: whoever has the bootstrap token of the server's environment gets a token of the person {@value
 * #ADMIN}, who may administer. Thread-safe.
 */
public final class Bootstrap {

    /** Whom the audit names as the holder. */
    public static final String ADMIN = "admin";

    /** A shorter one could be guessed. */
    public static final int SHORTEST = 16;

    private final byte @Nullable [] hash;
    private final Tokens tokens;

    /** @param expected what the environment says, of which the hash alone is kept; null or too short: nobody gets one */
    public Bootstrap(@Nullable CharSequence expected, Tokens tokens) {
        this.hash = expected == null || expected.length() < SHORTEST ? null : hash(expected);
        this.tokens = tokens;
    }

    /** Whether this is the bootstrap token. Takes as long for a wrong one as for the right one. */
    public boolean accepts(CharSequence given) {
        return MessageDigest.isEqual(hash == null ? new byte[1] : hash, hash(given));
    }

    /** A token for the administrator, for whoever was accepted. */
    public Tokens.Issued issue(Origin origin, Duration lasting) {
        Call call = Call.ofPerson("bootstrap", Authority.ALL, origin);
        return tokens.forPerson(call, ADMIN, List.of(Role.ADMIN), lasting);
    }

    private static byte[] hash(CharSequence text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.toString().getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256", e);
        }
    }
}
