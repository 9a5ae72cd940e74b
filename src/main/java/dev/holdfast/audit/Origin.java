package dev.holdfast.audit;

import org.jspecify.annotations.Nullable;

/**
 * Where a call came from.
 *
 * @param channel the way it came in
 * @param ipAddress the caller's address, or null where there is no network between
 * @param userAgent what the caller's program calls itself, at most {@value #LONGEST} printable characters of ASCII; or null
 */
public record Origin(
        Channel channel,
        @Nullable String ipAddress,
        @Nullable String userAgent) {

    /** The most characters of a program's name that a row keeps. */
    public static final int LONGEST = 120;

    /** What a program calls itself is text of a stranger: a row keeps its letters, and no more of it than helps. */
    public Origin {
        userAgent = userAgent == null ? null : plain(userAgent);
    }

    /** A call that came over no network. */
    public static Origin of(Channel channel) {
        return new Origin(channel, null, null);
    }

    private static String plain(String text) {
        StringBuilder plain = new StringBuilder();
        text.chars().filter(c -> c >= ' ' && c < 127).limit(LONGEST).forEach(c -> plain.append((char) c));
        return plain.toString();
    }
}
