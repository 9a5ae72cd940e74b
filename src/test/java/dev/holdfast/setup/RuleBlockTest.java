package dev.holdfast.setup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.mcp.Instructions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RuleBlockTest {

    @Test
    void text_always_holdsWhatTheServerSays() {
        assertThat(RuleBlock.TEXT).contains(Instructions.TEXT);
    }

    @Test
    void into_anEmptyText_isTheBlock() {
        assertThat(RuleBlock.into("")).contains(RuleBlock.TEXT + "\n");
    }

    @Test
    void into_aTextWithoutMarkers_isAddedBehindABlankLine() {
        assertThat(RuleBlock.into("# Mine\n")).contains("# Mine\n\n" + RuleBlock.TEXT + "\n");
        assertThat(RuleBlock.into("# Mine")).contains("# Mine\n\n" + RuleBlock.TEXT + "\n");
    }

    @Test
    void into_anOlderBlock_renewsItAndNothingElse() {
        assertThat(RuleBlock.into("a\n" + RuleBlock.BEGIN + "\nold\n" + RuleBlock.END + "\nb"))
                .contains("a\n" + RuleBlock.TEXT + "\nb");
    }

    @Test
    void into_itsOwnResult_changesNothing() {
        String once = RuleBlock.into("# Mine\r\n").orElseThrow();
        assertThat(once.replace("\r\n", "")).doesNotContain("\n");
        assertThat(RuleBlock.into(once)).contains(once);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                RuleBlock.BEGIN,
                RuleBlock.END,
                RuleBlock.END + RuleBlock.BEGIN,
                RuleBlock.BEGIN + RuleBlock.BEGIN + RuleBlock.END,
                RuleBlock.BEGIN + RuleBlock.END + RuleBlock.END
            })
    void into_markersThatDoNotPair_isRefused(String text) {
        assertThat(RuleBlock.into(text)).isEmpty();
    }
}
