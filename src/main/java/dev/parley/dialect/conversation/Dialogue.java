package dev.parley.dialect.conversation;

import dev.parley.chat.Chat;
import dev.parley.chat.api.Command;
import dev.parley.chat.api.Disconnect;
import dev.parley.chat.api.Event;
import dev.parley.chat.api.Refusal;
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
import dev.parley.dialect.output.OutputEncoder;
import dev.parley.dialect.output.Wording;
import dev.parley.tcp.ConnectionLimits;
import dev.parley.tcp.Peer;
import dev.parley.tcp.PendingReplies;
import dev.parley.tcp.ReplayLoop;
import java.time.Clock;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Carries out the input lines of one connection: greets, asks for a name, has the core carry out
 * line after line, and shows the replies. A protocol adds the framing. Confined to the event loop
 * of its connection.
 */
public final class Dialogue {

  /**
   * Holds the objects that all connections share.
   *
   * @param clock gives the current day; replayed lines of other days show their date
   * @param connectionLimits the limits of connections, shown by {@code /limits}
   */
  public record Context(Chat chat, Clock clock, ConnectionLimits connectionLimits) {}

  /** Enumerates the forms of output that a connection can have. */
  public enum Form {
    /** Text, or JSON after {@code /json on}. */
    TEXT_OR_JSON,
    /** JSON from the start, for good. */
    JSON
  }

  private final Context context;
  private final Peer peer;
  private final Form form;
  private final ConnectionOutput output;
  private final PendingReplies pendingReplies;
  private final InputSummary inputSummary;
  private final ReplayLoop replayLoop;
  private @Nullable Session session;
  private boolean greeted;
  private boolean echo;
  private boolean over;

  /**
   * @param encoder encodes the output
   */
  public Dialogue(Context context, Peer peer, Form form, OutputEncoder encoder) {
    this.context = context;
    this.peer = peer;
    this.form = form;
    this.output =
        new ConnectionOutput(peer, context.clock(), chat().settings().historyPage(), encoder);
    this.pendingReplies = new PendingReplies(peer);
    this.inputSummary = new InputSummary(chat().settings().limits().lineBytes());
    this.replayLoop =
        new ReplayLoop(
            peer,
            pendingReplies,
            () -> over ? null : output.replay(),
            output::replay,
            () -> output.caughtUp(session()));
    output.json(form == Form.JSON);
  }

  private Chat chat() {
    return context.chat();
  }

  /** Returns the session. */
  public Session session() {
    return Objects.requireNonNull(session, "The connection is not open yet");
  }

  /** Opens the session. */
  public void connect() {
    session = chat().connect(peer);
  }

  /** Returns whether {@link #connect} was called. */
  public boolean isConnected() {
    return session != null;
  }

  /** Returns whether the dialogue has ended, so that no more input is handled. */
  public boolean isOver() {
    return over;
  }

  /** Returns whether the greeting was shown. */
  public boolean isGreeted() {
    return greeted;
  }

  /** Shows the greeting and the question for a name, once. */
  public void greet() {
    if (!greeted && !over) {
      greeted = true;
      output.notice(Wording.greeting(chat().settings().serverName(), chat().population()));
      output.notice(Wording.QUESTION);
    }
  }

  /** Shows a notice, after the greeting. */
  public void notice(String text) {
    greet();
    output.notice(text);
  }

  /** Shows the output delivered before; returns false if that ended the connection. */
  public boolean caughtUp() {
    peer.stagePending();
    return !over;
  }

  /** Runs a task as soon as no request is in flight, now or later. */
  public void whenIdle(Runnable task) {
    pendingReplies.whenIdle(task);
  }

  /** Ends the connection once everything received is carried out. */
  public void leave(Disconnect why) {
    greet();
    pendingReplies.whenIdle(() -> end(why));
  }

  /** Refuses a line that cannot be read. */
  public void unreadable(Refusal refusal, String text) {
    greet();
    InputReference asked = new InputReference(inputSummary.next(), null);
    pendingReplies.whenIdle(() -> {
      answer(chat().refuse(refusal, text), asked);
      if (session().nick() == null) {
        output.notice(Wording.QUESTION);
      }
    });
  }

  /** Counts a line as refused without an answer. */
  public void refuseSilently(Refusal refusal, String text) {
    int number = inputSummary.next();
    pendingReplies.whenIdle(
        () -> inputSummary.refuse(number, chat().refuse(refusal, text).refusal()));
  }

  /** Returns the number of lines received. */
  public int lines() {
    return inputSummary.lines();
  }

  /** Carries out a line. */
  public void line(String text) {
    int number = inputSummary.next();
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
      case Request.ExplainCommand(CommandSyntax syntax) -> tell(syntax.explanation());
      case Request.ShowLimits() ->
          tell(
              LimitTable.of(
                  chat().settings().limits(),
                  context.connectionLimits(),
                  chat().accountSettings().alwaysOn()));
      case Request.SwitchJson(boolean on) -> switchJson(on, asked);
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
      pendingReplies.ask(chat().handle(session(), command), reply -> identified(reply, asked));
    } else if (isAboutThePast(command)) {
      askForHistory(command, reply -> answer(reply, asked));
    } else {
      pendingReplies.ask(chat().handle(session(), command), reply -> answer(reply, asked));
    }
  }

  private static boolean isAboutThePast(Command command) {
    return command instanceof Command.ShowRecent
        || command instanceof Command.ShowAfter
        || command instanceof Command.ShowBefore
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
      identified(reply, asked);
    } else if (session().nick() == null) {
      arrived(reply, asked);
    } else {
      answer(reply, asked);
    }
  }

  private static boolean isIdentifying(Command command) {
    return command instanceof Command.Arrive
        || command instanceof Command.Identify
        || command instanceof Command.Register;
  }

  private void identified(Reply reply, InputReference asked) {
    arrived(reply, asked);
    if (reply instanceof Reply.Resumed) {
      replayLoop.next();
    }
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

  private void applyPace() {
    peer.limitRate(chat().settings().limits(), session());
  }

  /** Turns the echo on in JSON mode, where a client's lines are always returned as receipts. */
  private Reply applyEcho() {
    return chat().handle(session(), new Command.Echo(echo || output.isJson()));
  }

  private void switchJson(boolean on, InputReference asked) {
    if (!on && form == Form.JSON) {
      answer(
          chat().refuse(Refusal.NOT_AVAILABLE, "Everything here is JSON, and it stays so."), asked);
      return;
    }
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

  /** Ends the connection, once. */
  public void end(Disconnect why) {
    if (!over) {
      over = true;
      peer.close(why);
    }
  }

  /** Returns the number of the {@link dev.parley.dialect.output.Style} of an event. */
  public int style(Event event) {
    return output.style(event, session());
  }

  /** Returns whether a live line must wait because earlier lines are not shown yet. */
  public boolean defers(Event.Posted line) {
    return output.defers(line);
  }

  /** Returns the line that closes the connection. */
  public byte[] bye(Disconnect why) {
    return output.bye(why, inputSummary);
  }

  /** Returns the refusal of a connection before any input. */
  public byte[] refusal(String text) {
    return output.refusal(text);
  }

  /** Ends the session. */
  public void closed(Disconnect why) {
    over = true;
    Session ended = session;
    if (ended != null) {
      ended.current(output.currentEpoch());
      chat().disconnect(ended, why);
    }
  }
}
