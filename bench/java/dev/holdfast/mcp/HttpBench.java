package dev.holdfast.mcp;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.javalin.Javalin;
import io.modelcontextprotocol.json.jackson2.JacksonMcpJsonMapper;
import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.server.McpServerFeatures.SyncToolSpecification;
import io.modelcontextprotocol.server.transport.HttpServletStreamableServerTransportProvider;
import io.modelcontextprotocol.spec.McpSchema;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.eclipse.jetty.ee10.servlet.ServletHolder;

/**
 * What Holdfast adds to MCP over HTTP: a bare server with one constant tool on the same Jetty, and the load for both.
 *
 * <p>{@code bare} prints its port and serves until its input ends. {@code load OURS BARE}, with the token in
 * {@code BENCH_TOKEN}, reads lines {@code WHICH THREADS CALLS} and answers with calls a second, median and 99th percentile
 * in milliseconds.
 */
final class HttpBench {

    private static final String INITIALIZE = "{\"jsonrpc\":\"2.0\",\"id\":0,\"method\":\"initialize\",\"params\":{"
            + "\"protocolVersion\":\"2025-11-25\",\"capabilities\":{},\"clientInfo\":{\"name\":\"bench\",\"version\":\"1\"}}}";
    private static final String INITIALIZED = "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}";
    private static final String CALL = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":"
            + "\"get_secret\",\"arguments\":{\"keyPath\":\"project/bench/api_key\"}}}";

    private HttpBench() {}

    public static void main(String[] args) throws Exception {
        // Ended whatever happens: the threads of the load would hold the process, and whoever waits for it, after a fault.
        int exit = 1;
        try {
            if (args[0].equals("bare")) {
                bare();
            } else {
                load(args[1], System.getenv("BENCH_TOKEN"), args[2]);
            }
            exit = 0;
        } finally {
            System.exit(exit);
        }
    }

    private static void bare() throws Exception {
        JacksonMcpJsonMapper json = new JacksonMcpJsonMapper(new ObjectMapper());
        HttpServletStreamableServerTransportProvider transport = HttpServletStreamableServerTransportProvider.builder()
                .jsonMapper(json)
                .mcpEndpoint("/mcp")
                .build();
        Map<String, Object> secret = Map.of("keyPath", "project/bench/api_key", "value", "sk_live_abc123xyz", "version", 1);
        McpSchema.CallToolResult result = new McpSchema.CallToolResult(
                List.of(McpSchema.TextContent.builder(new ObjectMapper().writeValueAsString(secret)).build()),
                false,
                secret,
                Map.of());
        McpServer.sync(transport)
                .serverInfo("bare", "1")
                .capabilities(McpSchema.ServerCapabilities.builder().tools(false).build())
                .jsonMapper(json)
                .jsonSchemaValidator(new TrustingValidator())
                .validateToolInputs(false)
                .immediateExecution(true)
                .tools(SyncToolSpecification.builder()
                        .tool(McpSchema.Tool.builder("get_secret", Map.of("type", "object")).build())
                        .callHandler((exchange, request) -> result)
                        .build())
                .build();
        Javalin javalin = Javalin.create(config -> {
            config.startup.showJavalinBanner = false;
            config.jetty.host = "127.0.0.1";
            config.jetty.port = 0;
            config.jetty.modifyServletContextHandler(context -> {
                ServletHolder holder = new ServletHolder(transport);
                holder.setAsyncSupported(true);
                context.addServlet(holder, "/mcp");
            });
        });
        javalin.start();
        System.out.println(javalin.port());
        while (System.in.read() >= 0) {}
    }

    private static HttpRequest request(String url, String token, String session, String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url))
                .timeout(Duration.ofSeconds(30))
                .header("Accept", "application/json, text/event-stream")
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer " + token)
                .POST(HttpRequest.BodyPublishers.ofString(body));
        if (session != null) {
            request.header("Mcp-Session-Id", session);
        }
        return request.build();
    }

    private static String open(HttpClient client, String url, String token) throws Exception {
        HttpResponse<String> opened =
                client.send(request(url, token, null, INITIALIZE), HttpResponse.BodyHandlers.ofString());
        String session = opened.headers().firstValue("Mcp-Session-Id").orElseThrow();
        client.send(request(url, token, session, INITIALIZED), HttpResponse.BodyHandlers.discarding());
        return session;
    }

    private static void load(String ours, String token, String bare) throws Exception {
        HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        String[] sessions = {open(client, ours, token), open(client, bare, token)};
        String[] urls = {ours, bare};
        System.out.println("ready");
        var in = new java.io.BufferedReader(new java.io.InputStreamReader(System.in));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String[] words = line.split(" ");
            if (words[0].equals("open")) {
                for (int i = 0; i < Integer.parseInt(words[1]); i++) {
                    open(client, ours, token);
                }
                System.out.println("opened");
                continue;
            }
            int which = Integer.parseInt(words[0]);
            HttpRequest call = request(urls[which], token, sessions[which], CALL);
            System.out.println(measure(client, call, Integer.parseInt(words[1]), Integer.parseInt(words[2])));
        }
    }

    private static String measure(HttpClient client, HttpRequest call, int threads, int calls) throws Exception {
        List<Callable<double[]>> loops = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            loops.add(() -> {
                double[] taken = new double[calls / threads];
                for (int n = 0; n < taken.length; n++) {
                    long begun = System.nanoTime();
                    HttpResponse<String> answer = client.send(call, HttpResponse.BodyHandlers.ofString());
                    taken[n] = (System.nanoTime() - begun) / 1e6;
                    if (answer.statusCode() != 200 || !answer.body().contains("sk_live_abc123xyz")) {
                        throw new IllegalStateException("a call was not answered: " + answer.statusCode());
                    }
                }
                return taken;
            });
        }
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        long begun = System.nanoTime();
        List<Future<double[]>> done = pool.invokeAll(loops);
        double seconds = (System.nanoTime() - begun) / 1e9;
        double[] all = {};
        for (Future<double[]> one : done) {
            double[] some = one.get();
            int before = all.length;
            all = Arrays.copyOf(all, before + some.length);
            System.arraycopy(some, 0, all, before, some.length);
        }
        pool.shutdown();
        Arrays.sort(all);
        return all.length / seconds + " " + all[all.length / 2] + " " + all[(int) (all.length * 0.99)];
    }
}
