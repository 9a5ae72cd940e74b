package dev.holdfast.dotenv;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.access.Reason;
import dev.holdfast.access.Refusal;
import dev.holdfast.secret.SecretValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class EnvTemplateTest {

    private static EnvTemplate template(String text) {
        try (EnvText read = EnvText.of(text.getBytes(UTF_8))) {
            return EnvTemplate.of(read);
        }
    }

    @Test
    void entries_areReferencesAndPlainValues_theLastOfAName() {
        String text = "\uFEFF# c\r\nA=1\r\nexport B='holdfast://meta/x/token' # c\nA=\"two\nlines\"\nE=\n"
                + "V=holdfast://service_keys.jules_api.production?version=12\n";
        try (EnvTemplate template = template(text);
                SecretValue two = SecretValue.of("two\nlines")) {
            assertThat(template.entries())
                    .extracting(EnvTemplate.Entry::name)
                    .containsExactlyInAnyOrder("A", "B", "E", "V");
            for (EnvTemplate.Entry entry : template.entries()) {
                switch (entry.name()) {
                    case "A" -> assertThat(entry.plain().sameAs(two)).isTrue();
                    case "B" -> assertThat(entry.reference().path()).hasToString("meta/x/token");
                    case "E" -> assertThat(entry.plain().length()).isZero();
                    default -> {
                        assertThat(entry.reference().version()).isEqualTo(12);
                        assertThat(entry.reference().path()).hasToString("service_keys.jules_api.production");
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"A=x#y", "A: colon", "A='${HOME}'", "A=\"a\\tb\"", "A=`x`", "A=\"never closed"})
    void values_thatProgramsReadDifferently_areRefusedByName(String text) {
        assertThatThrownBy(() -> template("B=1\n" + text + "\n")).isInstanceOfSatisfying(Refusal.class, refusal -> {
            assertThat(refusal.reason()).isEqualTo(Reason.ENV_REFUSED);
            assertThat(refusal.problem()).contains("variable A");
        });
    }

    @Test
    void bytes_thatAreNotUtf8_areRefused() {
        try (EnvText text = EnvText.of(new byte[] {'A', '=', (byte) 0xC3, '\n'})) {
            assertThatThrownBy(() -> EnvTemplate.of(text)).isInstanceOf(Refusal.class);
        }
    }
}
