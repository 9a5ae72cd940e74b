package dev.holdfast.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.mcp.TransportContract;
import java.nio.file.Path;

final class SseTransportTest extends TransportContract {

    @Override
    protected Connection connect(Path folder) {
        HttpWorld world = new HttpWorld(folder);
        SseClient client = SseClient.open(world, HttpWorld.TOKEN);
        client.ask(HttpWorld.INITIALIZE);
        client.send("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}");
        return new Connection() {
            @Override
            public JsonNode ask(String message) {
                return client.ask(message);
            }

            @Override
            public void close() {
                client.close();
                world.close();
            }
        };
    }
}
