package dev.holdfast.mask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.secret.InvalidInput;
import dev.holdfast.secret.SecretValue;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MaskedStreamTest {

    private static final String KEY = "sk_live_51H/x+Y=z&q\"ö";
    private static final String MARK = "[REDACTED:KEY]";

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private static Masking masking(String... values) {
        Masking.Builder builder = new Masking.Builder();
        for (int i = 0; i < values.length; i++) {
            try (SecretValue value = SecretValue.stored(values[i].getBytes(StandardCharsets.UTF_8))) {
                builder.add(i == 0 ? "KEY" : "KEY" + i, value);
            }
        }
        return builder.build();
    }

    private static String masked(String text, String... values) throws IOException {
        String whole = masked(text, text.length() + 1, values);
        for (int piece : new int[] {1, 3, 7}) {
            assertThat(masked(text, piece, values)).isEqualTo(whole);
        }
        return whole;
    }

    private static String masked(String text, int piece, String... values) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (Masking masking = masking(values)) {
            MaskedStream stream = masking.stream(out);
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            for (int i = 0; i < bytes.length; i += piece) {
                byte[] part = java.util.Arrays.copyOfRange(bytes, i, Math.min(bytes.length, i + piece));
                stream.take(part, part.length);
            }
            stream.finish();
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void value_isReplacedByItsName() throws Exception {
        assertThat(masked("a " + KEY + " b" + KEY + KEY, KEY)).isEqualTo("a " + MARK + " b" + MARK + MARK);
    }

    @Test
    void value_shorterThanFourBytes_isNotMasked() throws Exception {
        try (SecretValue value = SecretValue.of("abc")) {
            assertThat(new Masking.Builder().add("PIN", value)).isFalse();
        }
        assertThat(masked("abc abc", "abc")).isEqualTo("abc abc");
    }

    @Test
    void values_thatOverlap_areOneMark() throws Exception {
        assertThat(masked("..abcdefgh..", "abcdef", "cdefgh")).isEqualTo("..[REDACTED:KEY]..");
        assertThat(masked("..abcdefgh..", "cdef", "abcdefgh")).isEqualTo("..[REDACTED:KEY1]..");
        assertThat(masked("..abcdefgh..", "abcdefgh", "cdef")).isEqualTo("..[REDACTED:KEY]..");
        assertThat(masked("xaaaaaaaaay", "aaaa"))
                .isEqualTo("xxy".replaceFirst("x", "x[REDACTED:KEY]").replace("]x", "]"));
        assertThat(masked("ababab abcabc", "abab", "abca")).isEqualTo("[REDACTED:KEY] [REDACTED:KEY1]bc");
    }

    @Test
    void encodings_areMaskedWhereverTheyStand() throws Exception {
        byte[] bytes = KEY.getBytes(StandardCharsets.UTF_8);
        String base64 = Base64.getEncoder().encodeToString(bytes);
        List<String> forms = List.of(
                base64,
                base64.replace("=", ""),
                Base64.getUrlEncoder().encodeToString(bytes),
                HexFormat.of().formatHex(bytes),
                HexFormat.of().withUpperCase().formatHex(bytes),
                URLEncoder.encode(KEY, StandardCharsets.UTF_8),
                "sk_live_51H%2fx%2bY%3dz%26q%22%c3%b6",
                "sk_live_51H/x%2BY%3Dz%26q%22%C3%B6",
                "sk_live_51H/x+Y=z&q\\\"ö",
                "sk_live_51H\\/x+Y=z&q\\\"ö",
                "sk_live_51H/x+Y=z&q\\\"\\u00f6",
                "sk_live_51H/x+Y=z\\u0026q\\\"ö",
                "sk_live_51H/x+Y=z&amp;q&quot;ö",
                "sk_live_51H/x+Y=z\\&q\\\"ö");
        for (String form : forms) {
            assertThat(masked("<" + form + ">", KEY)).as(form).isEqualTo("<" + MARK + ">");
        }
    }

    @Test
    void base64_ofLongerText_showsNoWholeCharacterOfTheValue() throws Exception {
        for (String before : List.of("", "u", "us", "user:")) {
            for (String behind : List.of("", "x", "xy", "xyz")) {
                byte[] whole = (before + KEY + behind).getBytes(StandardCharsets.UTF_8);
                for (Base64.Encoder encoder : List.of(Base64.getEncoder(), Base64.getUrlEncoder())) {
                    String shown = masked(encoder.encodeToString(whole), KEY);
                    String left = shown.replace(MARK, "").replace("=", "");
                    assertThat(shown).contains(MARK);
                    // What stands beside the value takes so many characters, and at most one at each end is shared.
                    int beside = (before.length() * 8 + 5) / 6 + (behind.length() * 8 + 5) / 6;
                    assertThat(left.length()).as(shown).isLessThanOrEqualTo(beside + 1);
                }
            }
        }
    }

    @Test
    void base64_inLines_isMasked() throws Exception {
        String value = "0123456789abcdefghijklmnopqrstuvwxyz".repeat(5);
        for (int width : new int[] {64, 76}) {
            String lines = Base64.getMimeEncoder(width, new byte[] {'\n'})
                    .encodeToString(value.getBytes(StandardCharsets.UTF_8));
            assertThat(masked(lines, value).replace(MARK, ""))
                    .as("" + width)
                    .isEqualTo("\n".repeat(lines.split("\n").length - 1));
        }
    }

    @Test
    void value_ofSeveralLines_isMaskedLineByLine() throws Exception {
        String pem = "-----BEGIN PRIVATE KEY-----\nMIIBVAIBADANBgkqhkiG\nAbCdEfGhIjKlMn==\n-----END PRIVATE KEY-----\n";
        assertThat(masked(pem, pem)).isEqualTo(MARK);
        assertThat(masked("  MIIBVAIBADANBgkqhkiG\r\n  AbCdEfGhIjKlMn==\r\n", pem))
                .isEqualTo("  " + MARK + "\r\n  " + MARK + "\r\n");
        assertThat(masked("-----BEGIN PRIVATE KEY-----\n", pem)).isEqualTo("-----BEGIN PRIVATE KEY-----\n");
        assertThat(masked("a secret\n", "a secret\n")).isEqualTo(MARK);
        assertThat(masked("a secret.", "a secret\n")).isEqualTo(MARK + ".");
    }

    @Test
    void bytes_thatAreNoText_stayAsTheyAre() throws Exception {
        byte[] all = new byte[65536];
        new java.util.Random(7).nextBytes(all);
        try (Masking masking = masking(KEY)) {
            MaskedStream stream = masking.stream(out);
            stream.take(all, all.length);
            stream.finish();
        }
        assertThat(out.toByteArray()).isEqualTo(all);
    }

    @Test
    void beginning_isHeldBack_andAShortOneIsPassedOnWhenNothingComes() throws Exception {
        try (Masking masking = masking("Password")) {
            MaskedStream stream = masking.stream(out);
            take(stream, "Go on? Pas");
            assertThat(out).hasToString("Go on? ");
            assertThat(stream.heldBack()).isEqualTo(3);
            stream.passShort();
            assertThat(out).hasToString("Go on? Pas");
            take(stream, "sword. Passw");
            stream.passShort();
            assertThat(out).hasToString("Go on? Pas[REDACTED:KEY]. ");
            stream.finish();
            assertThat(out).hasToString("Go on? Pas[REDACTED:KEY]. Passw");
        }
    }

    private static void take(MaskedStream stream, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        stream.take(bytes, bytes.length);
    }

    @Test
    void stream_thatIsOneLongSecret_isHeldInLittleMemory() throws Exception {
        try (Masking masking = masking("aaaa")) {
            MaskedStream stream = masking.stream(out);
            byte[] piece = "a".repeat(1 << 16).getBytes(StandardCharsets.UTF_8);
            for (int i = 0; i < 1000; i++) {
                stream.take(piece, piece.length);
                assertThat(stream.heldBack()).isLessThan(10);
            }
            stream.finish();
        }
        assertThat(out).hasToString(MARK);
    }

    @ParameterizedTest
    @ValueSource(strings = {"KEY", "A_NAME_THAT_IS_LONGER_THAN_ANY_NAME_THAT_A_MARK_SHOWS"})
    void mark_isRefusedAsAValue(String name) throws Exception {
        Masking.Builder builder = new Masking.Builder();
        try (SecretValue value = SecretValue.of("topsecretvalue")) {
            builder.add(name, value);
        }
        MaskedStream stream = builder.build().stream(out);
        take(stream, "Bearer topsecretvalue");
        stream.finish();
        assertThat(out.toString(StandardCharsets.UTF_8)).startsWith("Bearer [REDACTED:" + name.substring(0, 3));
        assertThatThrownBy(() -> SecretValue.of(out.toString(StandardCharsets.UTF_8)))
                .isInstanceOf(InvalidInput.class);
    }
}
