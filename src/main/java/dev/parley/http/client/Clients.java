package dev.parley.http.client;

import dev.parley.chat.Chat;
import dev.parley.chat.api.Refusal;
import dev.parley.chat.session.Session;
import dev.parley.http.node.NodeNames;
import dev.parley.http.problem.Problem;
import dev.parley.http.request.Page;
import java.time.Clock;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Lists the connections, including those without a name. Safe for use from any thread. */
public final class Clients {

  private final Chat chat;
  private final Clock clock;

  public Clients(Chat chat, Clock clock) {
    this.chat = chat;
    this.clock = clock;
  }

  /** Returns matching clients in an order. */
  Page<ClientJson> page(
      ClientFilter filter, ClientOrder order, @Nullable String cursor, int limit) {
    Instant now = clock.instant();
    NodeNames nodes = new NodeNames(chat.nodes());
    return Page.of(order.list(), chat.everywhere().filter(filter::fits), order::key, cursor, limit)
        .map(session -> ClientJson.of(session, nodes, now));
  }

  /** Returns the client of that id; throws a problem if there is none. */
  ClientJson find(String id) {
    Session session = chat.session(id);
    if (session == null) {
      throw Problem.of(Refusal.NO_SUCH_CLIENT).because("There is no such client.");
    }
    return ClientJson.of(session, new NodeNames(chat.nodes()), clock.instant());
  }
}
