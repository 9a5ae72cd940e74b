package dev.holdfast.mask;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/**
 * One stream of bytes in which secrets are replaced by marks, wherever the pieces that it comes in are cut.
 *
 * <p>Passed on at once is everything but the end that may be the beginning of a secret. Every other byte stays as it is.
 * Holds no more than the longest form of a secret and one piece. Not thread-safe.
 */
public final class MaskedStream {

    private static final int FIRST = 128 * 1024;

    private final Automaton automaton;
    private final byte[][] marks;
    private final OutputStream out;
    private final Ranges ranges = new Ranges();

    private byte[] held = new byte[FIRST];
    /** Where in the stream the first byte of {@link #held} stands. */
    private long base;

    private long passed;
    private long end;
    private int state = Automaton.START;
    /** Whether the mark of the first range was written already. */
    private boolean marked;

    MaskedStream(Automaton automaton, byte[][] marks, OutputStream out) {
        this.automaton = automaton;
        this.marks = marks;
        this.out = out;
    }

    /** Takes a piece and passes on what it completes. */
    public void take(byte[] piece, int length) throws IOException {
        makeRoom(length);
        int first = (int) (end - base);
        System.arraycopy(piece, 0, held, first, length);
        int at = state;
        for (int i = first; i < first + length; i++) {
            at = automaton.next(at, held[i]);
            int match = automaton.longest(at);
            if (match > 0) {
                long behind = base + i + 1;
                ranges.add(Math.max(passed, behind - match), behind, automaton.owner(at));
            }
        }
        state = at;
        end += length;
        pass(end - automaton.depth(at));
        out.flush();
    }

    /** How many bytes are held back, since they may be the beginning of a secret. */
    public int heldBack() {
        return (int) (end - passed);
    }

    /**
     * Passes on an end that is shorter than any secret, so that a prompt appears whole. For when nothing more comes at the
     * moment; should the secret go on after all, its first three bytes are seen.
     */
    public void passShort() throws IOException {
        if (heldBack() < SecretForms.SHORTEST) {
            pass(end);
            out.flush();
        }
    }

    /** The stream has ended: passes on all that is left. */
    public void finish() throws IOException {
        try {
            pass(end);
            out.flush();
        } finally {
            state = Automaton.START;
            Arrays.fill(held, (byte) 0);
        }
    }

    private void pass(long limit) throws IOException {
        while (!ranges.isEmpty() && ranges.start() < limit) {
            write(ranges.start());
            if (!marked) {
                out.write(marks[ranges.owner()]);
                marked = true;
            }
            passed = Math.min(limit, ranges.end());
            if (ranges.end() > limit) {
                ranges.cut(limit); // The rest of it may yet grow.
                return;
            }
            ranges.removeFirst();
            marked = false;
        }
        write(limit);
    }

    private void write(long to) throws IOException {
        if (passed < to) {
            out.write(held, (int) (passed - base), (int) (to - passed));
            passed = to;
        }
    }

    /** Moved only when there is no room behind, so that each byte is moved a few times at the most. */
    private void makeRoom(int length) {
        int used = (int) (end - passed);
        if (end - base + length <= held.length) {
            return;
        }
        byte[] target = held.length < 2 * (used + length) ? new byte[4 * (used + length)] : held;
        System.arraycopy(held, (int) (passed - base), target, 0, used);
        if (target != held) {
            Arrays.fill(held, (byte) 0);
            held = target;
        }
        base = passed;
    }
}
