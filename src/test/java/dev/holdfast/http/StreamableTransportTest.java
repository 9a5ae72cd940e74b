package dev.holdfast.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.mcp.TransportContract;
import java.nio.file.Path;

final class StreamableTransportTest extends TransportContract {

    @Override
    protected Connection connect(Path folder) {
        HttpWorld world = new HttpWorld(folder);
        String session = world.open(HttpWorld.TOKEN);
        return new Connection() {
            @Override
            public JsonNode ask(String message) {
                return HttpWorld.message(world.send(world.post(HttpWorld.TOKEN, session, message)));
            }

            @Override
            public void close() {
                world.close();
            }
        };
    }
}
