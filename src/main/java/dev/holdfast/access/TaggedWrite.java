package dev.holdfast.access;

import dev.holdfast.policy.Action;
import dev.holdfast.policy.Environment;
import dev.holdfast.secret.KeyPath;
import dev.holdfast.secret.Labels;
import dev.holdfast.secret.SecretInfo;
import dev.holdfast.secret.Tags;
import dev.holdfast.store.Write;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A write of a secret that is of an environment: what is there already must be the caller's to touch, and of the same one. */
final class TaggedWrite {

    private TaggedWrite() {}

    /**
     * The write that is to be made, with the tag of the environment where the path does not name it.
     *
     * @param present what is there now, or null
     * @param wanted the environment that the secret is to be of, or null
     * @throws Refusal when it must not be made
     */
    static Write of(Call call, KeyPath path, Write write, @Nullable SecretInfo present, @Nullable Environment wanted) {
        Action action = write.rotation() ? Action.ROTATE : Action.STORE;
        if (present != null && !call.permits(action, present)) {
            throw Refusals.denied(action);
        }
        Labels labels = present == null ? Labels.NONE : present.labels();
        Environment is = Environment.of(path, labels.tags());
        if (wanted == null || is == wanted) {
            return write;
        }
        if (is != null) {
            throw Refusals.otherEnvironment();
        }
        Tags tags = labels.tags().with(Tags.stored(List.of(wanted.tag())));
        if (!call.authority().permits(action, path, tags)) {
            throw Refusals.denied(action);
        }
        return write.labelled(new Labels(labels.owner(), tags));
    }
}
