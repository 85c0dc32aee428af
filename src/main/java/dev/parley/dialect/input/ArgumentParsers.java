package dev.parley.dialect.input;

import dev.parley.chat.account.ApiToken;
import dev.parley.chat.account.Secret;
import dev.parley.chat.api.Command;
import dev.parley.chat.api.Refusal;
import dev.parley.chat.moderation.BanTerm;
import dev.parley.chat.name.RoomName;
import dev.parley.dialect.input.CommandSyntax.ArgumentParser;
import dev.parley.dialect.input.Request.CommandRequest;
import dev.parley.dialect.input.Request.Refuse;
import dev.parley.dialect.output.Wording;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Parses the arguments of commands into requests. */
public final class ArgumentParsers {

  /** Number of lines that {@code /history} shows by default. */
  static final int RECENT = 20;

  /** Argument that clears a topic. */
  static final String NO_TOPIC = "-";

  /** Arguments of {@code /describe}. */
  static final String DESCRIBE = "[#ROOM] KEY [TEXT]";

  /** Refusal of a command that needs a current room if there is none. */
  public static final Refuse NO_ROOM = new Refuse(Refusal.NOT_A_MEMBER, Wording.NO_ROOM);

  private static final Refuse NO_TIME = new Refuse(Refusal.INVALID_VALUE, BanTerm.RULE);
  private static final Pattern STARTS_LIKE_A_TIME = Pattern.compile("[-+]?(PT?)?-?[0-9]");
  private static final Pattern QUOTED = Pattern.compile("\"(.+?)\"\\s+(\\S.*)");
  private static final String NUMBER = "[0-9]{1,18}";

  /** A line of a room, as every protocol names it: {@code #ops/812}. */
  private static final Pattern LINE = Pattern.compile("#?([^\\s/]+)/([0-9]{1,18})");

  private static final Pattern SEARCH_FILTER = Pattern.compile("(?i)(from|in|after|before):(\\S+)");

  private ArgumentParsers() {}

  /** Returns a parser for a command of the core that concerns no room. */
  static ArgumentParser core(Function<CommandArguments, Command> command) {
    return (words, current) -> new CommandRequest(command.apply(words));
  }

  /** Returns a parser for a command in the current room. */
  static ArgumentParser inCurrent(BiFunction<CommandArguments, String, Command> command) {
    return (words, current) ->
        current == null ? NO_ROOM : new CommandRequest(command.apply(words, current.value()));
  }

  /** Returns a parser for a command about the given room, by default the current one. */
  static ArgumentParser aboutRoom(Function<String, Command> command) {
    return (words, current) ->
        words.isEmpty()
            ? inCurrent((none, room) -> command.apply(room)).of(words, current)
            : new CommandRequest(command.apply(words.all()));
  }

  /** Returns a parser for {@code on} or {@code off}. */
  static ArgumentParser onOff(Function<Boolean, Request> request) {
    return (words, current) ->
        switch (words.all().toLowerCase(Locale.ROOT)) {
          case "on" -> request.apply(true);
          case "off" -> request.apply(false);
          default -> new Refuse(Refusal.INVALID_VALUE, "It is either on or off.");
        };
  }

  static Request help(CommandArguments words, @Nullable RoomName current) {
    if (words.isEmpty()) {
      return new Request.ListCommands();
    }
    CommandSyntax form = CommandTable.find(words.first());
    return form == null ? CommandTable.unknown(words.first()) : new Request.ExplainCommand(form);
  }

  static Request describe(CommandArguments words, @Nullable RoomName current) {
    boolean room = words.first().startsWith("#");
    CommandArguments told = room ? words.rest() : words;
    CommandArguments text = told.rest();
    return told.isEmpty()
        ? new Refuse(Refusal.MISSING_ARGUMENT, "Usage: /describe " + DESCRIBE)
        : new CommandRequest(
            new Command.SetMetadata(
                room ? words.first() : "",
                told.first().toLowerCase(Locale.ROOT),
                text.isEmpty() ? null : text.all()));
  }

