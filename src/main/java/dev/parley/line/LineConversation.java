package dev.parley.line;

import dev.parley.chat.Chat;
import dev.parley.chat.api.Command;
import dev.parley.chat.api.Disconnect;
import dev.parley.chat.api.Disconnect.Reason;
import dev.parley.chat.api.Event;
import dev.parley.chat.api.Limits;
import dev.parley.chat.api.Refusal;
import dev.parley.chat.api.Replay;
import dev.parley.chat.api.Reply;
import dev.parley.chat.session.Session;
import dev.parley.dialect.input.ArgumentParsers;
import dev.parley.dialect.input.CommandParser;
import dev.parley.dialect.input.CommandSyntax;
import dev.parley.dialect.input.CommandTable;
import dev.parley.dialect.input.Request;
import dev.parley.dialect.output.ConnectionOutput;
import dev.parley.dialect.output.InputReference;
import dev.parley.dialect.output.InputSummary;
import dev.parley.dialect.output.LimitTable;
import dev.parley.dialect.output.Wording;
import dev.parley.tcp.Conversation;
import dev.parley.tcp.Frame;
import dev.parley.tcp.Peer;
import dev.parley.tcp.PendingReplies;
import io.netty.buffer.ByteBuf;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs the line protocol on one connection: greets, asks for a name, and then has the core carry
 * out line after line. Confined to the event loop of its connection.
 */
final class LineConversation implements Conversation {

  /** Maximum time between a telnet client's interrupt and its timing mark. */
  static final Duration MARK_WAIT = Duration.ofMillis(500);

  private final LineProtocol protocol;
  private final Peer peer;
  private final LineFramer framer;
  private final ConnectionOutput output;
  private final PendingReplies pendingReplies;
  private final InputSummary inputSummary;
  private @Nullable Session session;
  private boolean greeted;
  private boolean echo;
  private boolean interrupted;
  private boolean marked;
  private boolean leaving;
  private boolean utf16;
  private boolean over;

  LineConversation(LineProtocol protocol, Peer peer) {
    this.protocol = protocol;
    this.peer = peer;
    int lineBytes = chat().settings().limits().lineBytes();
    this.framer = new LineFramer(lineBytes, peer::write);
    this.output =
        new ConnectionOutput(
            peer, protocol.clock(), chat().settings().historyPage(), framer::isTelnet);
    this.pendingReplies = new PendingReplies(peer);
    this.inputSummary = new InputSummary(lineBytes);
  }

  private Chat chat() {
    return protocol.chat();
  }

  @Override
  public Session session() {
    return Objects.requireNonNull(session, "The connection is not open yet");
  }

  @Override
  public void opened() {
    session = chat().connect(peer);
    if (protocol.greetingDelay().isZero()) {
      greet();
    } else {
      peer.schedule(protocol.greetingDelay(), this::greet);
    }
  }

  private void greet() {
    if (!greeted && !over) {
      greeted = true;
      output.notice(Wording.greeting(chat().settings().serverName(), chat().population()));
      output.notice(Wording.QUESTION);
    }
  }

  /**
   * Reads the next frame. A telnet client that sent an interrupt shows nothing until the {@code DO
   * TIMING-MARK} that it sent next is answered, which must happen before the goodbye. So the input
   * after an interrupt is read only for that; its lines are dropped.
   */
  @Override
  public @Nullable Frame read(ByteBuf in) {
    if (over) {
      in.skipBytes(in.readableBytes());
      return null;
    }
    int marks = framer.timingMarks();
    Frame frame = interrupted ? null : framer.read(in);
    interrupted |= frame instanceof Frame.Interrupt;
    if (interrupted) {
      while (framer.read(in) != null) {
        // only the telnet commands in it matter
      }
      if (framer.timingMarks() > marks) {
        marked = true;
        leave();
      }
    }
    return frame;
  }

