package dev.holdfast.proof;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * A value that means nothing and stands nowhere by chance: wherever it is found, a secret has leaked.
 *
 * <p>Looked for as it is and in the forms in which a program might carry it on: base64 at each of its three alignments,
 * hexadecimal, URL.
 */
public final class Canary {

    /** The value, for every test that needs one; its characters differ in each of the forms. */
    public static final String VALUE = "Canary+7Qm2/Zx9=Lr4Vt8Bn3Wk6Ty5Hd1";

    private static final Set<String> FORMS = formsOf(VALUE);

    private Canary() {}

    /** The form in which {@code text} holds the value, if it does; upper and lower case count alike. */
    public static Optional<String> in(String text) {
        return in(text, FORMS);
    }

    /** The form of {@code forms} that {@code text} holds. */
    static Optional<String> in(String text, Set<String> forms) {
        String lower = text.toLowerCase(Locale.ROOT);
        return forms.stream().filter(lower::contains).findFirst();
    }

    /** All the forms of a value, in lower case. */
    static Set<String> formsOf(String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        Set<String> forms = new LinkedHashSet<>();
        forms.add(value);
        for (int before = 0; before < 3; before++) {
            forms.add(base64(bytes, before, Base64.getEncoder()));
            forms.add(base64(bytes, before, Base64.getUrlEncoder()));
        }
        forms.add(HexFormat.of().formatHex(bytes));
        forms.add(HexFormat.ofDelimiter(" ").formatHex(bytes));
        forms.add(URLEncoder.encode(value, StandardCharsets.UTF_8));
        Set<String> lower = new LinkedHashSet<>();
        forms.forEach(form -> lower.add(form.toLowerCase(Locale.ROOT)));
        return lower;
    }

    /** What base64 makes of the value behind so many other bytes, without the characters that the neighbours share. */
    private static String base64(byte[] bytes, int before, Base64.Encoder encoder) {
        byte[] shifted = new byte[before + bytes.length];
        System.arraycopy(bytes, 0, shifted, before, bytes.length);
        String text = encoder.withoutPadding().encodeToString(shifted);
        int whole = shifted.length / 3 * 4;
        return text.substring(before == 0 ? 0 : before + 1, whole);
    }
}
