package dev.holdfast.mask;

import java.util.Arrays;

/** The parts of a text that are masked and not yet passed on, in their order, those that overlap made one. */
final class Ranges {

    private static final int FIRST = 16;

    private long[] starts = new long[FIRST];
    private long[] ends = new long[FIRST];
    private int[] owners = new int[FIRST];
    private int head;
    private int tail;

    boolean isEmpty() {
        return head == tail;
    }

    long start() {
        return starts[head];
    }

    long end() {
        return ends[head];
    }

    int owner() {
        return owners[head];
    }

    /** The first part begins later: what was before has been passed on. */
    void cut(long start) {
        starts[head] = start;
    }

    void removeFirst() {
        head++;
        if (head == tail) {
            head = 0;
            tail = 0;
        }
    }

    /** Adds a part that ends behind all others. It is named after the one that begins first. */
    void add(long start, long end, int owner) {
        long from = start;
        int name = owner;
        while (head < tail && ends[tail - 1] > start) {
            tail--;
            if (starts[tail] < from) {
                name = owners[tail];
            }
            from = Math.min(from, starts[tail]);
        }
        makeRoom();
        starts[tail] = from;
        ends[tail] = end;
        owners[tail] = name;
        tail++;
    }

    private void makeRoom() {
        if (tail < starts.length) {
            return;
        }
        int size = Math.max(FIRST, 2 * (tail - head));
        starts = Arrays.copyOf(Arrays.copyOfRange(starts, head, tail), size);
        ends = Arrays.copyOf(Arrays.copyOfRange(ends, head, tail), size);
        owners = Arrays.copyOf(Arrays.copyOfRange(owners, head, tail), size);
        tail -= head;
        head = 0;
    }
}
