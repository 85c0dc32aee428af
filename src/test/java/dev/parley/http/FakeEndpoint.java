package dev.parley.http;

import dev.parley.chat.Chat;
import dev.parley.chat.api.Audience;
import dev.parley.chat.api.Disconnect;
import dev.parley.chat.api.Endpoint;
import dev.parley.chat.api.Event;
import dev.parley.chat.api.Transport;
import dev.parley.chat.session.Session;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Records the output of a connection, which is lost as soon as it is closed. */
public class FakeEndpoint implements Endpoint, Transport {

  public final List<Event> seen = new CopyOnWriteArrayList<>();
  public volatile Disconnect closed;
  public volatile Traffic traffic = new Traffic(1, 2, 3, 4, 5);
  private final Chat chat;
  private final String id;
  private final String address;
  private final String listener;
  private Session session;

  FakeEndpoint(Chat chat, String id, String listener, String address) {
    this.chat = chat;
    this.id = id;
    this.listener = listener;
    this.address = address;
  }

  public Session connect() {
    session = chat.connect(this);
    return session;
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public String listener() {
    return listener;
  }

  @Override
  public String protocol() {
    return listener;
  }

  @Override
  public String remoteAddress() {
    return address;
  }

  @Override
  public int remotePort() {
    return 40_000;
  }

  @Override
  public boolean tls() {
    return false;
  }

  @Override
  public Transport transport() {
    return this;
  }

  @Override
  public boolean shows(Event event) {
    return !(listener.equals("raw") && event instanceof Event.Noticed);
  }

  @Override
  public void execute(Runnable task) {
    task.run();
  }

  @Override
  public void deliver(Event event) {
    seen.add(event);
  }

  @Override
  public void deliver(Event event, Audience audience) {
    seen.add(event);
  }

  @Override
  public void close(Disconnect why) {
    closed = why;
    chat.disconnect(session, why);
  }

  @Override
  public Traffic traffic() {
    return traffic;
  }
}