  /** Leaves once the timing mark and all earlier requests are answered. */
  private void leave() {
    if (marked && leaving) {
      pendingReplies.whenIdle(() -> end(Disconnect.of(Reason.INTERRUPTED)));
    }
  }

  /**
   * Leaves after an interrupt; waits for the timing mark, which may come in a packet of its own.
   */
  private void interrupted() {
    leaving = true;
    leave();
    peer.schedule(
        MARK_WAIT,
        () -> {
          marked = true;
          leave();
        });
  }

  @Override
  public @Nullable Frame readLast() {
    return framer.end();
  }

  @Override
  public void handle(Frame frame) {
    if (over) {
      return;
    }
    if (!(frame instanceof Frame.Line) && !caughtUp()) {
      return;
    }
    switch (frame) {
      case Frame.Line(String text) -> line(text);
      case Frame.TooLong(int limit) ->
          unreadable(
              Refusal.LINE_TOO_LONG,
              "That line was longer than " + limit + " bytes and was not sent.");
      case Frame.NotUtf8() ->
          unreadable(Refusal.NOT_UTF8, "That line was not UTF-8 and was not sent.");
      case Frame.Utf16() -> utf16();
      case Frame.AreYouThere() -> {
        greet();
        output.notice("Yes, I am here.");
      }
      case Frame.Interrupt() -> interrupted();
      case Frame.EndOfInput() -> endOfInput();
    }
  }

  /** Shows the output delivered before; returns false if that ended the connection. */
  private boolean caughtUp() {
    peer.stagePending();
    return !over;
  }

  /** Handles the end of the input, by TCP or by telnet; an unfinished line is the last. */
  private void endOfInput() {
    Frame last = framer.end();
    if (last != null) {
      handle(last);
    }
    greet();
    pendingReplies.whenIdle(() -> end(Disconnect.of(Reason.END_OF_INPUT)));
  }

  private void unreadable(Refusal refusal, String text) {
    greet();
    InputReference asked = new InputReference(inputSummary.next(), null);
    pendingReplies.whenIdle(() -> {
      answer(chat().refuse(refusal, text), asked);
      if (session().nick() == null) {
        output.notice(Wording.QUESTION);
      }
    });
  }

  /** Reports UTF-16 input, to a pipe only once. */
  private void utf16() {
    if (utf16) {
      int number = inputSummary.next();
      pendingReplies.whenIdle(() ->
          inputSummary.refuse(number, chat().refuse(Refusal.NOT_UTF8, Wording.UTF16).refusal()));
    } else {
      utf16 = true;
      unreadable(Refusal.NOT_UTF8, Wording.UTF16);
    }
  }

  private void line(String text) {
    int number = inputSummary.next();
    if (number == 1 && HttpRequestLine.looksLikeHttp(text)) {
      end(Disconnect.of(Reason.WRONG_PROTOCOL));
      return;
    }
    boolean arrived = session().nick() != null;
    Request request = CommandParser.parse(text, arrived, output.current(), output.isJson());
    if (request instanceof Request.ReferencedRequest(Request marked, String ref)) {
      take(marked, new InputReference(number, ref));
    } else {
      take(request, new InputReference(number, null));
    }
    if (arrived && request instanceof Request.Refuse && CommandParser.isJoin(text)) {
      pendingReplies.whenIdle(this::clearCurrentRoom);
    }
  }

  private void take(Request request, InputReference asked) {
    if (request.equals(ArgumentParsers.NO_ROOM)) {
      pendingReplies.whenIdle(() -> refuseWithoutRoom(asked));
    } else if (request instanceof Request.CommandRequest(Command.Say said)) {
      post(said, asked);
    } else if (request instanceof Request.CommandRequest(Command.Emote emote)) {
      post(emote, asked);
    } else if (!(request instanceof Request.Blank)) {
      pendingReplies.whenIdle(() -> carryOut(request, asked));
    }
  }

