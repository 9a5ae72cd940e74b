package dev.holdfast.mcp;

import dev.holdfast.access.Call;
import dev.holdfast.access.SecretAccess;
import dev.holdfast.dotenv.EnvAccess;
import dev.holdfast.grant.Grants;
import java.util.function.Supplier;

/**
 * What the tools work with, once it is open.
 *
 * @param calls makes the call of the agent that this process runs for, with a fresh request id
 */
public record Services(SecretAccess access, EnvAccess env, Grants grants, ValueSources values, Supplier<Call> calls) {}
