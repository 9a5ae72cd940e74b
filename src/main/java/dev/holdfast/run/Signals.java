package dev.holdfast.run;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The signals that this process gets, passed on to the one that it started, which decides what becomes of both.
 *
 * <p>What a terminal sends by its keys goes to the command as well, so it is not sent a second time. Not passed on are
 * signals that the JVM keeps for itself (QUIT, USR2) and those that nobody can catch.
 */
final class Signals {

    private static final String INTERRUPT = "INT";
    private static final String TERMINATE = "TERM";
    private static final List<String> PASSED = List.of(TERMINATE, INTERRUPT, "HUP", "USR1", "ALRM");

    private final List<String> early = new ArrayList<>();
    private @Nullable Process child;

    private Signals() {}

    /** @param foreground whether a terminal gives INT to the command itself */
    static Signals install(boolean foreground) {
        Signals signals = new Signals();
        for (String name : PASSED) {
            handle(name, foreground && name.equals(INTERRUPT) ? any -> {} : signals::arrived);
        }
        return signals;
    }

    /** Does with a signal what is to be done. */
    private interface Handler {
        void arrived(String name);
    }

    /**
     * By reflection, since the compiler warns of {@code sun.misc.Signal} and takes a warning for an error; there is no other
     * way to a signal, and jdk.unsupported stays until there is one.
     */
    private static void handle(String name, Handler handler) {
        try {
            Class<?> signals = Class.forName("sun.misc.Signal");
            Class<?> handlers = Class.forName("sun.misc.SignalHandler");
            Object proxy = Proxy.newProxyInstance(
                    Signals.class.getClassLoader(), new Class<?>[] {handlers}, (self, method, arguments) -> {
                        if (method.getName().equals("handle")) {
                            handler.arrived(name);
                        }
                        return method.getName().equals("toString") ? name : null;
                    });
            Object signal = signals.getConstructor(String.class).newInstance(name);
            signals.getMethod("handle", signals, handlers).invoke(null, signal, proxy);
        } catch (ReflectiveOperationException e) {
            return; // The system or the JVM keeps this one for itself.
        }
    }

    private synchronized void arrived(String name) {
        Process to = child;
        if (to == null) {
            early.add(name);
        } else if (to.isAlive()) {
            send(to, name);
        }
    }

    /** What arrives from now on, and what has arrived, is the child's. */
    synchronized void passTo(Process process) {
        child = process;
        early.forEach(name -> send(process, name));
        early.clear();
    }

    private static void send(Process process, String name) {
        if (name.equals(TERMINATE)) {
            process.toHandle().destroy(); // Not through the process, which would close its output too.
            return;
        }
        try {
            new ProcessBuilder("/bin/sh", "-c", "kill -s \"$0\" \"$1\"", name, Long.toString(process.pid()))
                    .redirectOutput(Redirect.DISCARD)
                    .redirectError(Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            return; // There is no shell, or no room for a process: the signal is lost.
        }
    }
}
