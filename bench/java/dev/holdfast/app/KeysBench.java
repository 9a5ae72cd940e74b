package dev.holdfast.app;

import dev.holdfast.access.Call;
import dev.holdfast.audit.AuditLog;
import dev.holdfast.audit.Channel;
import dev.holdfast.cli.Backend;
import dev.holdfast.config.Config;
import dev.holdfast.config.ConfigReader;
import dev.holdfast.config.Environment;
import dev.holdfast.fault.FaultPoints;
import dev.holdfast.http.HttpSettings;
import dev.holdfast.http.Listener;
import dev.holdfast.mcp.Services;
import io.javalin.Javalin;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * What a service's read costs: the exposure service as it is configured, without an audit, as a constant; and the load.
 *
 * <p>{@code serve}, {@code unaudited} and {@code constant} print their address and serve until their input ends. {@code load}
 * reads lines {@code THREADS CALLS METHOD URL HEADER VALUE BODY} with tabs between (the body may be empty; several URLs have
 * commas between and are asked in turn), and answers each with calls a second, median and 99th percentile in milliseconds.
 */
final class KeysBench {

    private static final String ANSWER = "{\"key_path\":\"service_keys.bench.key0\",\"value\":\"sk_live_abc123xyz0\",\"version\":1,"
            + "\"cached\":true,\"expires_at\":\"2026-01-01T00:00:00Z\"}";

    private KeysBench() {}

    public static void main(String[] args) throws Exception {
        int exit = 1;
        try {
            Logging.install("error", "text");
            switch (args[0]) {
                case "serve" -> serve();
                case "unaudited" -> unaudited();
                case "constant" -> constant();
                default -> load();
            }
            exit = 0;
        } finally {
            System.exit(exit);
        }
    }

    private static void until(String address) throws Exception {
        System.out.println(address);
        while (System.in.read() >= 0) {}
    }

    private static void serve() throws Exception {
        Environment environment = new Environment(System.getenv());
        Wiring wiring = new Wiring(environment, Clock.systemUTC(), new SecureRandom(), FaultPoints.NONE);
        until(wiring.serve(new Backend.Addresses("127.0.0.1", 0, 0), Path.of("").toAbsolutePath()).address());
    }

    /** The same, with an audit that does nothing. */
    private static void unaudited() throws Exception {
        Environment environment = new Environment(System.getenv());
        Clock clock = Clock.systemUTC();
        Closing closing = new Closing();
        Config config = ConfigReader.read(environment);
        Watching watching = Watching.of(config, 0, clock, closing);
        Parts parts =
                new Parts(environment, config, clock, new SecureRandom(), FaultPoints.NONE, watching, closing);
        AuditLog nothing = (AuditLog) Proxy.newProxyInstance(
                AuditLog.class.getClassLoader(), new Class<?>[] {AuditLog.class}, (proxy, method, arguments) -> null);
        Services services = parts.services(
                new Backend.Who(null, null, Path.of("").toAbsolutePath(), Channel.HTTP),
                () -> Call.unrecognised(Channel.HTTP));
        Identity identity = parts.identity();
        Exposure exposure = parts.exposure(services, identity, nothing);
        HttpSettings settings = config.http().at("127.0.0.1", 0);
        Watching.Told told = watching.serve(settings, identity, exposure, parts.store(), closing, clock);
        Listener.Parts served = Server.parts(settings, services, nothing, identity, config, exposure, watching);
        until(Server.start(settings, served, told, closing).address());
    }

    private static void constant() throws Exception {
        byte[] answer = ANSWER.getBytes(StandardCharsets.UTF_8);
        Javalin javalin = Javalin.create(config -> {
            config.startup.showJavalinBanner = false;
            config.jetty.host = "127.0.0.1";
            config.jetty.port = 0;
            config.routes.get("/keys/get", context -> context.contentType("application/json").result(answer));
        });
        javalin.start();
        until("http://127.0.0.1:" + javalin.port());
    }

    private static void load() throws Exception {
        HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        System.out.println("ready");
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String[] words = line.split("\t", -1);
            List<HttpRequest> requests = new ArrayList<>();
            for (String url : words[3].split(",")) {
                requests.add(HttpRequest.newBuilder(URI.create(url))
                        .timeout(Duration.ofSeconds(30))
                        .header(words[4], words[5])
                        .method(
                                words[2],
                                words[6].isEmpty()
                                        ? HttpRequest.BodyPublishers.noBody()
                                        : HttpRequest.BodyPublishers.ofString(words[6]))
                        .build());
            }
            System.out.println(
                    measure(client, requests, Integer.parseInt(words[0]), Integer.parseInt(words[1])));
        }
    }

    private static String measure(HttpClient client, List<HttpRequest> requests, int threads, int calls)
            throws Exception {
        List<Callable<double[]>> loops = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            HttpRequest request = requests.get(i % requests.size());
            loops.add(() -> {
                double[] taken = new double[calls / threads];
                for (int n = 0; n < taken.length; n++) {
                    long begun = System.nanoTime();
                    HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
                    taken[n] = (System.nanoTime() - begun) / 1e6;
                    if (answer.statusCode() != 200 || !answer.body().contains("sk_live_abc123xyz")) {
                        throw new IllegalStateException("a call was not answered: " + answer.statusCode());
                    }
                }
                return taken;
            });
        }
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            long begun = System.nanoTime();
            List<Future<double[]>> ended = pool.invokeAll(loops);
            double seconds = (System.nanoTime() - begun) / 1e9;
            List<Double> all = new ArrayList<>();
            for (Future<double[]> one : ended) {
                Arrays.stream(one.get()).forEach(all::add);
            }
            all.sort(null);
            return (all.size() / seconds) + " " + all.get(all.size() / 2) + " " + all.get(all.size() * 99 / 100);
        } finally {
            pool.shutdown();
        }
    }
}
