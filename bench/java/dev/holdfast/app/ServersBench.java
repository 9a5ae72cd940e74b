package dev.holdfast.app;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.holdfast.access.Call;
import dev.holdfast.audit.Actor;
import dev.holdfast.audit.AuditEvent;
import dev.holdfast.audit.AuditLog;
import dev.holdfast.audit.Channel;
import dev.holdfast.audit.Phase;
import dev.holdfast.audit.Status;
import dev.holdfast.cli.Backend;
import dev.holdfast.config.Environment;
import dev.holdfast.fault.FaultPoints;
import dev.holdfast.policy.Action;
import dev.holdfast.secret.Description;
import dev.holdfast.secret.KeyPath;
import dev.holdfast.secret.SecretValue;
import dev.holdfast.store.Write;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What Holdfast adds to the servers behind it: run by {@code bench/get} and {@code bench/audit}, which start them.
 *
 * <p>Each pair is measured in turns in one process; a line on standard output has the two figures of a turn.
 */
final class ServersBench {

    private static final KeyPath PATH = KeyPath.parse("project/bench/api_key");

    private ServersBench() {}

    /** {@code get ADDRESS TOKEN} or {@code audit URL USER PASSWORD}; the environment says where the home folder is. */
    public static void main(String[] args) throws Exception {
        Environment environment = new Environment(System.getenv());
        Logging.install("warn", "text");
        Wiring wiring = new Wiring(environment, Clock.systemUTC(), new SecureRandom(), FaultPoints.NONE);
        Backend.Who who = new Backend.Who("bench", null, Path.of("").toAbsolutePath(), Channel.STDIO);
        try (Backend.Opened opened = wiring.open(who)) {
            if (args[0].equals("get")) {
                get(opened, args[1], args[2]);
            } else {
                audit(opened.audit(), args[1], args[2], args[3]);
            }
        }
        System.exit(0);
    }

    private static void get(Backend.Opened opened, String address, String token) throws Exception {
        Call call = opened.services().calls().get();
        try (SecretValue value = SecretValue.of("sk_live_abc123xyz")) {
            Description description = Description.of("The key that the measurement reads", value);
            opened.services().access().put(call, PATH, value, new Write(description, null, Duration.ZERO, false));
        }
        HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        HttpRequest request = HttpRequest.newBuilder(URI.create(address + "/v1/secret/data/" + PATH.slashed()))
                .header("X-Vault-Token", token)
                .build();
        ObjectMapper mapper = new ObjectMapper();
        Callable<Object> straight = () -> {
            byte[] body =
                    client.send(request, HttpResponse.BodyHandlers.ofByteArray()).body();
            return mapper.readTree(body).at("/data/data/value").textValue().getBytes(StandardCharsets.UTF_8);
        };
        Callable<Object> door = () -> {
            opened.services()
                    .access()
                    .get(opened.services().calls().get(), PATH, null)
                    .close();
            return true;
        };
        for (int threads : new int[] {1, 16}) {
            medians(threads, 1000, door);
            medians(threads, 1000, straight);
            for (int turn = 0; turn < 15; turn++) {
                double ours = medians(threads, 60, door);
                double plain = medians(threads, 60, straight);
                System.out.println("get" + threads + " " + ours + " " + plain);
            }
        }
    }

