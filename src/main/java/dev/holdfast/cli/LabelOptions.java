package dev.holdfast.cli;

import dev.holdfast.secret.Labels;
import dev.holdfast.secret.Owner;
import dev.holdfast.secret.SecretValue;
import dev.holdfast.secret.Tags;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a command changes the labels of a secret: what no option names stays. */
final class LabelOptions {

    @Option(names = "--owner", paramLabel = "TEXT", description = "Who answers for it: a person or a team.")
    private @Nullable String owner;

    @Option(names = "--no-owner", description = "Name no owner.")
    private boolean noOwner;

    @Option(names = "--tag", paramLabel = "TAG", description = "Put a tag on; may be repeated.")
    private List<String> tags = new ArrayList<>();

    @Option(names = "--untag", paramLabel = "TAG", description = "Take a tag off; may be repeated.")
    private List<String> untagged = new ArrayList<>();

    @Option(names = "--no-tags", description = "Take all tags off, before --tag puts some on.")
    private boolean noTags;

    /** Whether any of them was given. */
    boolean given() {
        return owner != null || noOwner || noTags || !tags.isEmpty() || !untagged.isEmpty();
    }

    /** Whether two of them ask for opposite things. */
    boolean contradict() {
        return (owner != null && noOwner) || !Collections.disjoint(tags, untagged);
    }

    /**
     * The labels that a secret is to have.
     *
     * @param value which they must not tell
     * @throws dev.holdfast.secret.InvalidInput when a rule is broken
     */
    Labels changed(Labels present, SecretValue value) {
        Owner named = owner == null ? present.owner() : Owner.of(owner, value);
        Tags kept = noTags ? Tags.NONE : present.tags().without(Tags.of(untagged, null));
        return new Labels(noOwner ? null : named, kept.with(Tags.of(tags, value)));
    }
}
