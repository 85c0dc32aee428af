package dev.parley.irc.history;

import dev.parley.chat.api.Command;
import dev.parley.chat.api.Refusal;
import dev.parley.chat.api.Reply;
import dev.parley.chat.history.LogEntry;
import dev.parley.irc.client.IrcClient;
import dev.parley.irc.client.IrcCommand;
import dev.parley.irc.message.IrcMessage;
import dev.parley.irc.message.MessageTags;
import dev.parley.irc.output.Capability;
import dev.parley.irc.output.Numeric;
import dev.parley.irc.output.ServerTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Carries out {@code SEARCH} (soju.im/search), which finds lines in the logs of rooms by their
 * words, sender and time. Private messages are not stored. Stateless.
 */
public final class SearchCommand {

  private static final String VERB = "SEARCH";
  private static final String INVALID = "INVALID_PARAMS";
  private static final String LIMIT = "limit";

  /** Returns the command. */
  public List<IrcCommand> commands() {
    return List.of(IrcCommand.registered(VERB, 1, SearchCommand::search));
  }

  private static void search(IrcClient client, IrcMessage request) {
    if (!client.has(Capability.SOJU_IM_SEARCH)) {
      client.reply(Numeric.UNKNOWN_COMMAND, VERB);
      return;
    }
    Map<String, String> wanted = MessageTags.parse(request.param(0));
    String malformed = malformed(wanted);
    String in = wanted.get("in");
    String limit = wanted.get(LIMIT);
    if (malformed != null) {
      client.standardReply(VERB, INVALID, malformed, "Invalid parameters");
    } else if (in != null && !in.startsWith("#")) {
      send(client, List.of());
    } else {
      Command.Search search =
          new Command.Search(
              wanted.getOrDefault("text", ""),
              in,
              wanted.get("from"),
              time(wanted, "after"),
              time(wanted, "before"),
              limit == null ? Integer.MAX_VALUE : Integer.parseInt(limit));
      client.ask(search, reply -> answered(client, reply));
    }
  }

  /** Returns the first attribute that has no valid value, or null. */
  private static @Nullable String malformed(Map<String, String> wanted) {
    for (String key : List.of("after", "before")) {
      if (wanted.containsKey(key) && time(wanted, key) == null) {
        return key;
      }
    }
    String limit = wanted.getOrDefault(LIMIT, "1");
    return limit.matches("0*[1-9][0-9]{0,8}") ? null : LIMIT;
  }

  private static @Nullable Instant time(Map<String, String> wanted, String key) {
    String text = wanted.get(key);
    return text == null ? null : ServerTime.parse(text);
  }

  private static void answered(IrcClient client, Reply reply) {
    switch (reply) {
      case Reply.SearchResults found -> send(client, found.hits());
      case Reply.Refused(Refusal refusal, String text) ->
          client.standardReply(VERB, code(refusal), attribute(refusal), text.replace('\n', ' '));
      default -> {}
    }
  }

  private static String code(Refusal refusal) {
    return switch (refusal) {
      case LOG_UNAVAILABLE, SERVER_FAULT -> "INTERNAL_ERROR";
      default -> INVALID;
    };
  }

  private static String attribute(Refusal refusal) {
    return switch (refusal) {
      case NO_SUCH_ROOM, NOT_A_MEMBER -> "in";
      case MALFORMED_NAME -> "from";
      default -> "text";
    };
  }

  /** Sends lines, which are given with the newest first, in the order of time. */
  private static void send(IrcClient client, List<Reply.SearchHit> hits) {
    List<IrcMessage> messages = new ArrayList<>();
    for (Reply.SearchHit hit : hits.reversed()) {
      if (hit.entry().kind() != LogEntry.Kind.TOPIC) {
        messages.addAll(
            client
                .server()
                .renderer()
                .replayed(hit.room().toString(), hit.epoch(), hit.entry(), client.lineStyle()));
      }
    }
    client.sendBatch(List.of("soju.im/search"), messages);
  }
}
