package dev.holdfast.dotenv;

import dev.holdfast.secret.SecretValue;
import java.util.List;
import java.util.Optional;

/** A variable of a {@code .env} with what its readers make of it; its values are closed with the {@link EnvSource}. */
public final class EnvVariable {

    private final Assignment assignment;
    private final List<SecretValue> counting;

    EnvVariable(Assignment assignment, EnvText text) {
        this.assignment = assignment;
        this.counting = text.valuesOf(assignment.name());
    }

    /** As {@link Assignment#name}. */
    public String name() {
        return assignment.name();
    }

    /** Counted from 1. */
    public int line() {
        return assignment.line();
    }

    /** Whether its name can be shown; where a reader took something else for a name, it cannot. */
    public boolean named() {
        return !name().startsWith("(");
    }

    /** Whether it is a name that Holdfast writes. */
    public boolean writable() {
        return EnvName.writable(name());
    }

    /** Whether this line has a value that no reader takes, because a later line has the same name. */
    public boolean shadowed() {
        return !assignment.readings().isEmpty()
                && assignment.readings().stream()
                        .noneMatch(value -> counting.stream().anyMatch(value::sameAs));
    }

    /** The value that all readers agree on, or nothing. */
    public Optional<SecretValue> value() {
        return counting.size() == 1 ? Optional.of(counting.get(0)) : Optional.empty();
    }

    /** Whether readers see different values. */
    public boolean disputed() {
        return counting.size() > 1;
    }

    /** Whether a value of this line, or one that counts for its name, looks like a secret. */
    public boolean looksSecret() {
        return looksSecret(assignment.readings()) || (!shadowed() && looksSecret(counting));
    }

    private boolean looksSecret(List<SecretValue> values) {
        return values.stream().anyMatch(value -> EnvSecrets.looksSecret(name(), value));
    }

    @Override
    public String toString() {
        return "EnvVariable[" + name() + " in line " + line() + "]";
    }
}
