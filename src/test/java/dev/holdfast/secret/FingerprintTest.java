package dev.holdfast.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FingerprintTest {

    @Test
    void ofMac_longerMac_takesTheFirstSixteenBytes() {
        byte[] mac = HexFormat.of().parseHex("000102030405060708090a0b0c0d0e0ffbff");

        assertThat(Fingerprint.ofMac(mac)).hasToString("hf1:AAECAwQFBgcICQoLDA0ODw");
        assertThat(Fingerprint.ofMac(new byte[16]).text()).isEqualTo("hf1:" + "A".repeat(22));
    }

    @Test
    void ofMac_shortMac_isRefused() {
        assertThatThrownBy(() -> Fingerprint.ofMac(new byte[15])).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hf1:AAECAwQFBgcICQoLDA0ODw",
                "hf1:_-_-_-_-_-_-_-_-_-_-_w",
                "hf1:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8"
            })
    void constructor_wellFormed_isTaken(String text) {
        assertThat(new Fingerprint(text).text()).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "hf1:",
                "hf2:AAECAwQFBgcICQoLDA0ODw",
                "AAECAwQFBgcICQoLDA0ODw",
                "hf1:AAECAwQFBgcICQoLDA0ODw==",
                "hf1:AAECAwQFBgcICQoLDA0O",
                "hf1:AAECAwQFBgcICQoLDA0OD+",
                "hf1:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8g",
                "hf1:AAECAwQFBgcICQoLDA0ODw ",
                "hf1:äAECAwQFBgcICQoLDA0ODw"
            })
    void constructor_malformed_isRefused(String text) {
        assertThatThrownBy(() -> new Fingerprint(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("not a fingerprint");
    }
}
