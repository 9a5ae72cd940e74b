package dev.holdfast.dotenv.detect;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Pattern;

/** Signed tokens of the web (JWT): three parts in base64url, of which the middle one can be read. */
final class WebTokens {

    private static final Pattern TOKEN = Pattern.compile("eyJ[\\w-]+\\.[\\w-]+\\.[\\w-]*");
    private static final Pattern ANONYMOUS = Pattern.compile("\"role\"\\s*:\\s*\"anon\"");

    private WebTokens() {}

    static boolean is(String text) {
        return text.startsWith("eyJ") && TOKEN.matcher(text).matches();
    }

    /** Whether it says that it is for nobody in particular, as the key that Supabase puts into every page does. */
    static boolean anonymous(String token) {
        String claims = token.split("\\.", 3)[1];
        try {
            String json = new String(Base64.getUrlDecoder().decode(claims), StandardCharsets.UTF_8);
            return ANONYMOUS.matcher(json).find();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