  static Command join(CommandArguments words) {
    CommandArguments key = words.rest();
    return new Command.Join(words.first(), key.isEmpty() ? null : key.all());
  }

  static Request login(CommandArguments words, @Nullable RoomName current) {
    if (words.atLeast(2)) {
      return new CommandRequest(new Command.Login(words.first(), new Secret(words.rest().all())));
    }
    if (words.all().isEmpty()) {
      return new CommandRequest(new Command.LoginByCertificate());
    }
    return words.all().startsWith(ApiToken.MARK)
        ? new CommandRequest(new Command.LoginByToken(new Secret(words.all())))
        : new Refuse(
            Refusal.MISSING_ARGUMENT, "Usage: /login NAME PASSWORD, or with a token /login TOKEN");
  }

  static Request certificates(CommandArguments words, @Nullable RoomName current) {
    String fingerprint = words.atLeast(2) ? words.rest().all() : "";
    return switch (words.atLeast(1) ? words.first().toLowerCase(Locale.ROOT) : "") {
      case "" -> new CommandRequest(new Command.ListCertificates());
      case "add" -> new CommandRequest(new Command.AddCertificate(fingerprint));
      case "remove" -> new CommandRequest(new Command.RemoveCertificate(fingerprint));
      default -> new Refuse(Refusal.INVALID_VALUE, "Usage: /cert [add|remove] [FINGERPRINT]");
    };
  }

  static Request alwaysOn(CommandArguments words, @Nullable RoomName current) {
    return words.isEmpty()
        ? new CommandRequest(new Command.StayAlwaysOn(null))
        : onOff(on -> new CommandRequest(new Command.StayAlwaysOn(on))).of(words, current);
  }

  /**
   * Parses the old and the new password: the old one is the first word or a quoted text, the new
   * one the rest.
   */
  static Request password(CommandArguments words, @Nullable RoomName current) {
    Matcher quoted = QUOTED.matcher(words.all());
    boolean inQuotes = quoted.matches();
    String old = inQuotes ? quoted.group(1) : words.first();
    String now = inQuotes ? quoted.group(2) : words.rest().all();
    return now.length() > 1 && now.startsWith("\"") && now.endsWith("\"")
        ? new Refuse(
            Refusal.INVALID_VALUE,
            "The new password is the rest of the line, without quotes around it.")
        : new CommandRequest(new Command.ChangePassword(new Secret(old), new Secret(now)));
  }

  static Command topic(CommandArguments words, String room) {
    return switch (words.all()) {
      case "" -> new Command.ShowTopic(room);
      case NO_TOPIC -> new Command.SetTopic(room, "");
      default -> new Command.SetTopic(room, words.all());
    };
  }

  static Command ignore(CommandArguments words) {
    return words.isEmpty() ? new Command.ListIgnored() : new Command.Ignore(words.all());
  }

  /**
   * Parses a ban. A word that looks like a duration must be one, so that a slip does not ban for
   * ever.
   */
  static Request ban(CommandArguments words, @Nullable RoomName current) {
    String second = words.rest().first();
    boolean timed = STARTS_LIKE_A_TIME.matcher(second).lookingAt();
    Duration time = timed ? BanTerm.parse(second) : null;
    if (timed && time == null) {
      return NO_TIME;
    }
    CommandArguments reason = timed ? words.rest().rest() : words.rest();
    return inCurrent((w, room) -> new Command.BanTarget(room, w.first(), time, reason.all()))
        .of(words, current);
  }

  static Request mute(CommandArguments words, @Nullable RoomName current) {
    String typed = words.rest().all();
    Duration time = typed.isEmpty() ? null : BanTerm.parse(typed);
    return time == null && !typed.isEmpty()
        ? NO_TIME
        : inCurrent((w, room) -> new Command.Mute(room, w.first(), time)).of(words, current);
  }

