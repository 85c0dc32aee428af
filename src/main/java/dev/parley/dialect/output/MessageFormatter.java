package dev.parley.dialect.output;

import dev.parley.chat.api.Event;
import dev.parley.chat.api.Reply;
import dev.parley.chat.history.LogEntry;
import dev.parley.chat.history.TranscriptFormat;
import dev.parley.chat.name.RoomName;
import java.time.Instant;
import java.time.LocalDate;

/** Formats messages as text: live, replayed and private. */
final class MessageFormatter {

  private MessageFormatter() {}

  /** Formats a live line of a room. */
  static String live(Event.Posted posted, Style style) {
    LogEntry entry = posted.entry();
    String stamp = stamp(entry.at(), style.time());
    String room = style.elsewhere() ? posted.room() + " " : "";
    String offset = style.own() ? entry.offset() + " " : "";
    return TranscriptFormat.line(stamp, room + offset, posted.room(), entry);
  }

  /** Formats a replayed line of a room. */
  static String replayed(RoomName room, LogEntry entry, LocalDate today) {
    return TranscriptFormat.line(room, entry, today);
  }

  /** Formats a missed line, as shown in the current room. */
  static String missed(RoomName room, LogEntry entry, ReplyContext view) {
    String place = room.equals(view.current()) ? "" : room + " ";
    return TranscriptFormat.line(
        TranscriptFormat.stamp(entry.at(), view.today()), place, room, entry);
  }

  /** Formats a search result, with its room. */
  static String found(Reply.SearchHit hit, LocalDate today) {
    LogEntry entry = hit.entry();
    String place = hit.room() + " " + entry.offset() + " ";
    return TranscriptFormat.line(
        TranscriptFormat.stamp(entry.at(), today), place, hit.room(), entry);
  }

  /** Formats a private message for its receiver. */
  static String toYou(Event.PrivateMessage message, boolean time) {
    return OutputLines.each(
        stamp(message.at(), time) + "[" + message.from() + " -> " + receivers(message) + "] ",
        text(message));
  }

  private static String receivers(Event.PrivateMessage message) {
    return message.among() == null ? "you" : message.among().toString();
  }

  private static String text(Event.PrivateMessage message) {
    return message.kind() == LogEntry.Kind.EMOTE
        ? "* " + message.from() + " " + message.text()
        : message.text();
  }

  /** Formats a private message for its sender. */
  static String fromYou(Event.PrivateMessage message, boolean time) {
    return OutputLines.each(
        stamp(message.at(), time) + "[you -> " + message.to() + "] ", text(message));
  }

  private static String stamp(Instant at, boolean time) {
    return time ? TranscriptFormat.time(at) : "";
  }
}
