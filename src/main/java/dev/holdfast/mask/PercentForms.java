package dev.holdfast.mask;

import java.util.function.Consumer;

/** A value as URLs carry it. Languages differ in what they leave as it is, in the case of the digits, and about blanks. */
final class PercentForms {

    private static final String RFC_3986 = "-._~";
    private static final String COMPONENT = RFC_3986 + "!'()*";

    /** What is left as it is, beside letters and digits. */
    private static final String[] LEFT = {
        RFC_3986, // Go, Rust, Python's quote_plus
        COMPONENT, // encodeURIComponent
        RFC_3986 + "/", // Python's quote
        "-._*", // forms, Java
        "-._", // PHP's urlencode
        RFC_3986 + "$&+,/:;=@", // Go's paths
        RFC_3986 + "$&+,;=", // Go's users and passwords
        COMPONENT + ";,/?:@&=+$#", // encodeURI
        COMPONENT + "$&+,;=", // the userinfo of RFC 3986
    };

    private PercentForms() {}

    static void of(byte[] value, Consumer<byte[]> form) {
        for (String left : LEFT) {
            for (boolean upper : new boolean[] {true, false}) {
                form.accept(encoded(value, left, upper, "%20"));
                form.accept(encoded(value, left, upper, "+"));
            }
        }
    }

    private static byte[] encoded(byte[] value, String left, boolean upper, String blank) {
        ByteSink sink = new ByteSink();
        for (byte b : value) {
            if (b == ' ') {
                sink.add(blank);
            } else if (isLetterOrDigit(b) || left.indexOf(b) >= 0) {
                sink.add(b);
            } else {
                sink.add('%').add(HexForms.digit(b >> 4, upper)).add(HexForms.digit(b, upper));
            }
        }
        return sink.take();
    }

    private static boolean isLetterOrDigit(byte b) {
        return (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z') || (b >= '0' && b <= '9');
    }
}
