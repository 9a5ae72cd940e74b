package dev.holdfast.services;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * A server's process and those it has started itself; it never outlives the JVM.
 *
 * <p>Not thread-safe.
 */
final class Daemon {

    private final Process process;
    private final Path log;
    private final Runnable end = this::kill;

    private Daemon(Process process, Path log) {
        this.process = process;
        this.log = log;
        AtExit.add(end);
    }

    /**
     * Starts a program.
     *
     * @param environment variables beside those of this process, of which none for OpenBao or PostgreSQL is kept
     * @param log takes what the program says
     */
    static Daemon start(List<String> command, Map<String, String> environment, Path log) {
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().keySet().removeIf(name -> name.matches("(BAO|VAULT|PG).*"));
        builder.environment().putAll(environment);
        try {
            return new Daemon(builder.start(), log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Runs a program to its end.
     *
     * @param log takes what the program says
     * @throws IllegalStateException when it fails
     */
    static void run(List<String> command, Path log) {
        Daemon daemon = start(command, Map.of(), log);
        Await.until(() -> !daemon.isAlive(), () -> "The program does not end:\n" + Folders.tail(log));
        AtExit.remove(daemon.end);
        if (daemon.process.exitValue() != 0) {
            throw new IllegalStateException("The program failed:\n" + Folders.tail(log));
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Waits until the server answers; fails at once when it has ended instead. */
    void awaitReady(BooleanSupplier ready) {
        Await.until(
                () -> !isAlive() || ready.getAsBoolean(), () -> "The server does not answer:\n" + Folders.tail(log));
        if (!isAlive()) {
            throw new IllegalStateException("The server ended by itself:\n" + Folders.tail(log));
        }
    }

    /** Asks the process to end, by this signal, and waits until it has. */
    void stop(String signal) {
        resume();
        signal(signal, List.of(process.toHandle()));
        Await.until(() -> !isAlive(), () -> "The server does not stop:\n" + Folders.tail(log));
        AtExit.remove(end);
    }

    /** Ends the process, then its children, without a word. */
    void kill() {
        List<ProcessHandle> children = process.descendants().toList();
        process.destroyForcibly();
        children.forEach(ProcessHandle::destroyForcibly);
        Await.until(() -> !isAlive() && children.stream().noneMatch(Daemon::runs), () -> "It cannot be killed.");
        AtExit.remove(end);
    }

    /** A child that has ended, and that the system's first process is slow to bury, has no program any more. */
    private static boolean runs(ProcessHandle child) {
        return child.isAlive() && child.info().command().isPresent();
    }

    /** Halts the process first, so that it starts no more children, then those it has. */
    void pause() {
        halt(List.of(process.toHandle()));
        halt(process.descendants().toList());
    }

    /** The signal wakes one thread, which halts the others: until it has had its turn they go on, and may answer. */
    private static void halt(List<ProcessHandle> processes) {
        signal("STOP", processes);
        processes.forEach(one -> Await.until(() -> halted(one.pid()), () -> "A process does not halt."));
    }

    private static boolean halted(long pid) {
        try (Stream<Path> threads = Files.list(Path.of("/proc/" + pid + "/task"))) {
            return threads.allMatch(thread -> stopped(thread.resolve("stat")));
        } catch (NoSuchFileException endedOrNoLinux) {
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** See proc(5): the state follows the name, which stands in parentheses and may have some of its own. */
    private static boolean stopped(Path stat) {
        try {
            String text = Files.readString(stat);
            return "TtZX".indexOf(text.charAt(text.lastIndexOf(')') + 2)) >= 0;
        } catch (IOException ended) {
            return true;
        }
    }

    void resume() {
        signal("CONT", process.descendants().toList());
        signal("CONT", List.of(process.toHandle()));
    }

    /** A process that has ended meanwhile is no fault, therefore the exit code does not matter. */
    private static void signal(String name, List<ProcessHandle> processes) {
        if (processes.isEmpty()) {
            return;
        }
        List<String> command =
                new ArrayList<>(List.of("/bin/sh", "-c", "kill -" + name + " \"$@\" 2>/dev/null", "kill"));
        processes.forEach(one -> command.add(Long.toString(one.pid())));
        try {
            new ProcessBuilder(command).start().waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
