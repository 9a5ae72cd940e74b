package dev.holdfast.dotenv;

import dev.holdfast.access.Refusal;
import java.util.regex.Pattern;

/** The rule for the names of variables that may be written: those that a shell takes, up to 128 characters. */
final class EnvName {

    private static final Pattern WRITABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,127}");
    private static final Pattern SHOWABLE = Pattern.compile("[A-Za-z0-9_.-]{1,128}");

    private EnvName() {}

    /**
     * @throws Refusal {@code INVALID_ARGUMENT}
     */
    static String require(String name) {
        if (!writable(name)) {
            throw EnvRefusals.argument(
                    "The name of the variable breaks the rule: letters, digits and _, not a digit first, up to 128"
                            + " characters.",
                    "Use a name such as STRIPE_API_KEY.");
        }
        return name;
    }

    static boolean writable(String name) {
        return WRITABLE.matcher(name).matches();
    }

    static String shown(String name, int line) {
        return SHOWABLE.matcher(name).matches() ? name : "(line " + line + ")";
    }
}
