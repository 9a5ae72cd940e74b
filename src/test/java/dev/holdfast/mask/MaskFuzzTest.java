package dev.holdfast.mask;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.Proof;
import dev.holdfast.secret.SecretValue;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Masking held against a second one that looks for each form at each place of the whole text. */
class MaskFuzzTest {

    private static final long SEED = 20261126;

    private final Random random = new Random(SEED);

    /** Which bytes a form covers, and the marks in their place. */
    private static byte[] naive(byte[] text, List<List<byte[]>> forms) {
        int[] startOfRange = new int[text.length];
        boolean[] covered = new boolean[text.length];
        boolean[] joined = new boolean[text.length + 1]; // whether one match covers i - 1 and i
        Arrays.fill(startOfRange, -1);
        for (int secret = 0; secret < forms.size(); secret++) {
            for (byte[] form : forms.get(secret)) {
                for (int i = 0; i + form.length <= text.length; i++) {
                    if (Arrays.equals(text, i, i + form.length, form, 0, form.length)) {
                        Arrays.fill(covered, i, i + form.length, true);
                        Arrays.fill(joined, i + 1, i + form.length, true);
                    }
                }
            }
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int i = 0; i < text.length; i++) {
            if (!covered[i]) {
                out.write(text[i]);
            } else if (!joined[i]) {
                out.writeBytes(("[REDACTED:" + nameAt(text, i, forms) + "]").getBytes(StandardCharsets.UTF_8));
            }
        }
        return out.toByteArray();
    }

    /** Named after the longest form that begins here; of equal ones after the first secret. */
    private static String nameAt(byte[] text, int at, List<List<byte[]>> forms) {
        int longest = -1;
        int name = -1;
        for (int secret = 0; secret < forms.size(); secret++) {
            for (byte[] form : forms.get(secret)) {
                if (form.length > longest
                        && at + form.length <= text.length
                        && Arrays.equals(text, at, at + form.length, form, 0, form.length)) {
                    longest = form.length;
                    name = secret;
                }
            }
        }
        return "S" + name;
    }

    @Test
    void pieces_ofAnySize_areMaskedAsTheWholeIs() throws IOException {
        int rounds = Proof.scaled(3_000, 60_000);
        long bytes = 0;
        int marks = 0;
        for (int round = 0; round < rounds; round++) {
            List<SecretValue> secrets = new ArrayList<>();
            List<List<byte[]>> forms = new ArrayList<>();
            int alphabet = 2 + random.nextInt(6);
            for (int i = 0; i <= random.nextInt(5); i++) {
                SecretValue secret =
                        SecretValue.stored(word(4 + random.nextInt(random.nextInt(20) == 0 ? 90 : 9), alphabet));
                secrets.add(secret);
                forms.add(SecretForms.of(secret));
            }
            byte[] text = text(forms, alphabet);
            byte[] expected = naive(text, forms);
            byte[] masked = masked(text, secrets);
            assertThat(masked).as("round %d of seed %d", round, SEED).isEqualTo(expected);
            bytes += text.length;
            marks += count(new String(expected, StandardCharsets.ISO_8859_1));
        }
        assertThat(marks).isGreaterThan(rounds);
        Proof.line(
                "mask-fuzz",
                rounds + " rounds, " + bytes + " bytes, " + marks
                        + " marks: the same as a naive masking of the whole text, in pieces of any size");
    }

    private static int count(String text) {
        return text.split("\\[REDACTED:", -1).length - 1;
    }

    private byte[] masked(byte[] text, List<SecretValue> secrets) throws IOException {
        Masking.Builder builder = new Masking.Builder();
        for (int i = 0; i < secrets.size(); i++) {
            assertThat(builder.add("S" + i, secrets.get(i))).isTrue();
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (Masking masking = builder.build()) {
            MaskedStream stream = masking.stream(out);
            int largest = 1 + random.nextInt(40);
            for (int at = 0; at < text.length; ) {
                int length = Math.min(text.length - at, random.nextInt(largest + 1));
                stream.take(Arrays.copyOfRange(text, at, at + length), length);
                at += length;
            }
            stream.finish();
        }
        return out.toByteArray();
    }

    private byte[] word(int length, int alphabet) {
        byte[] word = new byte[length];
        for (int i = 0; i < length; i++) {
            word[i] = (byte) "ab\n \"/%'".charAt(random.nextInt(alphabet));
        }
        return word;
    }

    /** Noise of the same letters, forms, and beginnings and ends of forms. */
    private byte[] text(List<List<byte[]>> forms, int alphabet) {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        for (int i = 0; i < 12; i++) {
            List<byte[]> some = forms.get(random.nextInt(forms.size()));
            byte[] form = some.get(random.nextInt(some.size()));
            int cut = random.nextInt(form.length + 1);
            switch (random.nextInt(5)) {
                case 0 -> text.writeBytes(form);
                case 1 -> text.writeBytes(Arrays.copyOf(form, cut));
                case 2 -> text.writeBytes(Arrays.copyOfRange(form, cut, form.length));
                case 3 -> text.writeBytes(word(random.nextInt(12), alphabet));
                default -> text.write(random.nextInt(256));
            }
        }
        return text.toByteArray();
    }

    @Test
    void speed_isFarAboveThatOfATerminal() throws IOException {
        byte[] piece = new byte[1 << 16];
        byte[] words = "2026-11-26 INFO request 4711 of user 42 was answered in 12 ms: /api/v1/orders?limit=50 sk_li\n"
                .getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < piece.length; i++) {
            piece[i] = words[i % words.length];
        }
        Masking.Builder builder = new Masking.Builder();
        for (int i = 0; i < 20; i++) {
            try (SecretValue secret =
                    SecretValue.of("sk_live_51H" + i + "abcdefghijklmnopqrstuvwxyz0123456789+/" + i)) {
                builder.add("S" + i, secret);
            }
        }
        int pieces = 4_000;
        try (Masking masking = builder.build()) {
            MaskedStream stream = masking.stream(OutputStream.nullOutputStream());
            for (int i = 0; i < pieces / 4; i++) {
                stream.take(piece, piece.length);
            }
            long start = System.nanoTime();
            for (int i = 0; i < pieces; i++) {
                stream.take(piece, piece.length);
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            Proof.line("mask-speed", Math.round(pieces / 16.0 / seconds) + " MB/s with 20 secrets");
        }
    }
}
