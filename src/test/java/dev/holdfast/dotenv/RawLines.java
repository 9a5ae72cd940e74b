package dev.holdfast.dotenv;

import java.util.List;
import java.util.Random;

/** Random text out of the pieces that the readers of a {@code .env} look at. */
final class RawLines {

    private static final List<String> PIECES = List.of(
            "A", "B", "=", "=", "=", "\n", "\n", "\"", "'", "`", "#", " ", "\t", "\\", "\\n", "\\r", "\r\n", "\r", "$",
            "${A}", "${A:-b}", "export ", "x", "é", ":", "\uFEFF", "\u00A0", ".", "-", "\u000B", "\f", "\u2028",
            "\u0085", "\u001C", "A=", "B=\"", "A='", "\\\"", "\\'", "🔑", "A=1\n", "\nB=2", "1", "/");

    private RawLines() {}

    /** One to {@code most} pieces. */
    static String of(Random random, int most) {
        StringBuilder text = new StringBuilder();
        int count = 1 + random.nextInt(most);
        for (int i = 0; i < count; i++) {
            text.append(PIECES.get(random.nextInt(PIECES.size())));
        }
        return text.toString();
    }
}
