package dev.holdfast.mask;

import dev.holdfast.secret.SecretValue;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Every form of a value that is looked for. The arrays hold the secret: whoever asks for them wipes them. */
final class SecretForms {

    /** The shortest form that is looked for, in bytes: a shorter one would be found everywhere. */
    static final int SHORTEST = 4;

    /** The shortest line of a value of several lines that is looked for by itself. */
    static final int SHORTEST_LINE = 8;

    /** Above this many bytes a value is looked for as it is, line by line, in JSON, base64 and hex alone. */
    static final int ALL_FORMS = 8 * 1024;

    private final Set<ByteBuffer> forms = new LinkedHashSet<>();

    private SecretForms() {}

    static List<byte[]> of(SecretValue value) {
        SecretForms made = new SecretForms();
        value.reveal(bytes -> {
            made.addAll(bytes);
            int end = bytes.length;
            while (end > 0 && (bytes[end - 1] == '\n' || bytes[end - 1] == '\r')) {
                end--;
            }
            if (end < bytes.length) {
                byte[] bare = Arrays.copyOf(bytes, end); // as "$(…)" of a shell gives it
                made.addAll(bare);
                Arrays.fill(bare, (byte) 0);
            }
            made.addLines(bytes);
            return made;
        });
        return made.forms.stream().map(ByteBuffer::array).toList();
    }

    private void addAll(byte[] value) {
        if (value.length < SHORTEST) {
            return; // Neither are its encodings looked for: "YQ==" is not the letter a alone.
        }
        boolean all = value.length <= ALL_FORMS;
        add(value.clone());
        Base64Forms.of(value, all, this::add);
        HexForms.of(value, this::add);
        EscapedForms.json(value, all, this::add);
        if (all) {
            PercentForms.of(value, this::add);
            EscapedForms.xml(value, this::add);
            EscapedForms.shell(value, this::add);
        }
    }

    private void addLines(byte[] value) {
        int start = 0;
        for (int i = 0; i <= value.length; i++) {
            if (i == value.length || value[i] == '\n') {
                if (start > 0 || i < value.length) {
                    addLine(value, start, i);
                }
                start = i + 1;
            }
        }
    }

    private void addLine(byte[] value, int from, int to) {
        int start = from;
        int end = to;
        while (start < end && value[start] >= 0 && value[start] <= ' ') {
            start++;
        }
        while (end > start && value[end - 1] >= 0 && value[end - 1] <= ' ') {
            end--;
        }
        if (end - start >= SHORTEST_LINE && !armour(value, start)) {
            add(Arrays.copyOfRange(value, start, end));
        }
    }

    /** The lines around every key of PEM are no secret. */
    private static boolean armour(byte[] value, int start) {
        for (int i = start; i < start + 5; i++) {
            if (value[i] != '-') {
                return false;
            }
        }
        return true;
    }

    private void add(byte[] form) {
        if (form.length < SHORTEST || !forms.add(ByteBuffer.wrap(form))) {
            Arrays.fill(form, (byte) 0);
        }
    }
}
