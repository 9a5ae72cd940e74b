package dev.holdfast.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.access.Reason;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CodeTest {

    @Test
    void codes_always_areTheReasonsOfTheServer() {
        assertThat(Stream.of(Code.values()).map(Code::name))
                .containsExactlyElementsOf(
                        Stream.of(Reason.values()).map(Reason::name).toList());
    }

    @Test
    void named_ofAnUnknownName_isNull() {
        assertThat(Code.named("NOT_FOUND")).isEqualTo(Code.NOT_FOUND);
        assertThat(Code.named("OF_A_LATER_VERSION")).isNull();
        assertThat(Code.named(null)).isNull();
    }
}
