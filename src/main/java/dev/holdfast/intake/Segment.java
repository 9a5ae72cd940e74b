package dev.holdfast.intake;

import dev.holdfast.secret.KeyPath;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Set;

/** Text made into a segment of a key path; the same text gives the same segment at any time. */
final class Segment {

    /** As last segments these say which environment a secret is of. */
    private static final Set<String> ENVIRONMENTS = Set.of("production", "staging", "development");

    private static final int HASH_LENGTH = 8;
    private static final int HEAD_LENGTH = KeyPath.MAX_SEGMENT_LENGTH - HASH_LENGTH - 1;

    private Segment() {}

    /** Lower case, with {@code _} for what no segment may hold; the end of a long one is a hash. */
    static String of(String text, String whenEmpty) {
        String made = trimmed(text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_-]", "_"));
        if (made.isEmpty()) {
            return whenEmpty;
        }
        return made.length() <= KeyPath.MAX_SEGMENT_LENGTH ? made : withHash(made, text);
    }

    /** As {@link #of}, and never the name of an environment. */
    static String last(String text) {
        String made = of(text, "unnamed");
        return ENVIRONMENTS.contains(made) ? "value_" + made : made;
    }

    /** The segment with a hash of {@code different} at its end. */
    static String withHash(String segment, String different) {
        String head = segment.substring(0, Math.min(HEAD_LENGTH, segment.length()));
        return head + "_" + hash(different);
    }

    private static String trimmed(String text) {
        return text.replaceAll("^[_-]+|[_-]+$", "");
    }

    private static String hash(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash).substring(0, HASH_LENGTH);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
