package dev.holdfast.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Merges a client's entry, its approval and the rule into the files of a project; doing so twice changes nothing. */
final class ClientSetup {

    /** What became of a file. */
    enum Change {
        MADE,
        CHANGED,
        UNCHANGED,
        REFUSED
    }

    /**
     * A file after the merge.
     *
     * @param why it was left alone; null unless refused
     */
    record Result(String file, Change change, @Nullable String why) {}

    /** Makes the new text of a file from what stands there, or refuses it. */
    private interface Merge {
        String merge(@Nullable String there) throws Left;
    }

    /** That a file is left as it is; the message is a fixed sentence. */
    private static final class Left extends Exception {
        Left(String why) {
            super(why, null, false, false);
        }
    }

    private static final String NOT_JSON = "It is not plain JSON (a comment or a trailing comma counts), so it was left"
            + " alone; paste the text below into it.";
    private static final String OTHER_SHAPE =
            "It has another shape than this client documents, so it was left alone; compare it with the text below.";

    private final Client client;
    private final String launcher;
    private final Path folder;

    ClientSetup(Client client, String launcher, Path folder) {
        this.client = client;
        this.launcher = launcher;
        this.folder = folder;
    }

    /** Merges all files of the client; each is refused or written on its own. */
    List<Result> write() {
        List<Result> results = new ArrayList<>();
        String entryFile = client.entryFile();
        if (entryFile != null) {
            results.add(merge(entryFile, this::entry));
        }
        if (client == Client.CLAUDE_CODE) {
            results.add(merge(ClientEntry.APPROVAL_FILE, ClientSetup::approval));
        }
        results.add(merge(client.ruleFile(), ClientSetup::rule));
        return results;
    }

    private Result merge(String name, Merge merge) {
        ProjectFile file = new ProjectFile(folder, name);
        try {
            String there = file.read();
            String text = merge.merge(there);
            if (text.equals(there)) {
                return new Result(name, Change.UNCHANGED, null);
            }
            file.write(text);
            return new Result(name, there == null ? Change.MADE : Change.CHANGED, null);
        } catch (Left e) {
            return new Result(name, Change.REFUSED, e.getMessage());
        } catch (IOException e) {
            return new Result(
                    name,
                    Change.REFUSED,
                    "It cannot be read or written as a UTF-8 file of this project; paste the text below into it.");
        }
    }

    private String entry(@Nullable String there) throws Left {
        ObjectNode wanted = ClientEntry.of(client, launcher);
        if (there == null || there.isBlank()) {
            return JsonText.of(ClientEntry.file(client, launcher)).text();
        }
        JsonText json = json(there);
        JsonNode servers = json.root().get(client.container());
        if (servers == null) {
            ObjectNode container = json.root().objectNode();
            container.set(ClientEntry.SERVER, wanted);
            return json.withMember(List.of(), client.container(), container).text();
        }
        if (!servers.isObject()) {
            throw new Left(OTHER_SHAPE);
        }
        JsonNode standing = servers.get(ClientEntry.SERVER);
        if (standing == null) {
            return json.withMember(List.of(client.container()), ClientEntry.SERVER, wanted)
                    .text();
        }
        ObjectNode renewed = ClientEntry.renewed(standing, wanted);
        if (renewed == null) {
            throw new Left("It has a server named meta that is not Holdfast, so it was left alone; rename that one, or"
                    + " add the text below under another name.");
        }
        return renewed.equals(standing)
                ? there
                : json.withValue(List.of(client.container(), ClientEntry.SERVER), renewed)
                        .text();
    }

    private static String approval(@Nullable String there) throws Left {
        if (there == null || there.isBlank()) {
            return JsonText.of(ClientEntry.approval()).text();
        }
        JsonText json = json(there);
        if (holds(json.root().path(ClientEntry.SWITCHED_OFF))) {
            throw new Left("It switches the server meta off, so it was left alone; take meta out of "
                    + ClientEntry.SWITCHED_OFF + " and add the text below.");
        }
        JsonNode approved = json.root().get(ClientEntry.APPROVED);
        if (approved == null) {
            JsonNode list = ClientEntry.approval().get(ClientEntry.APPROVED);
            return json.withMember(List.of(), ClientEntry.APPROVED, list).text();
        }
        if (!approved.isArray()) {
            throw new Left(OTHER_SHAPE);
        }
        return holds(approved)
                ? there
                : json.withElement(List.of(ClientEntry.APPROVED), ClientEntry.SERVER)
                        .text();
    }

    private static boolean holds(JsonNode list) {
        for (JsonNode name : list) {
            if (name.asText().equals(ClientEntry.SERVER)) {
                return true;
            }
        }
        return false;
    }

    private static String rule(@Nullable String there) throws Left {
        Optional<String> text = RuleBlock.into(there == null ? "" : there);
        return text.orElseThrow(() -> new Left("Its markers " + RuleBlock.BEGIN + " and " + RuleBlock.END
                + " do not pair, so it was left alone; mend them and call again."));
    }

    private static JsonText json(String text) throws Left {
        return JsonText.parse(text).orElseThrow(() -> new Left(NOT_JSON));
    }
}
