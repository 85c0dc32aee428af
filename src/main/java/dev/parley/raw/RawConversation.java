package dev.parley.raw;

import dev.parley.chat.Chat;
import dev.parley.chat.api.Command;
import dev.parley.chat.api.Disconnect;
import dev.parley.chat.api.Disconnect.Reason;
import dev.parley.chat.api.Event;
import dev.parley.chat.api.Refusal;
import dev.parley.chat.api.Reply;
import dev.parley.chat.name.RoomName;
import dev.parley.chat.name.Text;
import dev.parley.chat.session.Session;
import dev.parley.tcp.Conversation;
import dev.parley.tcp.Frame;
import dev.parley.tcp.ListenerProperties.Handshake;
import dev.parley.tcp.Peer;
import dev.parley.tcp.PendingReplies;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Serves one tutorial client: in the lobby as a guest at once, or once it has sent its name.
 * Confined to the event loop of its connection.
 *
 * <p>A client that sends its name takes the whole result of its next read for the server's name. So
 * the name is sent before the client is in the lobby and can receive anything else, and the client
 * is let in only {@link #AFTER_NAME} later; its input meanwhile waits. The server cannot wait until
 * the client has read the name, because the client sends nothing before it has read something more.
 */
final class RawConversation implements Conversation {

  /** Time between the server's name and further output, so that the name is read by itself. */
  static final Duration AFTER_NAME = Duration.ofMillis(50);

  private static final Logger log = LoggerFactory.getLogger(RawConversation.class);

  private final Set<Refusal> reported = EnumSet.noneOf(Refusal.class);
  private final Chat chat;
  private final Peer peer;
  private final RawReader reader;
  private final PendingReplies pendingReplies;
  private @Nullable Session session;

  RawConversation(Chat chat, Peer peer) {
    this.chat = chat;
    this.peer = peer;
    this.reader = new RawReader(chat.settings().limits().lineBytes());
    this.pendingReplies = new PendingReplies(peer);
  }

  @Override
  public Session session() {
    return Objects.requireNonNull(session, "The connection is not open yet");
  }

  @Override
  public void opened() {
    session = chat.connect(peer);
    if (peer.listenerProperties().handshake() == Handshake.NONE) {
      arrive("");
    }
  }

  @Override
  public @Nullable Frame read(ByteBuf in) {
    // Input that is too long for a name is discarded whole.
    return session().nick() == null ? reader.readWhole(in) : reader.read(in);
  }

  @Override
  public @Nullable Frame readLast() {
    return reader.end();
  }

  @Override
  public void handle(Frame frame) {
    boolean arrived = session().nick() != null;
    switch (frame) {
      case Frame.Line(String text) when arrived -> say(text);
      case Frame.Line(String name) -> introduced(name);
      case Frame.TooLong _ -> unreadable(Refusal.LINE_TOO_LONG, arrived);
      case Frame.NotUtf8 _, Frame.Utf16 _ -> unreadable(Refusal.NOT_UTF8, arrived);
      case Frame.EndOfInput _ ->
          pendingReplies.whenIdle(() -> peer.close(Disconnect.of(Reason.END_OF_INPUT)));
      case Frame.Interrupt _,
          Frame.AreYouThere _,
          Frame.Ping _,
          Frame.Violation _,
          Frame.Unsupported _ -> {}
    }
  }

  private void say(String text) {
    if (!text.isBlank()) {
      Command said = new Command.Say(RoomName.LOBBY.value(), text);
      pendingReplies.post(chat.handle(session(), said), this::answered);
    }
  }

  /** Logs a refusal, which the client cannot show, once for each kind. */
  private void answered(Reply reply) {
    if (reply instanceof Reply.Refused(Refusal refusal, _)) {
      Level level = reported.add(refusal) ? Level.INFO : Level.DEBUG;
      log.atLevel(level)
          .log(
              "A message of {} ({}) was not said: {}",
              peer.id(),
              peer.remoteAddress(),
              refusal.code());
    }
  }

  private void unreadable(Refusal refusal, boolean arrived) {
    answered(chat.refuse(refusal, "That message was not sent."));
    if (!arrived) {
      introduced("");
    }
  }

  private void introduced(String name) {
    peer.write(chat.settings().serverName().getBytes(StandardCharsets.UTF_8));
    peer.pause();
    peer.schedule(
        AFTER_NAME,
        () -> {
          arrive(Text.clean(name).strip());
          peer.resume();
        });
  }

  /** Lets the client into the lobby by that name, or as a guest if the name is not valid. */
  private void arrive(String name) {
    if (name.isEmpty()) {
      arriveAsGuest();
    } else {
      pendingReplies.ask(
          chat.handle(session(), new Command.Arrive(name)),
          reply -> {
            if (session().nick() == null) {
              arriveAsGuest();
            }
          });
    }
  }

  private void arriveAsGuest() {
    pendingReplies.ask(
        chat.handle(session(), new Command.Arrive("guest-" + peer.remotePort())),
        reply -> {
          if (reply instanceof Reply.Refused) {
            peer.close(Disconnect.of(Reason.NOT_LET_IN)); // It has no other name to give.
          }
        });
  }

  @Override
  public int style(Event event) {
    return RawProtocol.shows(event) ? 0 : HIDDEN;
  }

  @Override
  public boolean shows(Event event) {
    return RawProtocol.shows(event);
  }

  @Override
  public byte[] closingMessage(Disconnect why) {
    return new byte[0];
  }

  @Override
  public void closed(Disconnect why) {
    if (session != null) {
      chat.disconnect(session, why);
    }
  }
}
