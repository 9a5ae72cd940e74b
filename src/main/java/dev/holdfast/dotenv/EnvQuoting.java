package dev.holdfast.dotenv;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * The ways to write a value down, best first: bare when harmless, single quotes, double quotes, double quotes with
 * {@code \n} for a line feed, and at last bare with whatever it holds.
 *
 * <p>Backticks are never tried: python-dotenv takes them for a part of the value. Which way is right is not judged here.
 */
final class EnvQuoting {

    private static final String HARMLESS = "_-./:@%+,=";

    private EnvQuoting() {}

    static List<byte[]> waysToWrite(byte[] value) {
        List<byte[]> ways = new ArrayList<>();
        boolean harmless = value.length > 0 && isHarmless(value);
        if (harmless) {
            ways.add(value.clone());
        }
        ways.add(between('\'', value));
        ways.add(between('"', value));
        if (has(value, '\n')) {
            ways.add(between('"', withEscapedNewlines(value)));
        } else if (!harmless) {
            ways.add(value.clone());
        }
        return ways;
    }

    /** Letters, digits and characters that mean nothing to any reader, a shell included. */
    private static boolean isHarmless(byte[] value) {
        for (byte b : value) {
            boolean plain = (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z') || (b >= '0' && b <= '9');
            if (!plain && HARMLESS.indexOf(b) < 0) {
                return false;
            }
        }
        return true;
    }

    private static byte[] between(char quote, byte[] value) {
        byte[] quoted = new byte[value.length + 2];
        quoted[0] = (byte) quote;
        System.arraycopy(value, 0, quoted, 1, value.length);
        quoted[value.length + 1] = (byte) quote;
        return quoted;
    }

    private static byte[] withEscapedNewlines(byte[] value) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(value.length + 64);
        for (byte b : value) {
            if (b == '\n') {
                out.write('\\');
                out.write('n');
            } else {
                out.write(b);
            }
        }
        return out.toByteArray();
    }

    static boolean has(byte[] value, char c) {
        for (byte b : value) {
            if (b == c) {
                return true;
            }
        }
        return false;
    }
}
