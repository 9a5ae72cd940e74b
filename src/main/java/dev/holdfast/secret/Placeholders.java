package dev.holdfast.secret;

/** Text that stands where a secret was or should be. */
final class Placeholders {
    private Placeholders() {}

    static void refuse(byte[] utf8) {}
}
