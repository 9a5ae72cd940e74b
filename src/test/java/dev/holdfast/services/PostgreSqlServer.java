package dev.holdfast.services;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL of a test's own, which loses nothing it has acknowledged, and may be stopped, killed and paused.
 *
 * <p>Its port stays the same however often it is started. Passwords are asked for and checked (SCRAM). Not thread-safe.
 */
public final class PostgreSqlServer implements AutoCloseable {

    /** Both the superuser of the server and the user of the system that it runs as where the tests run as root. */
    private static final String USER = "postgres";

    private final Path programs;
    private final Path folder;
    private final boolean durable;
    private final int port = Ports.free();
    private final String password = UUID.randomUUID().toString();
    private @Nullable Daemon daemon;

    private PostgreSqlServer(Path programs, boolean durable) {
        this.programs = programs;
        this.durable = durable;
        this.folder = Folders.fresh("postgresql");
        initialise();
    }

    /** A server over a new, empty cluster, not yet started, that waits for the disk. */
    public static PostgreSqlServer fresh() {
        return fresh(true);
    }

    /** As {@link #fresh()}; one that is not durable is faster, and may lose all when the machine goes down. */
    static PostgreSqlServer fresh(boolean durable) {
        Path programs =
                Programs.of(Service.POSTGRESQL).orElseThrow(() -> Absence.end(Service.POSTGRESQL.missingProgram()));
        return new PostgreSqlServer(programs, durable);
    }

    /** A server over a new cluster that is started. */
    public static PostgreSqlServer ready() {
        PostgreSqlServer server = fresh();
        server.start();
        return server;
    }

    /** Starts the process and waits until it lets the superuser in. */
    public void start() {
        List<String> command = asItsUser("postgres", "-D", data().toString(), "-h", "127.0.0.1", "-p", "" + port);
        command.addAll(List.of("-c", "unix_socket_directories=", "-c", "fsync=" + (durable ? "on" : "off")));
        Daemon started = Daemon.start(command, Map.of(), log());
        daemon = started;
        started.awaitReady(this::letsIn);
    }

    /** Ends the process in good order and breaks off its connections (SIGINT, the fast way). */
    public void stop() {
        running().stop("INT");
        daemon = null;
    }

    /** Ends the process and those that serve its connections without a word (SIGKILL). */
    public void kill() {
        running().kill();
        daemon = null;
    }

    /** Halts the process and those that serve its connections (SIGSTOP). */
    public void pause() {
        running().pause();
    }

    /** Lets all of them go on (SIGCONT). */
    public void resume() {
        running().resume();
    }

    /** The folder of its programs, the clients among them. */
    public Path programs() {
        return programs;
    }

    /** Where it listens, running or not. */
    public InetSocketAddress socket() {
        return new InetSocketAddress("127.0.0.1", port);
    }

    /** What a test may do to it as its superuser, while it runs. */
    public PostgreSql superuser() {
        return new PostgreSql("jdbc:postgresql://127.0.0.1:" + port + "/" + USER, USER, password);
    }

    /** Kills the process, should it run, and removes the cluster. */
    @Override
    public void close() {
        if (daemon != null) {
            kill();
        }
        Folders.delete(folder);
    }

    private Daemon running() {
        return Objects.requireNonNull(daemon, "the server is not started");
    }

    private boolean letsIn() {
        try (Connection connection = superuser().connect(USER)) {
            return connection.isValid(0);
        } catch (SQLException e) {
            return false;
        }
    }

    private Path data() {
        return folder.resolve("data");
    }

    /** Not within the data, which has to be empty at first. */
    private Path log() {
        return folder.resolve("output.txt");
    }

    private void initialise() {
        try {
            Path passwordFile = Files.writeString(folder.resolve("password"), password);
            if (runsAsRoot()) {
                var owner =
                        folder.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(USER);
                Files.setOwner(folder, owner);
                Files.setOwner(passwordFile, owner);
            }
            List<String> command = asItsUser("initdb", "-D", data().toString(), "-U", USER, "--pwfile=" + passwordFile);
            command.addAll(List.of("--auth=scram-sha-256", "--locale=C", "--encoding=UTF8"));
            // What the tests write has to last; the empty cluster need not.
            command.add("--no-sync");
            Daemon.run(command, log());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** PostgreSQL refuses to run as root. */
    private List<String> asItsUser(String program, String... arguments) {
        List<String> command = new ArrayList<>();
        if (runsAsRoot()) {
            command.addAll(List.of("setpriv", "--reuid=" + USER, "--regid=" + USER, "--init-groups"));
        }
        command.add(programs.resolve(program).toString());
        command.addAll(List.of(arguments));
        return command;
    }

    private boolean runsAsRoot() {
        return "root".equals(System.getProperty("user.name"));
    }
}
