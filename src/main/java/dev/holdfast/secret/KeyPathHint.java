package dev.holdfast.secret;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What to do about a wrong key path: the path that was probably meant, else the format and an example.
 *
 * <p>Repaired are: upper case, blanks and other odd ASCII characters (to {@code _}), separators at the ends or
 * doubled, backslashes, dots where slashes belong and the other way round, a store's mount in front, too many
 * segments of a project or meta path, a near miss of a category's word, and a project's name without
 * {@code project/}. A suggestion is a path that parses. None is made from text that may be a secret, pasted into the
 * wrong field: an error must not repeat it.
 */
final class KeyPathHint {

    private KeyPathHint() {}

    /** The hint for a path of 256 characters or fewer that broke a rule. */
    static String of(String path) {
        KeyPath meant = suggestion(path);
        if (meant != null) {
            return "Check the path: did you mean " + meant + "?";
        }
        Category category = Category.ofWord(KeyPathRules.firstWord(path).toLowerCase(Locale.ROOT));
        return format(category == null ? Category.PROJECT : category);
    }

    /** The format of a category's paths, with an example. */
    static String format(Category category) {
        return switch (category) {
            case PROJECT -> "Write project/{project}/{name}, for example project/consilio/stripe_api_key.";
            case META -> "Write meta/{service}/{name}, for example meta/cloudflare/api_token.";
            case SERVICE_KEYS ->
                "Write service_keys and one to four more segments, for example service_keys.jules_api.production.";
            case EXTERNAL_APIS ->
                "Write external_apis and one to four more segments, for example external_apis.openai.production.";
            case DATABASE_CONNECTIONS ->
                "Write database_connections and one to four more segments, for example"
                        + " database_connections.orders.production.";
            case THIRD_PARTY_INTEGRATIONS ->
                "Write third_party_integrations and one to four more segments, for example"
                        + " third_party_integrations.slack.bot_token.";
        };
    }

    /** The path that was probably meant, or null. */
    static @Nullable KeyPath suggestion(String path) {
        String text = path.strip().replace('\\', '/');
        if (!isRepairable(text) || SecretShape.isLikely(text)) {
            return null;
        }
        List<String> segments = new ArrayList<>();
        for (String raw : pieces(text)) {
            String segment = repaired(raw);
            if (segment.isEmpty()) {
                return null;
            }
            segments.add(segment);
        }
        withoutMount(segments);
        // An absolute path such as that of a file is not a project and a name.
        boolean completed = withCategory(segments, text.startsWith("/"));
        return completed ? KeyPath.parseOrNull(String.join("/", segments)) : null;
    }

    /** Only letters and marks that people put into names; a URL, an assignment or a dot-dot is something else. */
    private static boolean isRepairable(String text) {
        return !text.contains("..")
                && text.chars().allMatch(c -> isAsciiLetterOrDigit(c) || "_-./ ,+~".indexOf(c) >= 0);
    }

    private static boolean isAsciiLetterOrDigit(int c) {
        return KeyPathRules.isLetterOrDigit(c) || (c >= 'A' && c <= 'Z');
    }

    private static List<String> pieces(String text) {
        String word = KeyPathRules.firstWord(text);
        Category first = Spelling.nearest(word.toLowerCase(Locale.ROOT));
        boolean dotIsSeparator = first != null && (first.dotted() || text.startsWith(".", word.length()));
        List<String> pieces = new ArrayList<>(List.of(text.split(dotIsSeparator ? "[./]" : "/", -1)));
        pieces.removeIf(String::isEmpty);
        return pieces;
    }

    private static String repaired(String raw) {
        StringBuilder segment = new StringBuilder();
        for (char c : raw.toLowerCase(Locale.ROOT).toCharArray()) {
            boolean kept = KeyPathRules.isLetterOrDigit(c) || c == '_' || c == '-';
            segment.append(kept ? c : '_');
        }
        int from = 0;
        int to = segment.length();
        while (from < to && !KeyPathRules.isLetterOrDigit(segment.charAt(from))) {
            from++;
        }
        while (to > from && !KeyPathRules.isLetterOrDigit(segment.charAt(to - 1))) {
            to--;
        }
        return segment.substring(from, to);
    }

    /** Drops {@code secret/} or {@code secret/data/} in front of a category: that is where Vault keeps the path. */
    private static void withoutMount(List<String> segments) {
        for (int mount = 1; mount <= 2 && mount < segments.size(); mount++) {
            boolean mounted = segments.get(0).equals("secret")
                    && (mount == 1 || segments.get(1).equals("data"));
            if (mounted && Category.ofWord(segments.get(mount)) != null) {
                segments.subList(0, mount).clear();
                return;
            }
        }
    }

    /** Makes the first segment a category's word and the count fit; false when no category can be told. */
    private static boolean withCategory(List<String> segments, boolean absolute) {
        if (segments.size() < 2) {
            return false;
        }
        Category category = Spelling.nearest(segments.get(0));
        if (category == null) {
            if (absolute || segments.size() != 2) {
                return false;
            }
            segments.add(0, Category.PROJECT.word());
            return true;
        }
        segments.set(0, category.word());
        if (!category.dotted() && segments.size() > 3) {
            List<String> rest = segments.subList(2, segments.size());
            String name = String.join("_", rest);
            rest.clear();
            segments.add(name);
        }
        return true;
    }
}
