package dev.holdfast.mask;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A value inside of JSON, of XML, or of a word that a shell quotes. */
final class EscapedForms {

    private static final int FIRST_PRINTABLE = ' ';
    private static final int LAST_ASCII = 0x7E;
    private static final String SHELL_SAFE = "_-./:=@%+,^";

    private EscapedForms() {}

    /** @param all whether also as JSON is written for pages of HTML, in ASCII alone, or with escaped slashes */
    static void json(byte[] value, boolean all, Consumer<byte[]> form) {
        form.accept(json(value, ""));
        if (all) {
            form.accept(json(value, "/"));
            form.accept(json(value, "<>&"));
            form.accept(json(value, "<>&'"));
            ascii(value, form);
        }
    }

    private static byte[] json(byte[] value, String escaped) {
        ByteSink sink = new ByteSink();
        for (byte b : value) {
            if (b < 0) {
                sink.add(b);
            } else {
                jsonChar(sink, (char) b, escaped, false);
            }
        }
        return sink.take();
    }

    private static void ascii(byte[] value, Consumer<byte[]> form) {
        CharBuffer text = StandardCharsets.UTF_8.decode(ByteBuffer.wrap(value));
        for (String escaped : new String[] {"", "/"}) {
            for (boolean upper : new boolean[] {true, false}) {
                ByteSink sink = new ByteSink();
                for (int i = 0; i < text.length(); i++) {
                    jsonChar(sink, text.charAt(i), escaped, upper);
                }
                form.accept(sink.take());
            }
        }
        Arrays.fill(text.array(), '\0');
    }

    private static void jsonChar(ByteSink sink, char c, String escaped, boolean upper) {
        int named = "\"\\\n\r\t\b\f".indexOf(c);
        if (named >= 0) {
            sink.add('\\').add("\"\\nrtbf".charAt(named));
        } else if (c == '/' && escaped.equals("/")) {
            sink.add("\\/");
        } else if (c < FIRST_PRINTABLE || c > LAST_ASCII || escaped.indexOf(c) >= 0) {
            sink.add("\\u");
            for (int shift = 12; shift >= 0; shift -= 4) {
                sink.add(HexForms.digit(c >> shift, upper));
            }
        } else {
            sink.add(c);
        }
    }

    static void xml(byte[] value, Consumer<byte[]> form) {
        form.accept(xml(value, "&quot;", "&#39;"));
        form.accept(xml(value, "&#34;", "&#39;"));
        form.accept(xml(value, "&quot;", "&apos;"));
        form.accept(xml(value, "&quot;", "&#x27;"));
        form.accept(xml(value, "&quot;", "'"));
        form.accept(xml(value, "\"", "'"));
    }

    private static byte[] xml(byte[] value, String quote, String apostrophe) {
        ByteSink sink = new ByteSink();
        for (byte b : value) {
            switch (b) {
                case '&' -> sink.add("&amp;");
                case '<' -> sink.add("&lt;");
                case '>' -> sink.add("&gt;");
                case '"' -> sink.add(quote);
                case '\'' -> sink.add(apostrophe);
                default -> sink.add(b);
            }
        }
        return sink.take();
    }

    static void shell(byte[] value, Consumer<byte[]> form) {
        form.accept(replaced(value, "'", "'\\''")); // set -x, printenv of many shells
        form.accept(replaced(value, "'", "'\"'\"'")); // Python's shlex
        form.accept(backslashed(value, "\"\\$`")); // in double quotes
        form.accept(backslashed(value, null)); // printf %q
    }

    private static byte[] replaced(byte[] value, String one, String by) {
        ByteSink sink = new ByteSink();
        for (byte b : value) {
            if (one.indexOf(b) >= 0) {
                sink.add(by);
            } else {
                sink.add(b);
            }
        }
        return sink.take();
    }

    private static byte[] backslashed(byte[] value, @Nullable String these) {
        ByteSink sink = new ByteSink();
        for (byte b : value) {
            boolean special = these == null
                    ? b > 0 && !Character.isLetterOrDigit((char) b) && SHELL_SAFE.indexOf(b) < 0
                    : these.indexOf(b) >= 0;
            if (special) {
                sink.add('\\');
            }
            sink.add(b);
        }
        return sink.take();
    }
}
