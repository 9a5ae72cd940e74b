package dev.holdfast.guard;

import dev.holdfast.access.Call;
import dev.holdfast.access.SecretAccess;
import dev.holdfast.dotenv.EnvAccess;
import java.util.function.Supplier;

/** The store as the hook asks it; opened only where a {@code .env} is touched. */
public record HookStore(SecretAccess access, EnvAccess env, Supplier<Call> calls, AutoCloseable all)
        implements AutoCloseable {

    /** Opens it. */
    public interface Opener {
        HookStore open() throws Exception;
    }

    @Override
    public void close() throws Exception {
        all.close();
    }
}
