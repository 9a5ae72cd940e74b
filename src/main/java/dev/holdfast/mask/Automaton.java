package dev.holdfast.mask;

import java.util.Arrays;
import java.util.List;

/**
 * Finds many patterns at once, a byte at a time (Aho and Corasick, 1975): the state after a text is the longest end of it
 * that some pattern begins with.
 *
 * <p>States are numbered by their depth, those of one parent side by side. The shallow ones, where most of a text is read,
 * have a full row of successors; the others have their children, and fall back. Every byte costs a constant time on
 * average, whatever the patterns are.
 */
final class Automaton {

    static final int START = 0;

    /** How many states have a full row: 4 MiB at the most. */
    private static final int MOST_ROWS = 4096;

    private static final int BYTES = 256;

    private final int count;
    private final byte[] label;
    private final int[] firstChild;
    private final int[] shorter;
    private final int[] depth;
    private final int[] longest;
    private final int[] owner;
    private final int rows;
    private final int[] successors;

    /** A pattern, and the number of the secret that it is a form of. */
    static final class Pattern {

        private final byte[] bytes;
        private final int owner;

        Pattern(byte[] bytes, int owner) {
            this.bytes = bytes;
            this.owner = owner;
        }

        void wipe() {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    /** @param patterns none is empty; of equal ones the first counts */
    Automaton(List<Pattern> patterns) {
        Pattern[] sorted = patterns.toArray(Pattern[]::new);
        Arrays.sort(sorted, (a, b) -> Arrays.compareUnsigned(a.bytes, b.bytes));
        int most =
                1 + patterns.stream().mapToInt(pattern -> pattern.bytes.length).sum();
        label = new byte[most];
        firstChild = new int[most + 1];
        shorter = new int[most];
        depth = new int[most];
        longest = new int[most];
        owner = new int[most];
        count = build(sorted, new int[most], new int[most]);
        rows = Math.min(count, MOST_ROWS);
        successors = new int[rows * BYTES];
        for (int state = 0; state < rows; state++) {
            fillRow(state);
        }
    }

    /** @param from the first of the sorted patterns that go through a state; {@code to} behind the last of them */
    private int build(Pattern[] sorted, int[] from, int[] to) {
        to[START] = sorted.length;
        int made = 1;
        for (int state = START; state < made; state++) {
            firstChild[state] = made;
            int deep = depth[state];
            int next = from[state];
            while (next < to[state] && sorted[next].bytes.length == deep) {
                next++; // The patterns that end here come first.
            }
            boolean ends = next > from[state];
            link(state, ends ? sorted[from[state]].owner : -1);
            while (next < to[state]) {
                byte b = sorted[next].bytes[deep];
                from[made] = next;
                while (next < to[state] && sorted[next].bytes[deep] == b) {
                    next++;
                }
                to[made] = next;
                label[made] = b;
                depth[made] = deep + 1;
                shorter[made] = state == START ? START : successorWithoutRows(shorter[state], b);
                made++;
            }
        }
        firstChild[made] = made;
        return made;
    }

    /** What ends here is the pattern of this state, else the longest that ends the shorter text. */
    private void link(int state, int own) {
        longest[state] = own >= 0 ? depth[state] : state == START ? 0 : longest[shorter[state]];
        owner[state] = own >= 0 ? own : state == START ? -1 : owner[shorter[state]];
    }

    private int child(int state, byte b) {
        for (int child = firstChild[state]; child < firstChild[state + 1]; child++) {
            if (label[child] == b) {
                return child;
            }
        }
        return -1;
    }

    private int successorWithoutRows(int state, byte b) {
        for (int at = state; ; at = shorter[at]) {
            int child = child(at, b);
            if (child >= 0) {
                return child;
            }
            if (at == START) {
                return START;
            }
        }
    }

    private void fillRow(int state) {
        int row = state * BYTES;
        if (state != START) {
            System.arraycopy(successors, shorter[state] * BYTES, successors, row, BYTES);
        }
        for (int child = firstChild[state]; child < firstChild[state + 1]; child++) {
            successors[row + (label[child] & 0xFF)] = child;
        }
    }

    /** The state after one more byte. */
    int next(int state, byte b) {
        int at = state;
        while (at >= rows) {
            int child = child(at, b);
            if (child >= 0) {
                return child;
            }
            at = shorter[at];
        }
        return successors[at * BYTES + (b & 0xFF)];
    }

    /** How long the end of the text is that a pattern begins with. */
    int depth(int state) {
        return depth[state];
    }

    /** The length of the longest pattern that ends here, or 0. */
    int longest(int state) {
        return longest[state];
    }

    /** The number of the secret that this pattern is a form of. */
    int owner(int state) {
        return owner[state];
    }

    /** Forgets the patterns; nothing is found any more. */
    void wipe() {
        Arrays.fill(label, (byte) 0);
        Arrays.fill(firstChild, 0);
        Arrays.fill(successors, 0);
        Arrays.fill(longest, 0);
        Arrays.fill(shorter, 0);
    }

    @Override
    public String toString() {
        return "Automaton[" + count + " states]";
    }
}
