package dev.holdfast.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CanaryTest {

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "ab", "abc", "{\"value\":\""})
    void in_valueBehindOtherBytes_findsEveryForm(String before) {
        byte[] bytes = (before + Canary.VALUE + "}").getBytes(StandardCharsets.UTF_8);
        assertThat(Canary.in(new String(bytes, StandardCharsets.UTF_8))).isPresent();
        assertThat(Canary.in(Base64.getEncoder().encodeToString(bytes))).isPresent();
        assertThat(Canary.in(Base64.getUrlEncoder().encodeToString(bytes))).isPresent();
        assertThat(Canary.in(HexFormat.of().formatHex(bytes))).isPresent();
        assertThat(Canary.in(HexFormat.of().withUpperCase().formatHex(bytes))).isPresent();
        assertThat(Canary.in(URLEncoder.encode(new String(bytes, StandardCharsets.UTF_8), StandardCharsets.UTF_8)))
                .isPresent();
    }

    @Test
    void in_otherText_findsNothing() {
        assertThat(Canary.in("Canary+7Qm2/Zx9=Lr4Vt8Bn3Wk6Ty5Hd")).isEmpty();
        assertThat(Canary.in("project/proof/canary")).isEmpty();
    }
}
