package dev.holdfast.dotenv;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.access.Refusal;
import dev.holdfast.secret.KeyPath;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Examples: every name, and no secret. */
final class EnvExampleTest {

    private static String example(String file) {
        try (EnvText text = EnvText.of(file.getBytes(UTF_8))) {
            return new String(
                    new EnvExample(text, Map.of("STORED_KEY", KeyPath.parse("project/shop/stored_key"))).text(), UTF_8);
        }
    }

    @Test
    void text_keepsNamesCommentsAndPlainValues() {
        String file =
                "# top\n\nPORT=8080\nexport DEBUG='true' # on or off\nBASE=https://api.example.org/v1\nLAST=localhost";
        assertThat(example(file)).isEqualTo(file + "\n");
    }

    @Test
    void text_emptiesEverythingElse_andNamesThePath() {
        assertThat(example("STORED_KEY=abc # main\r\nOTHER=some words\nPIN_TOKEN=1234\n"))
                .isEqualTo("# main\r\n# holdfast: project/shop/stored_key\r\nSTORED_KEY=\r\nOTHER=\nPIN_TOKEN=\n");
    }

    @Test
    void values_thatRepeatASecret_areEmptiedToo() {
        assertThat(example("DB_PASSWORD=1234\nPORT=1234\nDB_URL=postgres://u:local@h/d\nMODE=local\n# port 1234\n"))
                .isEqualTo("DB_PASSWORD=\nPORT=\nDB_URL=\nMODE=\n"
                        + "# (a comment was left out here, since it may hold a secret)\n");
    }

    @Test
    void comments_thatTell_areLeftOut() {
        assertThat(example("# old: sk_live_abc123xyz\n#OLD_KEY=hunter2\n#PORT=80\n# the password is swordfish\n"))
                .doesNotContain("sk_live", "hunter2", "swordfish")
                .contains("# OLD_KEY=\n", "#PORT=80\n");
    }

    @Test
    void piecesOfAValue_areLeftOut() {
        String file =
                "KEY=\"-----BEGIN PRIVATE KEY-----\nMIIBVgIBADANBg\n-----END PRIVATE KEY-----\"\nOPEN=\"first\nsecond line\n";
        assertThat(example(file)).isEqualTo("KEY=\nOPEN=\n");
    }

    @Test
    void canary_inAnyLine_isNowhereInTheExample() {
        Random random = new Random(3);
        String canary = "cAnary7w9PzQ2m";
        for (int i = 0; i < 5_000; i++) {
            String line =
                    RawLines.of(random, 6) + "\nA_KEY='" + canary + "'\n# " + canary + " " + RawLines.of(random, 4)
                            + "\nPORT=" + (i % 2 == 0 ? "80" : canary) + "\nURL=https://" + canary + ".example.org\n"
                            + RawLines.of(random, 6) + canary + "\n";
            boolean leaks;
            try {
                leaks = example(line).contains(canary);
            } catch (Refusal e) {
                leaks = false; // Closed rather than wrong.
            }
            assertThat(leaks).as("text %d", i).isFalse();
        }
    }
}
