package dev.holdfast.cli;

import java.io.PrintWriter;

/** A bar on standard error while something takes long; nothing where no terminal is. Used by one thread. */
final class Progress {

    private static final int WIDTH = 30;

    private final PrintWriter err;
    private final int all;
    private final boolean shown = Terminal.present();

    /** @param all how many steps there are, 1 or more */
    Progress(PrintWriter err, int all) {
        this.err = err;
        this.all = all;
    }

    /**
     * Shows that so many steps are done.
     *
     * @param what the next one is about
     */
    void at(int done, String what) {
        if (shown) {
            int full = (int) ((long) WIDTH * done / all);
            String bar = "#".repeat(full) + "-".repeat(WIDTH - full);
            err.print("\r\u001b[K[" + bar + "] " + done + "/" + all + " " + what);
            err.flush();
        }
    }

    /** Takes the bar away. */
    void end() {
        if (shown) {
            err.print("\r\u001b[K");
            err.flush();
        }
    }
}
