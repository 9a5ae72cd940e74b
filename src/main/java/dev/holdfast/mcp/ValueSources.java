package dev.holdfast.mcp;

import dev.holdfast.dotenv.EnvFiles;
import dev.holdfast.secret.InvalidInput;
import dev.holdfast.secret.SecretValue;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Where a value comes from when the agent does not send it: a file of the workspace, a {@code .env}, an environment
 * variable. Read by the server, never shown.
 *
 * <p>A variable is read only when the configuration lists it, and never when it is one of ours or of a store.
 */
public final class ValueSources {

    private static final Pattern NEVER = Pattern.compile("(HOLDFAST|VAULT|BAO|AWS)_.*");

    private final EnvFiles files;
    private final Set<String> listed;
    private final Map<String, String> environment;

    /**
     * @param listed the names of variables that may be read
     * @param environment of the process
     */
    public ValueSources(EnvFiles files, Set<String> listed, Map<String, String> environment) {
        this.files = files;
        this.listed = Set.copyOf(listed);
        this.environment = environment;
    }

    /** Reads the value that {@code source} names. */
    SecretValue read(String source) {
        if (source.startsWith("file:")) {
            return files.wholeFile(source.substring("file:".length()));
        }
        if (source.startsWith("dotenv:")) {
            return dotenv(source.substring("dotenv:".length()));
        }
        if (source.startsWith("env:")) {
            return variable(source.substring("env:".length()));
        }
        throw InvalidInput.argument(
                "valueFrom must begin with file:, dotenv: or env:.", "Use file:PATH, dotenv:PATH#NAME or env:NAME.");
    }

    private SecretValue dotenv(String place) {
        int mark = place.lastIndexOf('#');
        if (mark < 1 || mark == place.length() - 1) {
            throw InvalidInput.argument(
                    "valueFrom lacks the file or the variable's name.", "Write it as dotenv:PATH#NAME.");
        }
        return files.variable(place.substring(0, mark), place.substring(mark + 1));
    }

    private SecretValue variable(String name) {
        if (!listed.contains(name) || NEVER.matcher(name).matches()) {
            throw InvalidInput.argument(
                    "valueFrom names an environment variable that may not be read.",
                    "The owner lists readable variables under value_from: env: in holdfast.yaml; names of Holdfast,"
                            + " Vault, OpenBao and AWS are never read.");
        }
        String text = environment.get(name);
        if (text == null) {
            throw InvalidInput.argument(
                    "valueFrom names an environment variable that is not set.",
                    "Set it for the server's process, or send the value in another way.");
        }
        return SecretValue.of(text);
    }
}
