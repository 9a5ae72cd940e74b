package dev.holdfast.dotenv;

import java.util.Arrays;

/** The one escape that Node knows, in double quotes: {@code \n} is a line feed. */
final class NodeEscapes {

    private NodeEscapes() {}

    /** Wipes {@code value} and gives the expanded characters. */
    static char[] expandNewlines(char[] value) {
        int out = 0;
        for (int i = 0; i < value.length; i++) {
            boolean escape = value[i] == '\\' && i + 1 < value.length && value[i + 1] == 'n';
            value[out++] = escape ? '\n' : value[i];
            if (escape) {
                i++;
            }
        }
        char[] expanded = Arrays.copyOf(value, out);
        Arrays.fill(value, '\0');
        return expanded;
    }
}
