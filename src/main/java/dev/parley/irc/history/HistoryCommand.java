package dev.parley.irc.history;

import dev.parley.chat.api.Command;
import dev.parley.chat.api.Refusal;
import dev.parley.chat.api.Reply;
import dev.parley.chat.history.LogEntry;
import dev.parley.chat.history.LogPlace;
import dev.parley.chat.name.Nick;
import dev.parley.irc.client.IrcClient;
import dev.parley.irc.client.IrcCommand;
import dev.parley.irc.message.IrcMessage;
import dev.parley.irc.output.Capability;
import dev.parley.irc.output.Numeric;
import dev.parley.irc.output.ServerTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Carries out {@code CHATHISTORY} (IRCv3 chathistory). Lines come from the log of the room, so they
 * have the same ids and times as when they were said. Private messages are not stored. Stateless.
 */
public final class HistoryCommand {

  private static final String VERB = "CHATHISTORY";
  private static final String NO_MESSAGES = "Messages could not be retrieved";

  /** The number of parameters of most requests: what, of which room, a selector and a limit. */
  private static final int PARAMS = 4;

  /** Returns the command. */
  public List<IrcCommand> commands() {
    return List.of(IrcCommand.registered(VERB, 1, HistoryCommand::history));
  }

  private static void history(IrcClient client, IrcMessage request) {
    String what = request.param(0).toUpperCase(Locale.ROOT);
    int wanted =
        switch (what) {
          case "BEFORE", "AFTER", "LATEST", "AROUND", "TARGETS" -> PARAMS;
          case "BETWEEN" -> PARAMS + 1;
          default -> 0;
        };
    int given = request.params().size();
    if (!client.has(Capability.DRAFT_CHATHISTORY)) {
      client.reply(Numeric.UNKNOWN_COMMAND, VERB);
    } else if (wanted == 0) {
      fail(client, "INVALID_PARAMS", request.param(0), "Unknown command");
    } else if (given != wanted) {
      String problem = given < wanted ? "Insufficient parameters" : "Too many parameters";
      fail(client, "INVALID_PARAMS", what, problem);
    } else {
      history(client, what, request);
    }
  }

  private static void history(IrcClient client, String what, IrcMessage request) {
    String last = request.params().getLast();
    int limit = last.matches("[0-9]{1,9}") ? Integer.parseInt(last) : 0;
    if (limit == 0) {
      fail(client, "INVALID_PARAMS", what, last, "Invalid limit");
      return;
    }
    boolean targets = what.equals("TARGETS");
    String target = targets ? Selector.ANY : request.param(1);
    List<LogPlace> places = new ArrayList<>();
    for (String param : request.params().subList(targets ? 1 : 2, request.params().size() - 1)) {
      LogPlace place =
          what.equals("LATEST") && param.equals(Selector.ANY)
              ? LogPlace.START
              : place(client, what, target, param);
      if (place == null) {
        return;
      }
      places.add(place);
    }
    if (targets) {
      targets(client, places.getFirst(), places.getLast(), limit);
    } else if (target.startsWith("#")) {
      lines(client, new Target(what, target), places, limit);
    } else if (Nick.parse(target) == null) {
      fail(client, "INVALID_TARGET", what, target, NO_MESSAGES);
    } else {
      client.sendBatch(List.of("chathistory", target), List.of());
    }
  }

  /** Represents what is asked for, to be named in refusals. */
  private record Target(String what, String room) {}

  /** Returns the place of a selector, or refuses it and returns null. */
  private static @Nullable LogPlace place(
      IrcClient client, String what, String target, String param) {
    Selector selector = Selector.parse(param);
    boolean targets = what.equals("TARGETS");
    switch (selector) {
      case Selector.At(LogPlace place) when !targets || place instanceof LogPlace.Time -> {
        return place;
      }
      case Selector.NoTime _ -> fail(client, "INVALID_PARAMS", what, param, "Invalid timestamp");
      case Selector.NoLine _ when !targets ->
          fail(client, "MESSAGE_ERROR", what, target, param, NO_MESSAGES);
      case Selector.At _, Selector.NoLine _, Selector.UnknownType _ ->
          fail(client, "INVALID_MSGREFTYPE", what, target, param, "Unknown type of reference");
    }
    return null;
  }