    /** The median of so many calls by each thread, in milliseconds. */
    private static double medians(int threads, int calls, Callable<?> work) throws Exception {
        List<Callable<double[]>> loops = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            loops.add(() -> {
                double[] taken = new double[calls];
                for (int n = 0; n < calls; n++) {
                    long begun = System.nanoTime();
                    work.call();
                    taken[n] = (System.nanoTime() - begun) / 1e6;
                }
                return taken;
            });
        }
        double[] all = together(loops).stream().flatMapToDouble(Arrays::stream).sorted().toArray();
        return all[all.length / 2];
    }

    private static <T> List<T> together(List<Callable<T>> works) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(works.size());
        try {
            List<T> results = new ArrayList<>();
            for (Future<T> done : threads.invokeAll(works)) {
                results.add(done.get());
            }
            return results;
        } finally {
            threads.shutdown();
        }
    }

    private static void audit(AuditLog log, String url, String user, String password) throws Exception {
        int threads = 32;
        List<Connection> connections = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            connections.add(DriverManager.getConnection(url, user, password));
        }
        connections.get(0).createStatement().execute("""
                CREATE TABLE IF NOT EXISTS plain_audit (at timestamptz, request_id text, phase text, service_name text,
                  environment text, action text, key_path text, version bigint, status text, fingerprint text,
                  channel text, id bigserial PRIMARY KEY)""");
        double unused = rate(log, 40) + rate(connections, 40);
        for (int turn = 0; turn < 10; turn++) {
            System.out.println("rows " + rate(log, 100) + " " + rate(connections, 100));
        }
        for (int turn = 0; turn < 5; turn++) {
            long begun = System.nanoTime();
            long rows = log.verify().rows();
            double ours = rows / ((System.nanoTime() - begun) / 1e9);
            System.out.println("verify " + ours + " " + bare(connections.get(0)));
        }
        for (Connection connection : connections) {
            connection.close();
        }
    }

    private static double rate(AuditLog log, int each) throws Exception {
        return rate(32, each, number -> () -> {
            for (int i = 0; i < each; i++) {
                log.append(List.of(event()));
            }
            return true;
        });
    }

    private static double rate(List<Connection> connections, int each) throws Exception {
        return rate(32, each, number -> () -> {
            try (PreparedStatement insert = connections.get(number).prepareStatement(
                    "INSERT INTO plain_audit (at, request_id, phase, service_name, environment, action, key_path, version,"
                            + " status, fingerprint, channel) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
                for (int i = 0; i < each; i++) {
                    AuditEvent event = event();
                    insert.setObject(1, OffsetDateTime.ofInstant(Instant.now(), ZoneOffset.UTC));
                    insert.setString(2, event.requestId());
                    insert.setString(3, event.phase().word());
                    insert.setString(4, event.actor().name());
                    insert.setString(5, "development");
                    insert.setString(6, event.action().word());
                    insert.setString(7, PATH.toString());
                    insert.setLong(8, 1);
                    insert.setString(9, event.status().name());
                    insert.setString(10, null);
                    insert.setString(11, "stdio");
                    insert.executeUpdate();
                }
            }
            return true;
        });
    }

    /** Rows a second. */
    private static double rate(int threads, int each, java.util.function.IntFunction<Callable<Boolean>> work)
            throws Exception {
        List<Callable<Boolean>> works = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            works.add(work.apply(i));
        }
        long begun = System.nanoTime();
        together(works);
        return threads * each / ((System.nanoTime() - begun) / 1e9);
    }

    private static AuditEvent event() {
        Actor actor = new Actor("bench", null, dev.holdfast.policy.Environment.DEVELOPMENT, Channel.STDIO);
        return new AuditEvent(
                UUID.randomUUID().toString(),
                Phase.OUTCOME,
                actor,
                Action.READ,
                PATH,
                1,
                Status.GRANTED,
                null,
                null);
    }

    /** Rows a second of a loop that fetches the same rows and hashes their texts, one after the other. */
    private static double bare(Connection connection) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(new byte[32], "HmacSHA256"));
        connection.setAutoCommit(false);
        long begun = System.nanoTime();
        long rows = 0;
        try (PreparedStatement select =
                connection.prepareStatement("SELECT * FROM key_access_audit ORDER BY writer, seq")) {
            select.setFetchSize(1000);
            try (ResultSet row = select.executeQuery()) {
                int columns = row.getMetaData().getColumnCount();
                for (; row.next(); rows++) {
                    for (int column = 1; column <= columns; column++) {
                        String text = row.getString(column);
                        if (text != null) {
                            mac.update(text.getBytes(StandardCharsets.UTF_8));
                        }
                    }
                    mac.doFinal();
                }
            }
        }
        connection.rollback();
        connection.setAutoCommit(true);
        return rows / ((System.nanoTime() - begun) / 1e9);
    }
}
