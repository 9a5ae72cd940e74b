package dev.holdfast.dotenv;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.holdfast.access.Refusal;
import dev.holdfast.secret.SecretValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class EnvProofTest {

    // \n in this table stands for a line feed; the name is K, the value is: new one
    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '│',
            quoteCharacter = '§',
            value = {
                "added                    │A=1\\n         │A=1\\nK='new one'\\n       │true",
                "changed                  │K=old\\nA=1\\n  │K='new one'\\nA=1\\n       │true",
                "mark before the name     │\uFEFFK=old\\n  │\uFEFFK='new one'\\n          │true",
                "not there                │A=1\\n         │A=1\\n                      │false",
                "another value            │A=1\\n         │A=1\\nK='new two'\\n       │false",
                "an earlier line counts not│K=1\\nK=2\\n  │K='new one'\\nK=2\\n       │false",
                "another name changed     │A=1\\n         │A=2\\nK='new one'\\n       │false",
                "another name gone        │A=1\\n         │K='new one'\\n              │false",
                "another name injected    │A=1\\n         │A=1\\nK='new one'\\nX=1\\n  │false",
                "read so by npm alone     │A=1\\n         │A=1\\nK: new one\\n          │false",
                "a backtick, not in python│A=1\\n         │A=1\\nK=`new one`\\n       │false",
                "another's quote swallows │A='open\\n     │A='open\\nK='new one'\\n   │false"
            })
    void holds_change_onlyWhenEveryReaderAgrees(String title, String before, String after, boolean expected) {
        boolean holds = EnvProof.holds(bytes(before), bytes(after), "K", "new one".getBytes(UTF_8));

        assertThat(holds).isEqualTo(expected);
    }

    @Test
    void put_fileInWhichEveryQuoteIsOpen_isRefusedAndSaysWhatToMend() {
        try (SecretValue value = SecretValue.stored("two words #1".getBytes(UTF_8))) {
            Refusal refusal = catchThrowableOfType(
                    Refusal.class, () -> EnvEncoder.put(bytes("A='open\\nB=\"open\\n"), "K", value));

            assertThat(refusal.hint()).contains("Mend the quotes");
        }
    }

    private static byte[] bytes(String text) {
        return text.replace("\\n", "\n").getBytes(UTF_8);
    }
}
