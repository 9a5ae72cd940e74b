package dev.holdfast.dotenv;

import dev.holdfast.access.Refusal;
import dev.holdfast.access.StoreReceipt;
import dev.holdfast.secret.SecretValue;
import java.nio.charset.StandardCharsets;

/** A name, and the receipt of the secret whose value it shall have: nothing else opens a {@code .env}. */
public final class EnvSetting {

    private static final String REFERENCE = "holdfast://";

    private final String name;
    private final StoreReceipt receipt;
    private final boolean reference;

    /**
     * @throws Refusal {@code INVALID_ARGUMENT} when the name is none that a shell takes
     */
    public EnvSetting(String name, StoreReceipt receipt) {
        this(name, receipt, false);
    }

    private EnvSetting(String name, StoreReceipt receipt, boolean reference) {
        this.name = EnvName.require(name);
        this.receipt = receipt;
        this.reference = reference;
    }

    /** The same, but the name shall hold a reference to the secret, such as {@code holdfast://project/shop/api_key}. */
    static EnvSetting referring(String name, StoreReceipt receipt) {
        return new EnvSetting(name, receipt, true);
    }

    public String name() {
        return name;
    }

    SecretValue value() {
        return reference
                ? SecretValue.stored((REFERENCE + receipt.path().slashed()).getBytes(StandardCharsets.UTF_8))
                : receipt.value();
    }

    @Override
    public String toString() {
        return "EnvSetting[" + name + "]";
    }
}
