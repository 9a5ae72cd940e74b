package dev.holdfast.intake;

import dev.holdfast.dotenv.EnvSource;
import dev.holdfast.dotenv.EnvVariable;
import dev.holdfast.secret.KeyPath;
import dev.holdfast.secret.SecretValue;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A variable whose value is to be stored; the value is closed with its source. */
final class Place {

    private final EnvSource source;
    private final EnvVariable variable;
    private final SecretValue value;
    private final Project project;
    private final List<KeyPath> proposals;
    private final @Nullable KeyPath noted;

    /** @param noted the secret that the store knows to stand there, or null */
    Place(EnvSource source, EnvVariable variable, SecretValue value, Project project, @Nullable KeyPath noted) {
        this.noted = noted;
        this.source = source;
        this.variable = variable;
        this.value = value;
        this.project = project;
        this.proposals = PathProposal.of(project, source.path(), variable.name());
    }

    EnvSource source() {
        return source;
    }

    EnvVariable variable() {
        return variable;
    }

    SecretValue value() {
        return value;
    }

    Project project() {
        return project;
    }

    /** The path to take, and then the one to take when that is another's. */
    List<KeyPath> proposals() {
        return proposals;
    }

    /** Whether its secret, found by its value at this path, would be put there too, or was once. */
    boolean belongsAt(KeyPath path) {
        return proposals.contains(path) || path.equals(noted);
    }

    /** How it is called where another shares its value. */
    String label() {
        return variable.name() + " in " + source.label();
    }

    @Override
    public String toString() {
        return "Place[" + label() + "]";
    }
}