  /** Refuses a message without a current room. */
  private void refuseWithoutRoom(InputReference asked) {
    if (caughtUp()) {
      answer(chat().refuse(Refusal.NOT_A_MEMBER, Wording.notSent(session().rooms())), asked);
    }
  }

  /**
   * Clears the current room when a room could not be joined: the next lines were meant for that
   * room.
   */
  private void clearCurrentRoom() {
    if (output.clearCurrent()) {
      output.notice(Wording.noCurrentRoom(session().rooms()));
    }
  }

  private void joined(Reply reply, InputReference asked) {
    answer(reply, asked);
    if (reply instanceof Reply.Refused) {
      clearCurrentRoom();
    }
  }

  private void post(Command command, InputReference asked) {
    pendingReplies.post(chat().handle(session(), command), reply -> answer(reply, asked));
  }

  private void carryOut(Request request, InputReference asked) {
    if (!caughtUp()) {
      return;
    }
    if (!(request instanceof Request.SwitchJson)) {
      greet();
    }
    switch (request) {
      case Request.Blank() -> {}
      case Request.ReferencedRequest(Request marked, String ref) ->
          carryOut(marked, new InputReference(asked.line(), ref));
      case Request.CommandRequest(Command command) -> ask(command, asked);
      case Request.ListCommands() -> tell(CommandTable.listed());
      case Request.ExplainCommand(CommandSyntax form) -> tell(form.explanation());
      case Request.ShowLimits() ->
          tell(LimitTable.of(chat().settings().limits(), protocol.connectionLimits()));
      case Request.SwitchJson(boolean on) -> switchJson(on);
      case Request.SwitchTime(boolean on) -> switchTime(on);
      case Request.Refuse(Refusal refusal, String text) ->
          answer(chat().refuse(refusal, text), asked);
    }
  }

  private void ask(Command command, InputReference asked) {
    if (command instanceof Command.Echo(boolean on)) {
      echo = on;
      answer(applyEcho(), asked);
    } else if (command instanceof Command.Resume) {
      pendingReplies.ask(chat().handle(session(), command), reply -> resumed(reply, asked));
    } else if (command instanceof Command.Join) {
      askForHistory(command, reply -> joined(reply, asked));
    } else if (isIdentifying(command)) {
      pendingReplies.ask(chat().handle(session(), command), reply -> arrived(reply, asked));
    } else if (isAboutThePast(command)) {
      askForHistory(command, reply -> answer(reply, asked));
    } else {
      pendingReplies.ask(chat().handle(session(), command), reply -> answer(reply, asked));
    }
  }

  private static boolean isAboutThePast(Command command) {
    return command instanceof Command.ShowRecent
        || command instanceof Command.ShowAfter
        || command instanceof Command.Search;
  }

  /** Asks for earlier lines once the client has taken those that were sent before. */
  private void askForHistory(Command command, Consumer<Reply> then) {
    pendingReplies.when(
        peer::scheduleReplay,
        () ->
            pendingReplies.ask(
                chat().handle(session(), command),
                reply -> {
                  then.accept(reply);
                  peer.replayWritten();
                }));
  }

  private void resumed(Reply reply, InputReference asked) {
    if (reply instanceof Reply.Resumed) {
      arrived(reply, asked);
      replayNext();
    } else if (session().nick() == null) {
      arrived(reply, asked);
    } else {
      answer(reply, asked);
    }
  }

  /** Shows the next piece of the replay once the client has taken the one before. */
  private void replayNext() {
    pendingReplies.when(
        peer::scheduleReplay,
        () -> {
          Replay replay = output.replay();
          if (over || replay == null || !peer.isWritable()) {
            peer.replayWritten();
            return;
          }
          pendingReplies.ask(replay.next(), this::replayed);
        });
  }

