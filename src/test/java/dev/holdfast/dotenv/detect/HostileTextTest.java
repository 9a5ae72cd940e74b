package dev.holdfast.dotenv.detect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.Proof;
import dev.holdfast.dotenv.Assignment;
import dev.holdfast.dotenv.EnvText;
import dev.holdfast.secret.SecretValue;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Texts that are made to take long: every one of a megabyte comes to its end, and the slowest is told. */
final class HostileTextTest {

    private static final int LENGTH = 1_000_000;

    static Stream<String> pieces() {
        return Stream.of(
                "a",
                "=",
                ":",
                "a=",
                "a:",
                "\"",
                "\\\"",
                "'",
                "://",
                "http://",
                "a:a@",
                "a@",
                "a/",
                "/",
                "v1/",
                "hook/",
                "-",
                "_",
                ".",
                "a.",
                "eyJ",
                "eyJ.",
                "sk-",
                "A",
                "AKIA",
                "$",
                "${",
                "{{",
                "<",
                "<a",
                "x",
                "*",
                "[",
                " ",
                "0",
                "a ",
                ",",
                ";",
                "a=;",
                "\"a\":",
                "bearer ",
                "-u a:",
                "-----BEGIN ",
                "your_",
                "a-",
                "K=\n",
                "aB3",
                "://a:",
                "@",
                "#",
                "1,");
    }

    @ParameterizedTest
    @MethodSource("pieces")
    void value_ofOnePieceRepeated_isJudged(String piece) {
        byte[] text = piece.repeat(LENGTH / piece.length()).getBytes(StandardCharsets.UTF_8);
        long start = System.nanoTime();
        try (SecretValue value = SecretValue.stored(text)) {
            SecretLooks.secret("DULL", value);
            SecretLooks.secret("API_KEY", value);
        }
        long millis = (System.nanoTime() - start) / 1_000_000;
        if (millis > 200) {
            Proof.line("detect-hostile", "a megabyte of [" + piece.strip() + "] took " + millis + " ms");
        }
        assertThat(text).isNotEmpty();
    }

    @Test
    void text_ofTenThousandAssignments_isJudged() {
        String text = String.join(
                "\n", IntStream.range(0, 10_000).mapToObj(HostileTextTest::line).toList());
        long start = System.nanoTime();
        int secret = 0;
        try (EnvText read = EnvText.of(text.getBytes(StandardCharsets.UTF_8))) {
            List<Assignment> assignments = read.assignments();
            for (Assignment one : assignments) {
                secret += one.readings().stream().anyMatch(value -> SecretLooks.secret(one.name(), value)) ? 1 : 0;
            }
        }
        long millis = (System.nanoTime() - start) / 1_000_000;
        Proof.line("detect-speed", String.format(Locale.ROOT, "10,000 assignments read and judged in %d ms", millis));
        assertThat(secret).isEqualTo(5_000);
    }

    private static String line(int i) {
        return i % 2 == 0
                ? "API_KEY_" + i + "=aB3dE5fG7hJ9kL1mN3pQ" + i
                : "HOST_" + i + "=server-" + i + ".shop.example and a few more words of text";
    }
}
