package dev.holdfast.run;

import dev.holdfast.access.Reason;
import dev.holdfast.access.Refusal;
import dev.holdfast.secret.SecretValue;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The environment of a process: what this one has, less the credentials of Holdfast, and what the process shall have. */
final class ChildEnvironment {

    /** Credentials of Holdfast and of the stores behind it, those of later versions too. */
    private static final Pattern CREDENTIAL =
            Pattern.compile("HOLDFAST_.*(TOKEN|KEY|PASSWORD|SECRET).*|(VAULT|BAO)_TOKEN");

    /** What the launcher found in variables whose names it uses itself. */
    private static final String FOUND = "holdfast_was_";

    private static final String LOCALE = "LC_ALL";

    private final Map<String, String> variables;

    /** @param variables of the process to be started, as they were inherited */
    ChildEnvironment(Map<String, String> variables) {
        this.variables = variables;
        restore();
        variables.keySet().removeIf(name -> CREDENTIAL.matcher(name).matches());
    }

    private void restore() {
        List<String> found = variables.keySet().stream()
                .filter(name -> name.startsWith(FOUND))
                .toList();
        for (String name : found) {
            String own = name.substring(FOUND.length());
            String text = variables.remove(name);
            if (text == null || (own.equals(LOCALE) && text.isEmpty())) {
                variables.remove(own);
            } else {
                variables.put(own, text);
            }
        }
    }

    /**
     * Sets a variable. The text of it lives as long as the JVM's copy of the environment does.
     *
     * @throws Refusal {@code INVALID_VALUE} when no environment can carry the value
     */
    void put(String name, SecretValue value) {
        String text = value.reveal(bytes -> Optional.ofNullable(decoded(bytes))).orElse(null);
        if (text == null || text.indexOf('\0') >= 0) {
            throw new Refusal(
                    Reason.INVALID_VALUE,
                    "The value for " + name + " is not UTF-8 or holds a NUL, which no environment carries.",
                    "Store it as base64 and decode it in the program.");
        }
        requireCarried(text);
        variables.put(name, text);
    }

    private static @Nullable String decoded(byte[] utf8) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(utf8))
                    .toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    /**
     * Refuses text that Java would change on its way to the process: it encodes arguments and variables for the locale, and
     * replaces what the locale lacks.
     */
    static void requireCarried(String text) {
        boolean ascii = text.chars().allMatch(c -> c < 0x80);
        boolean utf8 = Charset.defaultCharset().equals(StandardCharsets.UTF_8)
                && "UTF-8".equalsIgnoreCase(System.getProperty("sun.jnu.encoding"));
        if (!ascii && (!utf8 || text.indexOf('\uFFFD') >= 0)) {
            throw new Refusal(
                    Reason.INVALID_ARGUMENT,
                    "A value or an argument has characters beside ASCII that would not reach the command as they are.",
                    "Set LC_ALL to a locale with UTF-8, such as C.UTF-8, and write arguments in UTF-8.");
        }
    }
}