  private static void lines(IrcClient client, Target target, List<LogPlace> places, int limit) {
    LogPlace place = places.getFirst();
    switch (target.what()) {
      case "BEFORE" -> show(client, target, place, LogPlace.START, limit);
      case "AFTER" -> show(client, target, place, LogPlace.END, limit);
      case "LATEST" -> show(client, target, LogPlace.END, place, limit);
      case "BETWEEN" -> show(client, target, place, places.getLast(), limit);
      default -> around(client, target, place, limit);
    }
  }

  private static void show(IrcClient client, Target target, LogPlace from, LogPlace to, int limit) {
    ask(client, target, from, to, limit, page -> send(client, page, List.of(page)));
  }

  /** Shows as many lines before a place as at it and after it. */
  private static void around(IrcClient client, Target target, LogPlace place, int limit) {
    int all = Math.min(limit, client.server().chat().settings().historyPage());
    int before = (all - 1) / 2;
    Consumer<List<Reply.History>> andOnwards =
        earlier ->
            ask(
                client,
                target,
                place.before(),
                LogPlace.END,
                all - before,
                later -> {
                  List<Reply.History> pages = new ArrayList<>(earlier);
                  pages.add(later);
                  send(client, later, pages);
                });
    if (before == 0) {
      andOnwards.accept(List.of());
    } else {
      ask(
          client,
          target,
          place,
          LogPlace.START,
          before,
          earlier -> andOnwards.accept(List.of(earlier)));
    }
  }

  private static void ask(
      IrcClient client,
      Target target,
      LogPlace from,
      LogPlace to,
      int limit,
      Consumer<Reply.History> then) {
    boolean topics = client.has(Capability.DRAFT_EVENT_PLAYBACK);
    client.ask(
        new Command.ShowBetween(target.room(), from, to, limit, topics),
        reply -> {
          switch (reply) {
            case Reply.History page -> then.accept(page);
            case Reply.Refused(Refusal refusal, _) -> {
              boolean noRoom =
                  refusal == Refusal.NO_SUCH_ROOM
                      || refusal == Refusal.NOT_A_MEMBER
                      || refusal == Refusal.MALFORMED_NAME;
              String code = noRoom ? "INVALID_TARGET" : "MESSAGE_ERROR";
              fail(client, code, target.what(), target.room(), NO_MESSAGES);
            }
            default -> {}
          }
        });
  }

  private static void send(IrcClient client, Reply.History about, List<Reply.History> pages) {
    String room = about.room().toString();
    List<IrcMessage> messages = new ArrayList<>();
    for (Reply.History page : pages) {
      for (LogEntry line : page.entries()) {
        messages.addAll(
            client.server().renderer().replayed(room, page.epoch(), line, client.lineStyle()));
      }
    }
    client.sendBatch(List.of("chathistory", room), messages);
  }

  /** Lists the rooms whose newest line is between two times, counted from the first one. */
  private static void targets(IrcClient client, LogPlace from, LogPlace to, int limit) {
    if (!(from instanceof LogPlace.Time(Instant first)
        && to instanceof LogPlace.Time(Instant last))) {
      return;
    }
    boolean backwards = first.isAfter(last);
    Instant after = backwards ? last : first;
    Instant before = backwards ? first : last;
    Comparator<Reply.SearchHit> byTime = Comparator.comparing(hit -> hit.entry().at());
    client.ask(
        new Command.ShowNewest(client.has(Capability.DRAFT_EVENT_PLAYBACK)),
        reply -> {
          if (reply instanceof Reply.NewestLines(List<Reply.SearchHit> lines)) {
            List<IrcMessage> found =
                lines.stream()
                    .filter(hit -> hit.entry().at().isAfter(after))
                    .filter(hit -> hit.entry().at().isBefore(before))
                    .sorted(backwards ? byTime.reversed() : byTime)
                    .limit(limit)
                    .sorted(byTime)
                    .map(hit -> target(client, hit))
                    .toList();
            client.sendBatch(List.of("draft/chathistory-targets"), found);
          } else {
            fail(client, "MESSAGE_ERROR", "TARGETS", Selector.ANY, NO_MESSAGES);
          }
        });
  }

  private static IrcMessage target(IrcClient client, Reply.SearchHit hit) {
    List<String> params =
        List.of("TARGETS", hit.room().toString(), ServerTime.of(hit.entry().at()));
    return new IrcMessage(Map.of(), client.server().name(), VERB, params);
  }

  private static void fail(IrcClient client, String code, String... context) {
    List<String> params = new ArrayList<>(List.of(VERB, code));
    params.addAll(List.of(context));
    client.standardReply(params.toArray(String[]::new));
  }
}
