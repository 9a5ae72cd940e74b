package dev.holdfast.services;

import dev.holdfast.services.Interference.Mode;
import java.nio.charset.StandardCharsets;

/** Which requests an {@link Interference} treats how. Thread-safe. */
final class InterferencePlan {

    private Mode always = Mode.PASS;
    private Mode next = Mode.PASS;
    private String text = "";
    private int outstanding;
    private byte[] answer = {};

    synchronized void answer(String given) {
        answer = given.getBytes(StandardCharsets.ISO_8859_1);
    }

    synchronized byte[] answer() {
        return answer.clone();
    }

    synchronized void always(Mode mode) {
        always = mode;
        outstanding = 0;
    }

    synchronized void next(int requests, Mode mode, String requestText) {
        next = mode;
        text = requestText;
        outstanding = requests;
    }

    synchronized int outstanding() {
        return outstanding;
    }

    /** Whether a connection is to be closed before its first request; counts as one of the next where no text is asked. */
    synchronized boolean refusesConnection() {
        if (outstanding > 0 && text.isEmpty()) {
            if (next == Mode.REFUSE) {
                outstanding--;
            }
            return next == Mode.REFUSE;
        }
        return always == Mode.REFUSE;
    }

    /** What happens to the request that begins with these bytes. */
    synchronized Mode forRequest(byte[] bytes, int length) {
        if (outstanding == 0 || !new String(bytes, 0, length, StandardCharsets.ISO_8859_1).contains(text)) {
            return always;
        }
        outstanding--;
        return next;
    }
}
