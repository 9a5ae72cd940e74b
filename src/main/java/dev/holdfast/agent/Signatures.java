package dev.holdfast.agent;

import dev.holdfast.agent.Unauthenticated.Why;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Whose signatures count: ours, and those of the issuers that are configured. Implementations are thread-safe. */
public interface Signatures {

    /** Three parts in base64url; a parser would skip over white space. */
    Pattern COMPACT = Pattern.compile("[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+");

    /**
     * What a token says.
     *
     * @throws Unauthenticated when it is none that counts, or not whole
     */
    Claims verified(String token) throws Unauthenticated;

    /** That a token is none of those: no library's words, no trace. */
    final class Foreign extends RuntimeException {

        Foreign() {
            super("a token that does not count", null, false, false);
        }
    }

    /**
     * All of them, one after the other.
     *
     * @param keys those that tokens of ours may be signed by, the present one and those before it
     */
    static Signatures of(List<SigningKey> keys, List<Issuer> issuers, Clock clock) {
        List<Signatures> all = new ArrayList<>();
        all.add(new OwnSignatures(keys, clock));
        issuers.forEach(issuer -> all.add(new OutsideSignatures(issuer, clock)));
        return token -> {
            if (!COMPACT.matcher(token).matches()) {
                throw new Unauthenticated(Why.NOT_ACCEPTED);
            }
            Why why = Why.NOT_ACCEPTED;
            for (Signatures one : all) {
                try {
                    return one.verified(token);
                } catch (Unauthenticated e) {
                    // That it has ended says more than that it is none of another's.
                    why = e.why() == Why.NOT_ACCEPTED ? why : e.why();
                }
            }
            throw new Unauthenticated(why);
        };
    }
}
