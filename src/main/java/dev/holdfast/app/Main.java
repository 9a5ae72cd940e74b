package dev.holdfast.app;

import dev.holdfast.cli.Cli;
import dev.holdfast.cli.McpCommand;
import dev.holdfast.config.Environment;
import dev.holdfast.fault.FaultPoints;
import java.io.InputStream;
import java.io.PrintStream;
import java.security.SecureRandom;
import java.time.Clock;

/** Where the program begins. */
public final class Main {

    /** Whether anything was opened that an orderly exit has to close: the hook mostly opens nothing. */
    private static boolean opened;

    private Main() {}

    public static void main(String[] args) {
        int code = run(args, System.in, System.out, FaultPoints.NONE);
        if (!opened) {
            // Nothing to close. An orderly exit looks for a logger first, which costs a hook its milliseconds.
            System.out.flush();
            Runtime.getRuntime().halt(code);
        }
        System.exit(code);
    }

    /** Runs a command; a test stops it at the steps that it names. */
    static int run(String[] args, InputStream in, PrintStream out, FaultPoints steps) {
        Environment environment = new Environment(System.getenv());
        if (args.length > 0 && args[0].equals(Guard.NAME) && !(args.length == 2 && args[1].matches("-h|--help"))) {
            return Guard.run(args, in, out, () -> opened(environment, steps), environment);
        }
        Wiring wiring = opened(environment, steps);
        if (args.length > 0 && args[0].equals(McpCommand.NAME)) {
            // Standard output is the protocol's alone from here on.
            System.setOut(System.err);
            return Mcp.run(args, in, out, wiring, environment);
        }
        return new Cli(wiring, environment, Version.NUMBER).run(args);
    }

    private static Wiring opened(Environment environment, FaultPoints steps) {
        opened = true;
        Logging.install(environment.logLevel(), environment.logFormat());
        nativeLibrary();
        return new Wiring(environment, Clock.systemUTC(), new SecureRandom(), steps);
    }

    /** SQLite's library is unpacked into a folder of ours: a shared temporary folder may forbid that, or keep left-overs. */
    private static void nativeLibrary() {
        String cache = System.getProperty("holdfast.cache");
        if (cache != null) {
            System.setProperty("org.sqlite.tmpdir", cache);
        }
    }
}
