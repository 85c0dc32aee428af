package dev.parley.tcp.connection;

import dev.parley.chat.SetLimits;
import dev.parley.chat.api.Receiver;
import dev.parley.chat.api.TransportContract;
import dev.parley.tcp.connection.ConnectionTester.Client;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;

class TcpTransportTests extends TransportContract {

  private final ConnectionTester tester =
      new ConnectionTester(new SetLimits().sendqBytes(QUEUE_BYTES), 0);
  private final Map<Receiver, Client> clients = new HashMap<>();

  @AfterEach
  void closeTester() {
    tester.close();
  }

  private Client client(Receiver receiver) {
    Client client = clients.get(receiver);
    client.channel.runPendingTasks();
    return client;
  }

  @Override
  protected Receiver connect() {
    Client client = tester.connect();
    clients.put(client.talk.session(), client);
    return client.talk.session();
  }

  @Override
  protected List<String> shown(Receiver receiver) {
    return client(receiver).received().lines().filter(line -> !line.startsWith("bye: ")).toList();
  }

  @Override
  protected boolean isClosed(Receiver receiver) {
    return !client(receiver).talk.ends().isEmpty();
  }

  @Override
  protected void stall(Receiver receiver) {
    client(receiver).channel.stall();
  }

  @Override
  protected void lose(Receiver receiver) {
    var _ = client(receiver).channel.close();
  }

  @Override
  protected int encodings() {
    return tester.renderings();
  }
}
