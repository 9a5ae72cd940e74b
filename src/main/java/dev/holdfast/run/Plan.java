package dev.holdfast.run;

import dev.holdfast.access.Reason;
import dev.holdfast.access.Refusal;
import dev.holdfast.access.SecretAccess.Wanted;
import dev.holdfast.dotenv.EnvTemplate;
import dev.holdfast.secret.SecretValue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What a process shall find in its environment: names, and for each a secret of the store or a plain value.
 *
 * <p>A plain value stays its owner's. Of two settings of a name the later one counts.
 */
public final class Plan {

    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]{0,127}");

    /** What makes other code run in place of the command, or beside it: neither a file nor a secret decides about that. */
    private static final Pattern LOADING = Pattern.compile("LD_.*|DYLD_.*|GCONV_PATH|BASH_ENV|PATH");

    private final Map<String, Wanted> secrets = new LinkedHashMap<>();
    private final Map<String, SecretValue> plain = new LinkedHashMap<>();

    /**
     * A variable that gets a secret.
     *
     * @throws Refusal {@code INVALID_ARGUMENT} when the name is none, or one by which programs are loaded
     */
    public void secret(String name, Wanted wanted) {
        require(name);
        plain.remove(name);
        secrets.put(name, wanted);
    }

    /**
     * The variables of a file.
     *
     * @throws Refusal as {@link #secret} does
     */
    public void all(EnvTemplate template) {
        for (EnvTemplate.Entry entry : template.entries()) {
            Wanted reference = entry.reference();
            SecretValue value = entry.plain();
            if (reference != null) {
                secret(entry.name(), reference);
            } else if (value != null) {
                require(entry.name());
                secrets.remove(entry.name());
                plain.put(entry.name(), value);
            }
        }
    }

    /** The secrets, in the order of {@link #names()}. */
    public List<Wanted> wanted() {
        return List.copyOf(secrets.values());
    }

    /** The variables that get a secret. */
    List<String> names() {
        return List.copyOf(secrets.keySet());
    }

    Map<String, SecretValue> plain() {
        return plain;
    }

    private static void require(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new Refusal(
                    Reason.INVALID_ARGUMENT,
                    "The name of a variable breaks the rule: letters, digits and _, not a digit first, up to 128 characters.",
                    "Use a name such as STRIPE_API_KEY.");
        }
        if (LOADING.matcher(name).matches()) {
            throw new Refusal(
                    Reason.INVALID_ARGUMENT,
                    "PATH, LD_…, DYLD_…, GCONV_PATH and BASH_ENV decide which code runs, so they are not set from a file or"
                            + " a secret.",
                    "Set it yourself in front of the command: holdfast run … -- env PATH=… CMD.");
        }
    }
}
