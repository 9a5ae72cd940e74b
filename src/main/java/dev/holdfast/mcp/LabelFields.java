package dev.holdfast.mcp;

import dev.holdfast.secret.Labels;
import java.util.List;
import java.util.Map;

/** The labels of a secret in what commands print: {@code owner} where there is one, and {@code tags}. */
public final class LabelFields {

    private LabelFields() {}

    public static void put(Map<String, Object> tree, Labels labels) {
        if (labels.owner() != null) {
            tree.put("owner", labels.owner().text());
        }
        tree.put("tags", List.copyOf(labels.tags().words()));
    }
}
