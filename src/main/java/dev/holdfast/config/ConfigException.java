package dev.holdfast.config;

import java.util.List;

/** That {@code holdfast.yaml} cannot be taken as it is: every fault in it, each a sentence that names its place. */
public final class ConfigException extends RuntimeException {

    private final List<String> faults;

    public ConfigException(List<String> faults) {
        super("the configuration has faults", null, false, false);
        this.faults = List.copyOf(faults);
    }

    /** What is wrong, in the order of the file; values of the file are not repeated. */
    public List<String> faults() {
        return faults;
    }
}
