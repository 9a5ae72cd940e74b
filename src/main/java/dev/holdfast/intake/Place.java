package dev.holdfast.intake;

import dev.holdfast.dotenv.EnvSource;
import dev.holdfast.dotenv.EnvVariable;
import dev.holdfast.secret.KeyPath;
import dev.holdfast.secret.SecretValue;
import java.util.List;

/** A variable whose value is to be stored; the value is closed with its source. */
final class Place {

    private final EnvSource source;
    private final EnvVariable variable;
    private final SecretValue value;
    private final Project project;
    private final List<KeyPath> proposals;

    Place(EnvSource source, EnvVariable variable, SecretValue value, Project project) {
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

    /** How it is called where another shares its value. */
    String label() {
        return variable.name() + " in " + source.label();
    }

    @Override
    public String toString() {
        return "Place[" + label() + "]";
    }
}
