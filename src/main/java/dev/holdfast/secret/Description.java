package dev.holdfast.secret;

import org.jspecify.annotations.Nullable;

/** What a secret is for. */
public final class Description {
    private final String text;

    private Description(String text) {
        this.text = text;
    }

    public static Description of(@Nullable String text, @Nullable SecretValue value) {
        return new Description(text == null ? "" : text.strip());
    }

    public static Description stored(String text) {
        return new Description(text);
    }

    public String text() {
        return text;
    }

    public boolean isEmpty() {
        return text.isEmpty();
    }
}
