package dev.holdfast.dotenv;

import dev.holdfast.access.Refusal;
import dev.holdfast.access.StoreReceipt;
import dev.holdfast.secret.SecretValue;

/** A name, and the receipt of the secret whose value it shall have: nothing else opens a {@code .env}. */
public final class EnvSetting {

    private final String name;
    private final StoreReceipt receipt;

    /**
     * @throws Refusal {@code INVALID_ARGUMENT} when the name is none that a shell takes
     */
    public EnvSetting(String name, StoreReceipt receipt) {
        this.name = EnvName.require(name);
        this.receipt = receipt;
    }

    public String name() {
        return name;
    }

    SecretValue value() {
        return receipt.value();
    }

    @Override
    public String toString() {
        return "EnvSetting[" + name + "]";
    }
}
