package dev.holdfast.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Rows of text in aligned columns. */
final class Table {

    private static final Pattern UNSEEN = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]");

    private final List<String[]> rows = new ArrayList<>();

    Table(String... heads) {
        rows.add(heads);
    }

    /** Adds a row. What would move the cursor or turn the text is shown as a question mark: others may have written it. */
    void row(String... cells) {
        rows.add(Arrays.stream(cells)
                .map(cell -> UNSEEN.matcher(cell).replaceAll("?"))
                .toArray(String[]::new));
    }

    /** A value of JSON as it stands in a row: a list with commas, nothing for none. */
    static String cell(@Nullable Object value) {
        if (value instanceof Collection<?> several) {
            return several.stream().map(String::valueOf).collect(Collectors.joining(", "));
        }
        return value == null ? "" : String.valueOf(value);
    }

    void print(PrintWriter out) {
        int[] widths = new int[rows.get(0).length];
        for (String[] row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row[i].length());
            }
        }
        rows.forEach(row -> out.println(line(row, widths)));
    }

    private static String line(String[] row, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < row.length; i++) {
            line.append(row[i]);
            char[] blanks = new char[widths[i] - row[i].length() + 2];
            Arrays.fill(blanks, ' ');
            line.append(blanks);
        }
        return line.toString().stripTrailing();
    }
}
