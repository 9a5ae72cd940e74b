package dev.holdfast.setup;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** The entry by which a client starts the server. */
final class EntryPart implements Part {

    private final Client client;
    private final String file;
    private final String launcher;

    EntryPart(Client client, String file, String launcher) {
        this.client = client;
        this.file = file;
        this.launcher = launcher;
    }

    @Override
    public String file() {
        return file;
    }

    @Override
    public String alone() {
        return JsonText.pretty(ClientEntry.file(client, launcher));
    }

    @Override
    public String into(String there) throws Left {
        ObjectNode wanted = ClientEntry.of(client, launcher);
        if (there.isBlank()) {
            return JsonText.of(ClientEntry.file(client, launcher)).text();
        }
        JsonText json = JsonText.plain(there);
        JsonNode servers = json.root().get(client.container());
        if (servers == null) {
            ObjectNode container = json.root().objectNode();
            container.set(ClientEntry.SERVER, wanted);
            return json.withMember(List.of(), client.container(), container).text();
        }
        if (!servers.isObject()) {
            throw Left.otherShape();
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

    @Override
    public String outOf(String there) throws Left {
        JsonText json = JsonText.plain(there);
        JsonNode standing = json.root().path(client.container()).path(ClientEntry.SERVER);
        if (ClientEntry.renewed(standing, ClientEntry.of(client, launcher)) == null) {
            return there;
        }
        return json.without(List.of(client.container(), ClientEntry.SERVER))
                .withoutEmpty(List.of(client.container()))
                .orNothing();
    }
}