  static Request history(CommandArguments words, @Nullable RoomName current) {
    boolean onwards = words.first().equalsIgnoreCase("after");
    boolean backwards = words.first().equalsIgnoreCase("before");
    boolean page = onwards || backwards;
    String number = page ? words.rest().all() : words.all();
    Matcher line = LINE.matcher(number);
    if (!page && line.matches()) {
      long before = Math.max(Long.parseLong(line.group(2)) - 1, 0);
      return new CommandRequest(new Command.ShowAfter(line.group(1), before));
    }
    if (page && number.matches(NUMBER)) {
      long offset = Long.parseLong(number);
      return inCurrent((w, room) ->
              onwards ? new Command.ShowAfter(room, offset) : new Command.ShowBefore(room, offset))
          .of(words, current);
    }
    if (words.isEmpty() || (!page && number.matches(NUMBER))) {
      long lines = words.isEmpty() ? RECENT : Long.parseLong(number);
      return inCurrent(
              (w, room) -> new Command.ShowRecent(room, Math.clamp(lines, 1, Integer.MAX_VALUE)))
          .of(words, current);
    }
    return new Refuse(
        Refusal.INVALID_VALUE,
        "/history takes a number of lines, after or before and an offset, or a line like #ops/812.");
  }

  /** Parses words to search for, between them filters such as {@code from:alice}. */
  static Request search(CommandArguments words, @Nullable RoomName current) {
    Map<String, String> filters = new HashMap<>();
    StringBuilder rest = new StringBuilder();
    for (String word : words.all().split("\\s+", -1)) {
      Matcher filter = SEARCH_FILTER.matcher(word);
      if (filter.matches()) {
        filters.put(filter.group(1).toLowerCase(Locale.ROOT), filter.group(2));
      } else {
        rest.append(word).append(' ');
      }
    }
    Instant after = time(filters.get("after"));
    Instant before = time(filters.get("before"));
    return (after == null && filters.containsKey("after"))
            || (before == null && filters.containsKey("before"))
        ? new Refuse(
            Refusal.INVALID_VALUE,
            "A time is a day or a minute in UTC: 2026-11-22 or 2026-11-22T10:15Z.")
        : new CommandRequest(
            new Command.Search(
                rest.toString().strip(),
                filters.get("in"),
                filters.get("from"),
                after,
                before,
                Integer.MAX_VALUE));
  }

  /** Parses a time, or the beginning of a day, in UTC; returns null if it is neither. */
  private static @Nullable Instant time(@Nullable String text) {
    if (text == null) {
      return null;
    }
    try {
      return text.contains("T") || text.contains("t")
          ? OffsetDateTime.parse(text).toInstant()
          : LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
    } catch (DateTimeParseException noTime) {
      return null;
    }
  }

  static Request redact(CommandArguments words, @Nullable RoomName current) {
    String number = words.first();
    if (!number.matches(NUMBER)) {
      return new Refuse(Refusal.INVALID_VALUE, "/redact takes an offset, the number of a line.");
    }
    long offset = Long.parseLong(number);
    return inCurrent((w, room) -> new Command.Redact(room, offset, w.rest().all()))
        .of(words, current);
  }

  static Command set(CommandArguments words, String room) {
    return words.isEmpty()
        ? new Command.ShowSettings(room)
        : new Command.ChangeSetting(room, words.first(), words.rest().all());
  }

  /** Parses the room, by default the current one, and the offset. */
  static Request seen(CommandArguments words, @Nullable RoomName current) {
    String number = words.atLeast(2) ? words.rest().all() : words.all();
    if (!number.matches(NUMBER)) {
      return new Refuse(Refusal.INVALID_VALUE, "/seen takes an offset, the number of a line.");
    }
    long offset = Long.parseLong(number);
    return words.atLeast(2)
        ? new CommandRequest(new Command.MarkSeen(words.first(), offset))
        : inCurrent((w, room) -> new Command.MarkSeen(room, offset)).of(words, current);
  }
}
