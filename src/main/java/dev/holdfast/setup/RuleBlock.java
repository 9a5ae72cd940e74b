package dev.holdfast.setup;

import dev.holdfast.mcp.Instructions;
import java.util.Optional;

/**
 * The rule as agents read it in CLAUDE.md, AGENTS.md or GEMINI.md: what the server says when a client connects, and an
 * example.
 *
 * <p>It stands between two markers, so that it can be renewed without touching anything else.
 */
final class RuleBlock {

    static final String BEGIN = "<!-- holdfast:begin -->";
    static final String END = "<!-- holdfast:end -->";

    /** The block, its last line without an end. */
    static final String TEXT = BEGIN + "\n## Secrets\n\n"
            + "The MCP server `" + ClientEntry.SERVER + "` (Holdfast) keeps this project's secrets.\n\n"
            + Instructions.TEXT + "\n\n"
            + """
            A secret that you were given, stored and then written into `.env` in one call of `set_secret`:

            ```json
            {
              "keyPath": "project/consilio/stripe_api_key",
              "value": "the secret as you were given it",
              "description": "Stripe API key for payment processing",
              "envFile": ".env"
            }
            ```

            A secret that is stored already, written into `.env` with `write_env`:

            ```json
            {"file": ".env", "entries": [{"name": "STRIPE_API_KEY", "keyPath": "project/consilio/stripe_api_key"}]}
            ```
            """ + END;

    private RuleBlock() {}

    /** The text with the block in it, renewed in place or added at the end; empty when the markers do not pair. */
    static Optional<String> into(String text) {
        String newline = text.contains("\r\n") ? "\r\n" : "\n";
        String block = TEXT.replace("\n", newline);
        int begin = text.indexOf(BEGIN);
        int end = text.indexOf(END);
        if (begin < 0 && end < 0) {
            return Optional.of(text + gap(text, newline) + block + newline);
        }
        return paired(text, begin, end)
                ? Optional.of(text.substring(0, begin) + block + text.substring(end + END.length()))
                : Optional.empty();
    }

    /** The text without the block and the blank line before it; empty when the markers do not pair. */
    static Optional<String> outOf(String text) {
        int begin = text.indexOf(BEGIN);
        int end = text.indexOf(END);
        if (begin < 0 && end < 0) {
            return Optional.of(text);
        }
        if (!paired(text, begin, end)) {
            return Optional.empty();
        }
        String before = text.substring(0, begin).replaceFirst("(\\R)\\R$", "$1");
        String behind = text.substring(end + END.length()).replaceFirst("^\\R", "");
        return Optional.of(before + behind);
    }

    private static boolean paired(String text, int begin, int end) {
        return begin >= 0 && end > begin && text.indexOf(BEGIN, begin + 1) < 0 && text.indexOf(END, end + 1) < 0;
    }

    private static String gap(String text, String newline) {
        if (text.isEmpty()) {
            return "";
        }
        return text.endsWith("\n") ? newline : newline + newline;
    }
}
