package dev.holdfast.dotenv;

import dev.holdfast.access.Refusal;
import dev.holdfast.secret.SecretValue;

/** A name and the value it shall have; the value belongs to the caller, who closes it. */
public final class EnvSetting {

    private final String name;
    private final SecretValue value;

    /**
     * @throws Refusal {@code INVALID_ARGUMENT} when the name is none that a shell takes
     */
    public EnvSetting(String name, SecretValue value) {
        this.name = EnvName.require(name);
        this.value = value;
    }

    public String name() {
        return name;
    }

    SecretValue value() {
        return value;
    }

    @Override
    public String toString() {
        return "EnvSetting[" + name + "]";
    }
}
