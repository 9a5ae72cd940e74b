package dev.holdfast.services;

import java.util.concurrent.ConcurrentLinkedDeque;

/**
 * What the JVM does before it ends: stops its servers and removes their folders, the last one first.
 *
 * <p>Thread-safe.
 */
final class AtExit {

    private static final ConcurrentLinkedDeque<Runnable> ACTIONS = new ConcurrentLinkedDeque<>();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(AtExit::run, "servers-end"));
    }

    private AtExit() {}

    static void add(Runnable action) {
        ACTIONS.addFirst(action);
    }

    static void remove(Runnable action) {
        ACTIONS.remove(action);
    }

    private static void run() {
        for (Runnable action : ACTIONS) {
            try {
                action.run();
            } catch (RuntimeException e) {
                System.err.println("not tidied up: " + e.getClass().getName());
            }
        }
    }
}
