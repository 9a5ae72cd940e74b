package dev.holdfast.run;

import dev.holdfast.mask.Masking;
import java.io.OutputStream;
import java.util.List;

/** A process that was started with secrets. */
public final class Child {

    private final Process process;
    private final Masking masking;
    private final boolean piped;
    private List<Pump> pumps = List.of();

    Child(Process process, Masking masking, boolean piped) {
        this.process = process;
        this.masking = masking;
        this.piped = piped;
    }

    /** Begins to pass its output on, masked, to {@code out} and {@code err}. */
    public void begin(OutputStream out, OutputStream err) {
        if (piped) {
            pumps = List.of(
                    new Pump(process.getInputStream(), masking.stream(out), process),
                    new Pump(process.getErrorStream(), masking.stream(err), process));
            pumps.forEach(Pump::start);
        }
    }

    /**
     * Waits for its end and for the rest of its output.
     *
     * @return its exit code, or 128 and the number of the signal that ended it
     */
    public int await() throws InterruptedException {
        int exit = process.waitFor();
        for (Pump pump : pumps) {
            pump.end();
        }
        masking.close();
        return exit;
    }

    /** Ends it at once, before anything of its output was passed on. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
        masking.close();
    }
}
