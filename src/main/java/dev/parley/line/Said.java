package dev.parley.line;

import dev.parley.chat.Entry;
import dev.parley.chat.Event;
import dev.parley.chat.Reply;
import dev.parley.chat.RoomName;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** What people say, as lines for people: live, replayed and private alike. */
final class Said {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm ", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter DATE_AND_TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm ", Locale.ROOT).withZone(ZoneOffset.UTC);

  private Said() {}

  /** A line of a room as it is said. */
  static String live(Event.Posted posted, Style style) {
    Entry entry = posted.entry();
    String stamp = style.time() ? TIME.format(entry.at()) : "";
    String room = style.elsewhere() ? posted.room() + " " : "";
    String offset = style.own() ? entry.offset() + " " : "";
    return lines(stamp, room + offset, posted.room(), entry);
  }

  /** A line of a room as it is shown again. */
  static String replayed(RoomName room, Entry entry, LocalDate today) {
    return lines(stamp(entry, today), "", room, entry);
  }

  /** A line that was missed, seen from the current room. */
  static String missed(RoomName room, Entry entry, View view) {
    String place = room.equals(view.current()) ? "" : room + " ";
    return lines(stamp(entry, view.today()), place, room, entry);
  }

  /** A line that was found, wherever it was said. */
  static String found(Reply.Hit hit, LocalDate today) {
    Entry entry = hit.entry();
    String place = hit.room() + " " + entry.offset() + " ";
    return lines(stamp(entry, today), place, hit.room(), entry);
  }

  private static String stamp(Entry entry, LocalDate today) {
    boolean fromToday = LocalDate.ofInstant(entry.at(), ZoneOffset.UTC).equals(today);
    return (fromToday ? TIME : DATE_AND_TIME).format(entry.at());
  }

  private static String lines(String stamp, String place, RoomName room, Entry entry) {
    String from = entry.from();
    if (entry.redacted()) {
      return stamp + TextForm.NOTICE + "A line of " + from + " was removed.\n";
    }
    return switch (entry.kind()) {
      case MESSAGE -> Lines.each(stamp + place + "<" + from + "> ", entry.text());
      case EMOTE -> Lines.each(stamp + place + "* " + from + " ", entry.text());
      case TOPIC -> stamp + TextForm.NOTICE + Wording.topicChanged(room, entry) + "\n";
    };
  }

  /** A private message at its receiver. */
  static String toYou(Event.PrivateMessage message, boolean time) {
    return Lines.each(
        stamp(message.at(), time) + "[" + message.from() + " -> you] ", message.text());
  }

  /** A private message at its sender. */
  static String fromYou(Event.PrivateMessage message, boolean time) {
    return Lines.each(stamp(message.at(), time) + "[you -> " + message.to() + "] ", message.text());
  }

  private static String stamp(Instant at, boolean time) {
    return time ? TIME.format(at) : "";
  }
}
