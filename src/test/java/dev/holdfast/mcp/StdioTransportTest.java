package dev.holdfast.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;

final class StdioTransportTest extends TransportContract {

    @Override
    protected Connection connect(Path folder) {
        ToolSession session = new ToolSession(folder);
        return new Connection() {
            @Override
            public JsonNode ask(String message) {
                return session.line(message).message();
            }

            @Override
            public void close() {
                session.close();
            }
        };
    }
}
