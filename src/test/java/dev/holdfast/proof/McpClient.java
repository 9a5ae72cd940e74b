package dev.holdfast.proof;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * A client that talks MCP with a process over its standard input and output, as many requests at a time as are sent.
 *
 * <p>Waits for answers and never for time to pass; an answer that stays out for {@link #LONGEST_WAIT_SECONDS} fails the
 * test, and so does a process that ends first. Thread-safe.
 */
public final class McpClient implements AutoCloseable {

    /** Far beyond any wait of the product itself, so that only a lost answer takes so long. */
    private static final long LONGEST_WAIT_SECONDS = 120;

    private final ObjectMapper mapper = new ObjectMapper();
    private final Process process;
    private final OutputStream in;
    private final Map<Integer, CompletableFuture<Reply>> open = new ConcurrentHashMap<>();
    private final Queue<Reply> others = new ConcurrentLinkedQueue<>();
    private final StringBuffer errors = new StringBuffer();
    private final StringBuffer answers = new StringBuffer();
    private final AtomicInteger ids = new AtomicInteger();
    private final Consumer<String> errorLines;
    private final Thread reader;
    private final Thread errorReader;
    private volatile boolean ended;

    private McpClient(Process process, Consumer<String> errorLines) {
        this.process = process;
        this.in = process.getOutputStream();
        this.errorLines = errorLines;
        this.reader = thread("answers", this::readAnswers);
        this.errorReader = thread("errors", this::readErrors);
    }

    /** Starts a server and sends nothing yet. */
    public static McpClient start(ProcessBuilder builder) {
        return start(builder, line -> {});
    }

    /** Starts a server; each line of its standard error goes to {@code errorLines} too, on a thread of its own. */
    public static McpClient start(ProcessBuilder builder, Consumer<String> errorLines) {
        try {
            return new McpClient(builder.start(), errorLines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Opens the session as the protocol has it, and gives the server's answer. */
    public Reply initialize() {
        Reply reply = request(
                "initialize",
                Map.of(
                        "protocolVersion", "2025-11-25",
                        "capabilities", Map.of(),
                        "clientInfo", Map.of("name", "proof", "version", "1")));
        line("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}");
        return reply;
    }

    /** Calls a tool and waits for its answer. */
    public Reply call(String tool, Map<String, ?> arguments) {
        return await(send(tool, arguments));
    }

    /** Calls a tool; the answer comes when it comes. */
    public CompletableFuture<Reply> send(String tool, Map<String, ?> arguments) {
        return sendRequest("tools/call", Map.of("name", tool, "arguments", arguments));
    }

    /** Sends a request and waits for its answer. */
    public Reply request(String method, Map<String, ?> parameters) {
        return await(sendRequest(method, parameters));
    }

    /** Sends a request; the answer comes when it comes. */
    public CompletableFuture<Reply> sendRequest(String method, Map<String, ?> parameters) {
        int id = ids.incrementAndGet();
        CompletableFuture<Reply> answer = new CompletableFuture<>();
        open.put(id, answer);
        Map<String, Object> message = new LinkedHashMap<>();
        message.put("jsonrpc", "2.0");
        message.put("id", id);
        message.put("method", method);
        message.put("params", parameters);
        try {
            line(mapper.writeValueAsString(message));
        } catch (IOException | UncheckedIOException e) {
            answer.completeExceptionally(e);
        }
        if (ended) {
            failOpen();
        }
        return answer;
    }

    /** Sends a line as it is. */
    public void line(String line) {
        try {
            synchronized (in) {
                in.write((line + "\n").getBytes(StandardCharsets.UTF_8));
                in.flush();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits for an answer. */
    public static Reply await(CompletableFuture<Reply> answer) {
        try {
            return answer.get(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new IllegalStateException("the server ended before it answered", e.getCause());
        } catch (TimeoutException e) {
            throw new IllegalStateException("no answer came", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void readAnswers() {
        try (BufferedReader lines = lines(process.getInputStream())) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                answers.append(line).append('\n');
                accept(mapper.readTree(line));
            }
        } catch (IOException e) {
            errors.append("standard output could not be read\n");
        } finally {
            ended = true;
            failOpen();
        }
    }

    private void accept(JsonNode message) {
        CompletableFuture<Reply> answer =
                message.path("id").isInt() ? open.remove(message.path("id").asInt()) : null;
        if (answer == null) {
            others.add(new Reply(message));
        } else {
            answer.complete(new Reply(message));
        }
    }

    private void failOpen() {
        open.values().forEach(answer -> answer.completeExceptionally(new IOException("the process has ended")));
    }

    private void readErrors() {
        try (BufferedReader lines = lines(process.getErrorStream())) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                errors.append(line).append('\n');
                errorLines.accept(line);
            }
        } catch (IOException e) {
            errors.append("standard error could not be read\n");
        }
    }

    private static BufferedReader lines(InputStream stream) {
        return new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
    }

    private static Thread thread(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    /** The process. */
    public Process process() {
        return process;
    }

    /** Messages that answer no request of ours: to bad lines, or to lines sent as they are. */
    public Queue<Reply> others() {
        return others;
    }

    /** Everything that came on standard error so far. */
    public String errors() {
        return errors.toString();
    }

    /** Everything that came on standard output so far. */
    public String answers() {
        return answers.toString();
    }

    /** Ends the process at once, as {@code kill -9} does, and waits until it is gone. */
    public void kill() {
        process.destroyForcibly();
        awaitEnd();
    }

    /** Closes the standard input, waits until the process has answered what is open and ended; its exit code. */
    public int end() {
        try {
            in.close();
        } catch (IOException e) {
            errors.append("standard input was closed already\n");
        }
        return awaitEnd();
    }

    private int awaitEnd() {
        try {
            if (!process.waitFor(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException("the server did not end");
            }
            reader.join();
            errorReader.join();
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        if (process.isAlive()) {
            end();
        }
    }
}
