package dev.holdfast.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;

/** What holds for every tool while the audit cannot be written, and after it can be again. */
final class Refused {

    private Refused() {}

    /** Each call is refused as {@code AUDIT_UNAVAILABLE}, and no answer holds a value. */
    static void requireAll(McpClient client, Snapshot env) {
        EveryTool.call(client).forEach((tool, reply) -> {
            assertThat(reply.code()).as(tool).isEqualTo("AUDIT_UNAVAILABLE");
            assertThat(reply.structured().isMissingNode()).as(tool).isTrue();
            assertThat(Canary.in(reply.message().toString())).as(tool).isEmpty();
        });
        env.requireUntouched();
    }

    /** Each call is granted, by the same process. */
    static void requireRecovered(McpClient client) {
        Map<String, Reply> replies = EveryTool.call(client);
        replies.forEach((tool, reply) -> assertThat(reply.code()).as(tool).isEmpty());
    }
}
