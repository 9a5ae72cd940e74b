package dev.holdfast.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecretValueTest {

    private static final String CANARY = "Zx9Qw8Er7Ty6";

    @ParameterizedTest
    @ValueSource(
            strings = {"a", " ", "test-value", "abc123", "sk_live_abc123xyz", "grün 🔑", "line\nline\r\n", "\uFEFFbom"})
    void of_text_givesItsBytesBack(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        try (SecretValue value = SecretValue.of(text);
                SecretValue same = SecretValue.ofUtf8(utf8)) {
            assertThat(value.<byte[]>reveal(byte[]::clone)).isEqualTo(utf8);
            assertThat(value.length()).isEqualTo(utf8.length);
            assertThat(value.sameAs(same)).isTrue();
        }
    }

    static Stream<Arguments> refusedTexts() {
        return Stream.of(
                Arguments.of("", "The value is empty."),
                Arguments.of(CANARY + "\0", "The value holds a NUL character."),
                Arguments.of(CANARY + "\uD83D", "half of a surrogate pair"),
                Arguments.of("\uDD11" + CANARY, "half of a surrogate pair"),
                Arguments.of(CANARY.repeat(6000), "longer than 64 KiB"),
                Arguments.of("ü".repeat(32_769), "longer than 64 KiB"),
                Arguments.of("k".repeat(5_000_000), "longer than 64 KiB"),
                Arguments.of(CANARY + "****", "a placeholder or a redaction marker"));
    }

    @ParameterizedTest
    @MethodSource("refusedTexts")
    void of_brokenRule_namesItWithoutTheValue(String text, String rule) {
        InvalidInput refused = catchThrowableOfType(InvalidInput.class, () -> SecretValue.of(text));

        assertThat(refused.subject()).isEqualTo(InvalidInput.Subject.VALUE);
        assertThat(refused.problem()).contains(rule);
        assertThat(refused.toString() + refused.problem() + refused.hint()).doesNotContain(CANARY);
        assertThat(refused.getCause()).isNull();
        assertThat(refused.getStackTrace()).isEmpty();
    }

    @Test
    void ofUtf8_bytesThatAreNoUtf8_isRefused() {
        byte[][] malformed = {
            {(byte) 0xFF}, {'a', (byte) 0xC3}, {(byte) 0xC0, (byte) 0x80}, {(byte) 0xED, (byte) 0xA0, (byte) 0x80}
        };
        for (byte[] bytes : malformed) {
            assertThatThrownBy(() -> SecretValue.ofUtf8(bytes))
                    .isInstanceOfSatisfying(
                            InvalidInput.class,
                            refused -> assertThat(refused.problem()).isEqualTo("The value is not UTF-8."));
        }
    }

    @Test
    void of_sixtyFourKibibytes_isTheLongest() {
        try (SecretValue letters = SecretValue.of("k".repeat(SecretValue.MAX_BYTES));
                SecretValue umlauts = SecretValue.of("ü".repeat(SecretValue.MAX_BYTES / 2));
                SecretValue keys = SecretValue.of("🔑".repeat(SecretValue.MAX_BYTES / 4))) {
            assertThat(Stream.of(letters, umlauts, keys).map(SecretValue::length))
                    .containsOnly(SecretValue.MAX_BYTES);
        }
    }

    @Test
    void ofUtf8_callersArray_isCopied() {
        byte[] utf8 = CANARY.getBytes(StandardCharsets.UTF_8);
        try (SecretValue value = SecretValue.ofUtf8(utf8);
                SecretValue stored = SecretValue.stored(utf8)) {
            utf8[0] = 'Q';

            assertThat(text(value)).isEqualTo(CANARY);
            assertThat(text(stored)).isEqualTo(CANARY);
        }
    }

    @Test
    void of_charsWithoutAString_isTaken() {
        try (SecretValue value = SecretValue.of(CharBuffer.wrap(CANARY.toCharArray(), 2, 4))) {
            assertThat(text(value)).isEqualTo(CANARY.substring(2, 6));
        }
    }

    @Test
    void stored_valueThatIsNoLongerAllowed_staysReadable() {
        try (SecretValue value = SecretValue.stored("****".getBytes(StandardCharsets.UTF_8))) {
            assertThat(text(value)).isEqualTo("****");
        }
    }

    @Test
    void reveal_lentCopy_isWipedAndNotTheValueItself() {
        try (SecretValue value = SecretValue.of(CANARY)) {
            byte[] lent = value.<byte[]>reveal(bytes -> {
                bytes[0] = 'Q';
                return bytes;
            });

            assertThat(lent).containsOnly(0);
            assertThat(text(value)).isEqualTo(CANARY);
        }
    }

    @Test
    void reveal_useThatThrows_wipesTheCopy() {
        AtomicReference<byte[]> lent = new AtomicReference<>();
        try (SecretValue value = SecretValue.of(CANARY)) {
            assertThatThrownBy(() -> value.reveal(bytes -> {
                        lent.set(bytes);
                        throw new UnsupportedOperationException("stop");
                    }))
                    .hasMessage("stop");
        }
        assertThat(lent.get()).hasSize(CANARY.length()).containsOnly(0);
    }

    @Test
    void close_wipesAndRefusesEveryUse() throws ReflectiveOperationException {
        SecretValue value = SecretValue.of(CANARY);
        SecretValue copy = value.copy();
        value.close();
        value.close();

        var field = SecretValue.class.getDeclaredField("bytes");
        field.setAccessible(true);
        assertThat((byte[]) field.get(value)).hasSize(CANARY.length()).containsOnly(0);
        assertThatThrownBy(() -> value.reveal(bytes -> bytes.length)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(value::copy).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> value.sameAs(copy)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> copy.sameAs(value)).isInstanceOf(IllegalStateException.class);
        assertThat(text(copy)).isEqualTo(CANARY);
        copy.close();
    }

    @Test
    void sameAs_otherBytes_isFalse() {
        try (SecretValue value = SecretValue.of(CANARY);
                SecretValue longer = SecretValue.of(CANARY + "x");
                SecretValue other = SecretValue.of(CANARY.toLowerCase(java.util.Locale.ROOT))) {
            assertThat(value.sameAs(longer)).isFalse();
            assertThat(value.sameAs(other)).isFalse();
        }
    }

    @Test
    void toString_isAlwaysTheSame() {
        try (SecretValue value = SecretValue.of(CANARY);
                SecretValue other = SecretValue.of("abc123")) {
            assertThat(value).hasToString("SecretValue[…]");
            assertThat(other).hasToString(value.toString());
            assertThat(value).isNotEqualTo(value.copy());
        }
    }

    @Test
    void lend_characters_areWipedAfterwards() {
        CharBuffer lent = Utf8.lend(CANARY.getBytes(StandardCharsets.UTF_8), chars -> {
            assertThat(chars.toString()).isEqualTo(CANARY);
            return chars;
        });

        assertThat(lent.array()).containsOnly('\0');
    }

    private static String text(SecretValue value) {
        return value.reveal(bytes -> new String(bytes, StandardCharsets.UTF_8));
    }
}
