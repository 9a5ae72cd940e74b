package dev.holdfast.guard;

import dev.holdfast.access.Call;
import dev.holdfast.dotenv.EnvAccess;
import dev.holdfast.dotenv.EnvReport;
import dev.holdfast.dotenv.EnvText;
import dev.holdfast.secret.SecretValue;
import java.util.ArrayList;
import java.util.List;

/** Which of the variables that are not stored come by this edit: an edit does not answer for what was there before. */
final class ChangedNames {

    private ChangedNames() {}

    static List<String> of(EnvAccess env, Call call, EnvWriting writing, EnvReport report) {
        List<String> changed = new ArrayList<>();
        List<String> unnamed = new ArrayList<>();
        try (EnvText before = EnvText.of(writing.before());
                EnvText after = EnvText.of(writing.after())) {
            for (String name : HookGuard.notStored(report)) {
                List<SecretValue> now = after.valuesOf(name);
                if (now.isEmpty()) {
                    unnamed.add(name); // A reader's odd name, told as its line.
                } else if (!now.stream()
                        .allMatch(value -> before.valuesOf(name).stream().anyMatch(value::sameAs))) {
                    changed.add(name);
                }
            }
        }
        if (!unnamed.isEmpty()) {
            long were = HookGuard.notStored(env.judge(call, writing.file(), writing.before())).stream()
                    .filter(name -> name.startsWith("("))
                    .count();
            if (unnamed.size() > were) {
                changed.addAll(unnamed);
            }
        }
        return changed;
    }
}
