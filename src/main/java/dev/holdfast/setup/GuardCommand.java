package dev.holdfast.setup;

/** The command line by which a client's hook asks the guard. */
final class GuardCommand {

    private static final String ASKED = " guard --client ";

    /** Reading is refused too. */
    static final String BLOCK_READS = " --block-reads";

    private GuardCommand() {}

    /**
     * For a shell.
     *
     * @param launcher the absolute path of {@code bin/holdfast}
     */
    static String of(String launcher, String client) {
        return quoted(launcher) + ASKED + client;
    }

    /** Whether a command line asks a Holdfast, this one or another. */
    static boolean isOne(String command) {
        return command.contains("holdfast") && command.contains(ASKED);
    }

    private static String quoted(String path) {
        return path.matches("[A-Za-z0-9_./+-]+") ? path : "'" + path.replace("'", "'\\''") + "'";
    }
}
