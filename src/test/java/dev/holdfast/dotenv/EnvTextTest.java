package dev.holdfast.dotenv;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.secret.SecretValue;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class EnvTextTest {

    @Test
    void assignments_ordinaryFile_givesEachLineOnce() {
        try (EnvText text = text("\uFEFF# top\nA=1\nexport B='two' # c\n\nC=\"x\ny\"\nA=3\nEMPTY=\n")) {
            assertThat(text.assignments())
                    .extracting(
                            a -> a.line() + " " + a.name() + " " + a.readings().size())
                    .containsExactly("2 A 1", "3 B 1", "5 C 1", "7 A 1", "8 EMPTY 0");
        }
    }

    @Test
    void value_quotedValue_isWhatProgramsSee() {
        try (EnvText text = text("B='two words' # c\n")) {
            assertThat(same(text.assignments().get(0).value().orElseThrow(), "two words"))
                    .isTrue();
        }
    }

    @Test
    void valuesOf_readersDisagree_givesEveryReading() {
        try (EnvText text = text("A=ab#cd\n")) {
            assertThat(text.valuesOf("A")).hasSize(2);
            assertThat(same(text.valuesOf("A").get(0), "ab")).isTrue();
            assertThat(same(text.valuesOf("A").get(1), "ab#cd")).isTrue();
        }
    }

    @Test
    void valuesOf_repeatedName_theLastCounts() {
        try (EnvText text = text("A=1\nA=2\n")) {
            assertThat(text.valuesOf("A")).hasSize(1);
            assertThat(same(text.valuesOf("A").get(0), "2")).isTrue();
        }
    }

    @Test
    void valuesOf_missingOrEmpty_isNothing() {
        try (EnvText text = text("A=\nB='x'\nB=\n")) {
            assertThat(text.valuesOf("A")).isEmpty();
            assertThat(text.valuesOf("B")).isEmpty();
            assertThat(text.valuesOf("NONE")).isEmpty();
        }
    }

    @Test
    void assignments_lineThatOnlyOneReaderTakes_isFoundToo() {
        try (EnvText text = text("A: colon\n'Q'=quoted\n")) {
            assertThat(text.assignments()).extracting(Assignment::name).contains("A", "Q");
        }
    }

    @Test
    void name_whatMayBeAPieceOfASecret_isNotShown() {
        try (EnvText text = text("A=1\ns3cret words/of mine=x\n")) {
            assertThat(text.assignments()).extracting(Assignment::name).containsExactly("A", "(line 2)");
        }
    }

    @Test
    void assignments_garbage_neverThrows() {
        Random random = new Random(3);
        for (int i = 0; i < 1_000; i++) {
            byte[] garbage = new byte[random.nextInt(300)];
            random.nextBytes(garbage);
            try (EnvText text = EnvText.of(garbage)) {
                assertThat(text.assignments()).isNotNull();
            }
        }
    }

    @Test
    void toString_anyText_saysNothingOfIt() {
        try (EnvText text = text("A=canary\n")) {
            assertThat(text.toString() + text.assignments()).doesNotContain("canary");
        }
    }

    private static EnvText text(String content) {
        return EnvText.of(content.getBytes(UTF_8));
    }

    private static boolean same(SecretValue value, String text) {
        try (SecretValue other = SecretValue.stored(text.getBytes(UTF_8))) {
            return value.sameAs(other);
        }
    }
}
