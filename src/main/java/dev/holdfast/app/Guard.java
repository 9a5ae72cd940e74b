package dev.holdfast.app;

import dev.holdfast.audit.Channel;
import dev.holdfast.cli.Backend;
import dev.holdfast.config.Environment;
import dev.holdfast.guard.HookClient;
import dev.holdfast.guard.HookGuard;
import dev.holdfast.guard.HookStore;
import dev.holdfast.guard.Malformed;
import dev.holdfast.guard.StagedFiles;
import dev.holdfast.guard.Verdict;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Answers a hook. An edit that touches no {@code .env} opens nothing and loads little; every fault ends with the code that
 * denies.
 */
final class Guard {

    static final String NAME = "guard";

    private static final String GIT = "git";
    private static final int ALLOWED = 0;
    private static final int REFUSED = 1;
    private static final int FAULT = 2;

    /** A client that waits no longer lets the edit through, so the guard gives up before it does. */
    private static final long LONGEST_MILLIS = 25_000;

    private @Nullable String client;
    private @Nullable String agent;
    private boolean blockReads;
    private final List<String> files = new ArrayList<>();

    private Guard() {}

    static int run(String[] args, InputStream in, PrintStream out, Supplier<Backend> backend, Environment environment) {
        Guard guard = new Guard();
        try {
            if (!guard.read(args)) {
                return guard.fault("an option of guard is unknown or missing; see 'holdfast guard --help'.");
            }
            guard.watch();
            return guard.answer(in, out, backend, environment);
        } catch (Malformed e) {
            return guard.fault(
                    e.problem() + " Nothing is let through until it can be; 'holdfast guard --help' says what"
                            + " is expected, 'holdfast doctor' looks at git.");
        } catch (Throwable e) { // Whatever it is, an edit must not pass by it.
            return guard.fault("the guard failed (" + e.getClass().getSimpleName() + "), so nothing is allowed.");
        }
    }

    /** Whether all of it is understood. */
    private boolean read(String[] args) {
        boolean names = false;
        for (int i = 1; i < args.length; i++) {
            String arg = args[i];
            boolean more = i + 1 < args.length;
            if (names || !arg.startsWith("-")) {
                files.add(arg);
            } else if (arg.equals("--")) {
                names = true;
            } else if (arg.startsWith("--client=") || (arg.equals("--client") && more)) {
                client = arg.equals("--client") ? args[++i] : arg.substring(arg.indexOf('=') + 1);
            } else if (arg.startsWith("--agent=") || (arg.equals("--agent") && more)) {
                agent = arg.equals("--agent") ? args[++i] : arg.substring(arg.indexOf('=') + 1);
            } else if (arg.equals("--block-reads")) {
                blockReads = true;
            } else {
                return false;
            }
        }
        return client != null && (client.equals(GIT) || (HookClient.named(client) != null && files.isEmpty()));
    }

    private int answer(InputStream in, PrintStream out, Supplier<Backend> backend, Environment environment)
            throws Malformed {
        HookGuard guard = new HookGuard(() -> open(backend.get(), environment));
        HookClient hook = client == null ? null : HookClient.named(client);
        if (hook == null) {
            Verdict verdict = guard.judge(new StagedFiles(Path.of("").toAbsolutePath(), files));
            verdict.marked().forEach(one -> System.err.println("holdfast: let through by # holdfast:allow: " + one));
            if (!verdict.allowed()) {
                System.err.println("holdfast: the commit is refused.\n" + verdict.denial());
            }
            return verdict.allowed() ? ALLOWED : REFUSED;
        }
        Verdict verdict = guard.judge(hook, in, blockReads);
        String answer = hook.answer(verdict);
        if (!answer.isEmpty()) {
            out.println(answer);
        }
        // A denial that could not be printed is told by the code.
        return out.checkError() ? fault("the answer could not be printed.") : ALLOWED;
    }

    private HookStore open(Backend backend, Environment environment) throws Exception {
        String name = agent == null ? environment.agent() : agent;
        Path folder = Path.of("").toAbsolutePath();
        Backend.Opened opened = backend.open(new Backend.Who(name, null, folder, Channel.HOOK));
        return new HookStore(
                opened.services().access(),
                opened.services().env(),
                opened.services().calls(),
                opened);
    }

    private int fault(String problem) {
        System.err.println("holdfast: " + problem);
        return GIT.equals(client) ? REFUSED : FAULT;
    }

    private void watch() {
        Thread watch = new Thread(
                () -> {
                    try {
                        Thread.sleep(LONGEST_MILLIS);
                        Runtime.getRuntime().halt(fault("the guard took too long, so nothing is allowed."));
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                "watch");
        watch.setDaemon(true);
        watch.start();
    }
}
