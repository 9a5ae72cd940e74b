package dev.holdfast.access;

import dev.holdfast.secret.KeyPath;
import dev.holdfast.secret.SecretValue;

/** Makes receipts for tests of what takes one; the program's come from the door alone. */
public final class Receipts {

    private Receipts() {}

    public static StoreReceipt of(SecretValue value) {
        return new StoreReceipt(KeyPath.parse("project/consilio/test_key"), 1, value);
    }
}
