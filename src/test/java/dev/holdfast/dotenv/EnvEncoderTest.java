package dev.holdfast.dotenv;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.holdfast.access.Reason;
import dev.holdfast.access.Refusal;
import dev.holdfast.secret.SecretValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class EnvEncoderTest {

    // \n in this table stands for a line feed, \\ for a backslash.
    @ParameterizedTest
    @CsvSource(
            delimiter = '│',
            quoteCharacter = '§',
            value = {
                "sk_live_4eC39HqLyjWDarjt│sk_live_4eC39HqLyjWDarjt",
                "a+b/c==                 │a+b/c==",
                "https://u:p@h:1/d       │https://u:p@h:1/d",
                "two words               │'two words'",
                "§ ends in blanks §      │' ends in blanks '",
                "a#b                     │'a#b'",
                "$HOME                   │'$HOME'",
                "it's                    │§\"it's\"§",
                "say \"hi\"              │'say \"hi\"'",
                "both ' and \"           │both ' and \"",
                "tick`s                  │'tick`s'",
                "a\\\\b                  │'a\\\\b'",
                "a\\\\                   │a\\\\",
                "a\\\\nb                 │'a\\\\nb'",
                "a\\\\\\\\b              │a\\\\\\\\b",
                "one\\ntwo               │'one\\ntwo'",
                "it's\\ntwo              │§\"it's\\ntwo\"§",
                "{\"a\": 1}              │'{\"a\": 1}'",
                "käse                    │'käse'"
            })
    void encode_value_takesTheFirstWayThatAllReadersShare(String value, String expected) {
        String encoded = encode(unescaped(value));

        assertThat(encoded.equals(unescaped(expected))).as("as the table says").isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a\rb",
                "a\r\nb",
                "${HOME}",
                "a${X:-y}b",
                "a ${} b",
                "all ' and \" #",
                "it's \"\n\"",
                "\\\\ #",
                "nul\0"
            })
    void encode_valueThatNoFileCarries_isRefusedWithAWayOut(String value) {
        Refusal refusal = catchThrowableOfType(Refusal.class, () -> encode(value));

        assertThat(refusal.reason()).isEqualTo(Reason.ENV_REFUSED);
        assertThat(refusal.hint()).contains("base64");
        assertThat(refusal.problem().contains(value)).isFalse();
    }

    @Test
    void encode_bytesThatAreNoText_isRefused() {
        SecretValue value = SecretValue.stored(new byte[] {(byte) 0xFF, 1});

        assertThat(catchThrowableOfType(Refusal.class, () -> EnvEncoder.encode("A", value))
                        .reason())
                .isEqualTo(Reason.ENV_REFUSED);
    }

    @Test
    void encode_nameThatJavaScriptSwallows_isRefused() {
        SecretValue value = SecretValue.stored("x".getBytes(UTF_8));

        assertThat(catchThrowableOfType(Refusal.class, () -> EnvEncoder.encode("__proto__", value))
                        .reason())
                .isEqualTo(Reason.ENV_REFUSED);
    }

    @Test
    void encode_longestValue_isCarried() {
        String value = "a b\n".repeat(SecretValue.MAX_BYTES / 4);

        assertThat(encode(value).length()).isEqualTo(value.length() + 2);
    }

    @Test
    void encode_everyHardValue_carriesMostAndIsExactInEveryDialect() {
        int carried = 0;
        for (String value : HardValues.all()) {
            try {
                byte[] line = ("KEY=" + encode(value) + "\n").getBytes(UTF_8);
                assertThat(EnvProof.holds(new byte[0], line, "KEY", value.getBytes(UTF_8)))
                        .isTrue();
                carried++;
            } catch (Refusal e) {
                assertThat(e.reason()).isEqualTo(Reason.ENV_REFUSED);
            }
        }
        // The rest holds a carriage return (120), a variable (85), or quotes and escapes that no reader shares.
        assertThat(carried).isEqualTo(820);
    }

    @ParameterizedTest
    @ValueSource(strings = {"A='open", "A=\"open\nB=1\n", "A=`open\nB=`\n", "A='x\\'\nB='y'\n# it's\n"})
    void put_fileWhoseQuotesNeverClose_leavesEveryOtherNameAsItRead(String file) {
        byte[] before = file.getBytes(UTF_8);
        byte[] plain = "two 'words'".getBytes(UTF_8);
        try (SecretValue value = SecretValue.stored(plain)) {
            byte[] after = EnvEncoder.put(before, "KEY", value);
            assertThat(EnvProof.holds(before, after, "KEY", plain)).isTrue();
        } catch (Refusal e) {
            assertThat(e.reason()).isEqualTo(Reason.ENV_REFUSED);
            assertThat(e.hint()).contains("quotes");
        }
    }

    private static String encode(String text) {
        try (SecretValue value = SecretValue.stored(text.getBytes(UTF_8))) {
            return new String(EnvEncoder.encode("KEY", value), UTF_8);
        }
    }

    private static String unescaped(String text) {
        return text.replace("\\\\", "\u0001").replace("\\n", "\n").replace("\u0001", "\\");
    }
}
