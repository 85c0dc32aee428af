package dev.parley.http.stream;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.jayway.jsonpath.JsonPath;
import dev.parley.chat.api.FakeReceiver;
import dev.parley.chat.api.Receiver;
import dev.parley.chat.api.TransportContract;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.mock.web.MockHttpServletRequest;
import tools.jackson.databind.json.JsonMapper;

class StreamTransportTests extends TransportContract {

  private final StreamTransport transport = new StreamTransport();
  private final LineFormat format = new JsonLinesFormat(JsonMapper.shared());
  private final Map<Receiver, StreamQueue> queues = new HashMap<>();
  private final Set<byte[]> encoded = Collections.newSetFromMap(new IdentityHashMap<>());

  @Override
  protected Receiver connect() {
    StreamQueue queue = new StreamQueue(QUEUE_BYTES, () -> {});
    HttpConnection connection = HttpConnection.of(new MockHttpServletRequest());
    Receiver receiver = new FakeReceiver(new StreamEndpoint(transport, format, connection, queue));
    queues.put(receiver, queue);
    return receiver;
  }

  @Override
  protected List<String> shown(Receiver receiver) {
    List<String> texts = new ArrayList<>();
    for (StreamedLine line : queues.get(receiver).take()) {
      encoded.add(line.bytes());
      texts.add(JsonPath.read(new String(line.bytes(), UTF_8), "$.text"));
    }
    return texts;
  }

  @Override
  protected boolean isClosed(Receiver receiver) {
    return queues.get(receiver).end() != null;
  }

  /** Does nothing: a queue is read only when the test asks for the lines. */
  @Override
  protected void stall(Receiver receiver) {}

  @Override
  protected void lose(Receiver receiver) {
    queues.get(receiver).end(StreamEnd.CONNECTION_LOST);
  }

  @Override
  protected int encodings() {
    return encoded.size();
  }
}
