package dev.holdfast.setup;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** That the user of this copy of the project approved the server, as Claude Code wants it. */
final class ApprovalPart implements Part {

    @Override
    public String file() {
        return ClientEntry.APPROVAL_FILE;
    }

    @Override
    public String alone() {
        return JsonText.pretty(ClientEntry.approval());
    }

    @Override
    public String into(String there) throws Left {
        if (there.isBlank()) {
            return JsonText.of(ClientEntry.approval()).text();
        }
        JsonText json = JsonText.plain(there);
        if (indexIn(json.root().path(ClientEntry.SWITCHED_OFF)) >= 0) {
            throw new Left("It switches the server meta off, so it was left alone; take meta out of "
                    + ClientEntry.SWITCHED_OFF + " and add the text below.");
        }
        JsonNode approved = json.root().get(ClientEntry.APPROVED);
        if (approved == null) {
            JsonNode list = ClientEntry.approval().get(ClientEntry.APPROVED);
            return json.withMember(List.of(), ClientEntry.APPROVED, list).text();
        }
        if (!approved.isArray()) {
            throw Left.otherShape();
        }
        return indexIn(approved) >= 0
                ? there
                : json.withElement(List.of(ClientEntry.APPROVED), json.root().textNode(ClientEntry.SERVER))
                        .text();
    }

    @Override
    public String outOf(String there) throws Left {
        JsonText json = JsonText.plain(there);
        int index = indexIn(json.root().path(ClientEntry.APPROVED));
        if (index < 0) {
            return there;
        }
        return json.without(List.of(ClientEntry.APPROVED, Integer.toString(index)))
                .withoutEmpty(List.of(ClientEntry.APPROVED))
                .orNothing();
    }

    private static int indexIn(JsonNode list) {
        for (int i = 0; i < list.size(); i++) {
            if (list.path(i).asText().equals(ClientEntry.SERVER)) {
                return i;
            }
        }
        return -1;
    }
}
