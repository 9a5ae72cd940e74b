package dev.holdfast.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.Proof;
import dev.holdfast.app.RestServer.Answer;
import dev.holdfast.audit.Channel;
import dev.holdfast.cli.Backend;
import dev.holdfast.proof.Holdfast;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tokens that are taken back, and services that are made inactive, while four processes answer as fast as they can. */
@Tag("proof")
final class RevocationLoadIT {

    private static final String KEY = "service_keys.jules_api.production";
    private static final int PROCESSES = 4;
    private static final int SERVICES = 100;
    private static final int TOKENS_OF_EACH = 10;
    private static final long SECOND = 1_000_000_000L;

    @TempDir
    Path folder;

    private final List<Process> processes = new ArrayList<>();
    private final List<URI> addresses = new ArrayList<>();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /** A token under load: when it was taken back, and the last request that succeeded after that. */
    private static final class Loaded {

        final String text;
        final AtomicLong endedAt = new AtomicLong(Long.MAX_VALUE);
        final AtomicLong latest = new AtomicLong(Long.MIN_VALUE);

        Loaded(String text) {
            this.text = text;
        }

        String jti() {
            String claims = new String(Base64.getUrlDecoder().decode(text.split("\\.", -1)[1]), StandardCharsets.UTF_8);
            Matcher jti = Pattern.compile("\"jti\":\"([^\"]+)\"").matcher(claims);
            assertThat(jti.find()).isTrue();
            return jti.group(1);
        }

        /** How long after its end a request was still begun that succeeded; negative when none was. */
        long late() {
            return latest.get() == Long.MIN_VALUE ? -1 : latest.get() - endedAt.get();
        }
    }

    @AfterEach
    void stop() {
        processes.forEach(Process::destroyForcibly);
    }

    private void start(Path home) throws IOException {
        ProcessBuilder builder = new Holdfast(home, folder).java(List.of("-Xmx256m"), "serve", "--port", "0");
        builder.environment().put("HOLDFAST_BOOTSTRAP_TOKEN", RestServer.BOOTSTRAP);
        Process process = builder.redirectError(
                        folder.resolve("serve" + processes.size() + ".log").toFile())
                .start();
        processes.add(process);
        String said =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)).readLine();
        addresses.add(URI.create(said.replaceAll(".* (http\\S+)/mcp .*", "$1")));
    }

    @Test
    void success_aSecondAfterItsTokenEnded_isThereNone() throws Exception {
        Path home = Files.createDirectories(folder.resolve("home"));
        List<List<Loaded>> services = new ArrayList<>();
        int seconds = Proof.scaled(20, 120);
        AtomicLong requests = new AtomicLong();
        try (RestServer server = RestServer.on(home)) {
            server.store(KEY, "value-under-load");
            for (int i = 0; i < SERVICES; i++) {
                services.add(tokens(server, "service-" + i));
            }
            for (int i = 0; i < PROCESSES; i++) {
                start(home);
            }
            AtomicBoolean ended = new AtomicBoolean();
            ExecutorService threads = Executors.newFixedThreadPool(8);
            List<Future<?>> loads = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                Random random = new Random(i);
                loads.add(threads.submit(() -> load(services, random, ended, requests)));
            }
            end(server, home, services, seconds);
            // A success that comes later than it may is looked for a while longer.
            LockSupport.parkNanos(3 * SECOND);
            ended.set(true);
            for (Future<?> load : loads) {
                load.get();
            }
            threads.shutdown();
        }
        report(services, seconds, requests.get());
    }

    private static List<Loaded> tokens(RestServer server, String name) {
        String body = "{\"name\":\"" + name + "\",\"description\":\"Under load\",\"environment\":\"production\","
                + "\"rate_limit_requests\":10000000,\"permissions\":[\"" + KEY + "\"]}";
        assertThat(server.post("/services/register", server.admin(), body).status())
                .isEqualTo(200);
        List<Loaded> tokens = new ArrayList<>();
        for (int i = 0; i < TOKENS_OF_EACH; i++) {
            tokens.add(
                    new Loaded(server.post("/auth/service-token", server.admin(), "{\"service_name\":\"" + name + "\"}")
                            .text("token")));
        }
        return tokens;
    }

    private void load(List<List<Loaded>> services, Random random, AtomicBoolean ended, AtomicLong requests) {
        while (!ended.get()) {
            Loaded token = services.get(random.nextInt(SERVICES)).get(random.nextInt(TOKENS_OF_EACH));
            URI address = addresses.get(random.nextInt(PROCESSES)).resolve("/keys/get?path=" + KEY);
            HttpRequest request = HttpRequest.newBuilder(address)
                    .timeout(Duration.ofSeconds(30))
                    .header("Authorization", "Bearer " + token.text)
                    .build();
            long begun = System.nanoTime();
            try {
                int status = client.send(request, HttpResponse.BodyHandlers.discarding())
                        .statusCode();
                requests.incrementAndGet();
                if (status == 200 && begun > token.endedAt.get()) {
                    token.latest.accumulateAndGet(begun, Math::max);
                }
            } catch (IOException e) {
                throw new IllegalStateException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    /** Half of the services are made inactive, of the others each token is taken back by itself; evenly over the time. */
    private static void end(RestServer server, Path home, List<List<Loaded>> services, int seconds) throws Exception {
        Backend.Who owner = new Backend.Who(null, "owner", home, Channel.CLI);
        long begun = System.nanoTime();
        long step = seconds * SECOND / SERVICES;
        try (Backend.OpenedTokens opened = StepMain.backend(home).openTokens(owner)) {
            for (int i = 0; i < SERVICES; i++) {
                LockSupport.parkNanos(begun + i * step - System.nanoTime());
                if (i % 2 == 0) {
                    Answer changed =
                            server.send("PATCH", "/services/service-" + i, server.admin(), "{\"active\":false}");
                    assertThat(changed.status()).isEqualTo(200);
                    long now = System.nanoTime();
                    services.get(i).forEach(token -> token.endedAt.set(now));
                } else {
                    for (Loaded token : services.get(i)) {
                        assertThat(opened.tokens().revoke(opened.calls().get(), token.jti()))
                                .isTrue();
                        token.endedAt.set(System.nanoTime());
                    }
                }
            }
        }
    }

    private static void report(List<List<Loaded>> services, int seconds, long requests) {
        List<Loaded> all = services.stream().flatMap(List::stream).toList();
        long latest = all.stream().mapToLong(Loaded::late).max().orElseThrow();
        assertThat(requests).isGreaterThan(1000);
        assertThat(all).allMatch(token -> token.late() <= SECOND);
        Proof.line(
                "revocation under load",
                all.size() + " tokens ended within " + seconds + " s while " + PROCESSES + " processes answered "
                        + requests + " requests: the last success began " + Math.max(0, latest / 1_000_000)
                        + " ms after its token had ended");
    }
}