  private void replayed(Reply reply) {
    if (reply instanceof Reply.Replayed piece) {
      output.replay(piece);
      peer.replayWritten();
      replayNext();
    } else {
      output.caughtUp(session());
      peer.replayWritten();
    }
  }

  private static boolean isIdentifying(Command command) {
    return command instanceof Command.Arrive
        || command instanceof Command.Login
        || command instanceof Command.LoginByToken
        || command instanceof Command.Register;
  }

  private void arrived(Reply reply, InputReference asked) {
    answer(reply, asked);
    if (session().nick() == null) {
      output.notice(Wording.QUESTION);
    } else {
      applyEcho();
      applyPace();
    }
  }

  /**
   * Applies the rate limit of the session: clients that logged in with a token have one of their
   * own.
   */
  private void applyPace() {
    Limits limits = chat().settings().limits();
    if (session().apiToken() == null) {
      peer.limitRate(limits.messagesBurst(), limits.messagesPerSecond());
    } else {
      peer.limitRate(limits.tokenMessagesBurst(), limits.tokenMessagesPerSecond());
    }
  }

  /** Turns the echo on in JSON mode, where a client's lines are always returned as receipts. */
  private Reply applyEcho() {
    return chat().handle(session(), new Command.Echo(echo || output.isJson()));
  }

  private void switchJson(boolean on) {
    output.json(on);
    greet();
    if (session().nick() != null) {
      applyEcho();
    }
    tell(on ? "Every line is a JSON object now." : "Lines are for people again.");
  }

  private void switchTime(boolean on) {
    output.time(on);
    tell(
        on
            ? "What people say has the time before it now, in UTC."
            : "What people say comes without the time now.");
  }

  private void tell(String text) {
    inputSummary.accept();
    output.notice(text);
  }

  private void answer(Reply reply, InputReference asked) {
    if (reply instanceof Reply.Goodbye(Disconnect why)) {
      end(why);
      return;
    }
    if (reply instanceof Reply.Refused(Refusal refusal, _)) {
      peer.stagePending();
      inputSummary.refuse(asked.line(), refusal);
    } else if (!isArrival(reply)) {
      inputSummary.accept();
    }
    output.reply(reply, session(), asked);
  }

  private static boolean isArrival(Reply reply) {
    return reply instanceof Reply.Arrived
        || reply instanceof Reply.Resumed
        || (reply instanceof Reply.LoggedIn login && login.arrived() != null);
  }

  private void end(Disconnect why) {
    if (!over) {
      over = true;
      peer.close(why);
    }
  }

  @Override
  public int style(Event event) {
    return output.style(event, session());
  }

  @Override
  public boolean defers(Event.Posted line) {
    return output.defers(line);
  }

  @Override
  public boolean resumable() {
    return true;
  }

  @Override
  public boolean shows(Event event) {
    return true;
  }

  @Override
  public byte[] closingMessage(Disconnect why) {
    return switch (why.reason()) {
      case WRONG_PROTOCOL -> HttpErrorResponse.bytes(protocol.clock().instant());
      case SERVER_FULL, ADDRESS_FULL, ADDRESS_TOO_FAST, NOT_A_PROXY ->
          output.refusal(Wording.turnedAway(why, chat().settings()));
      case BANNED -> greeted ? output.bye(why, inputSummary) : output.refusal(Wording.banned(why));
      case QUIT,
          END_OF_INPUT,
          INTERRUPTED,
          CONNECTION_LOST,
          KICKED,
          NOT_LET_IN,
          PASSWORD_CHANGED,
          SLOW_READER,
          TAKEN_OVER,
          LOGIN_TIMEOUT,
          IDLE_TIMEOUT,
          SHUTDOWN,
          NO_HANDSHAKE,
          FAULT ->
          output.bye(why, inputSummary);
    };
  }

  @Override
  public void closed(Disconnect why) {
    over = true;
    if (session != null) {
      session.current(output.current());
      chat().disconnect(session, why);
    }
  }
}
