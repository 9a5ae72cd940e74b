package dev.holdfast.guard;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A hook's input of the table, with the answer that it is to get. */
record HookCase(String name, String client, List<String> args, boolean denied, String input) {

    static List<HookCase> all() {
        try (InputStream table = HookCase.class.getResourceAsStream("/guard/inputs.jsonl")) {
            List<HookCase> cases = new ArrayList<>();
            for (String line : new String(table.readAllBytes(), StandardCharsets.UTF_8).split("\n")) {
                JsonNode row = new ObjectMapper().readTree(line);
                List<String> args = new ArrayList<>();
                row.get("args").forEach(arg -> args.add(arg.asText()));
                cases.add(new HookCase(
                        row.get("name").asText(),
                        row.get("client").asText(),
                        args,
                        row.get("expect").asText().equals("deny"),
                        row.get("input").asText()));
            }
            return cases;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean blocksReads() {
        return args.contains("--block-reads");
    }

    /** The input for a workspace. */
    byte[] bytes(String workspace) {
        return input.replace("@CWD@", workspace)
                .replace("@MEGABYTE@", "y".repeat(1 << 20))
                .getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return name;
    }
}
