package dev.parley.chat.api;

import dev.parley.chat.name.Nick;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Identifies one person across names: a guest across renames and resumed sessions, or the owner of
 * an account or a token across sessions. Compared by identity. Safe for use from any thread.
 */
public final class Participant {

  /** The maximum number of past names; the oldest is dropped first. */
  private static final int MAX_PAST_NAMES = 64;

  /**
   * Records a name and the time for which it was used; {@code until} is null while it is in use.
   */
  private record Tenure(Nick nick, Instant from, @Nullable Instant until) {

    boolean includes(Instant at) {
      return !at.isBefore(from) && (until == null || !at.isAfter(until));
    }

    Tenure end(Instant at) {
      return new Tenure(nick, from, at);
    }
  }

  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable String id;
  private volatile @Nullable Nick reserved;
  private volatile List<Tenure> tenures = List.of();

  /**
   * @param reserved the name reserved for this person, null for none
   */
  public Participant(@Nullable Nick reserved) {
    this.reserved = reserved;
  }

  /** Creates the person of an id, who is connected to another server of the cluster. */
  public static Participant of(String id) {
    Participant person = new Participant(null);
    person.id = id;
    return person;
  }

  /** Returns the id of this person, which is unique in the cluster. */
  public String id() {
    lock.lock();
    try {
      String known = id;
      if (known == null) {
        known = UUID.randomUUID().toString();
        id = known;
      }
      return known;
    } finally {
      lock.unlock();
    }
  }

  /** Changes the reserved name; lines said under the name before remain this person's. */
  public void renamed(Nick to, Instant at) {
    Nick before = reserved;
    if (before != null) {
      startUsing(before, Instant.EPOCH);
      stopUsing(before, at);
      reserved = to;
    }
  }

  /** Records that the person starts using a name. */
  public void startUsing(Nick nick, Instant at) {
    lock.lock();
    try {
      List<Tenure> now = ended(nick, at);
      // To the millisecond, like the times of lines.
      now.add(new Tenure(nick, at.truncatedTo(ChronoUnit.MILLIS), null));
      tenures = List.copyOf(now);
    } finally {
      lock.unlock();
    }
  }

  /** Records that the person stops using a name. */
  public void stopUsing(Nick nick, Instant at) {
    lock.lock();
    try {
      tenures = List.copyOf(ended(nick, at));
    } finally {
      lock.unlock();
    }
  }

  private List<Tenure> ended(Nick nick, Instant at) {
    List<Tenure> now = new ArrayList<>(tenures);
    now.replaceAll(
        tenure -> tenure.until == null && tenure.nick.equals(nick) ? tenure.end(at) : tenure);
    if (now.size() > MAX_PAST_NAMES) {
      now.stream().filter(tenure -> tenure.until != null).findFirst().ifPresent(now::remove);
    }
    return now;
  }

  /** Returns whether this person used a name at a time, and so wrote a line under it. */
  public boolean said(Nick from, Instant at) {
    if (from.equals(reserved)) {
      return true;
    }
    for (Tenure tenure : tenures) {
      if (tenure.nick.equals(from) && tenure.includes(at)) {
        return true;
      }
    }
    return false;
  }

  /** Returns whether the person uses a name now. */
  public boolean isCalled(Nick nick) {
    return nick.equals(reserved)
        || tenures.stream().anyMatch(t -> t.until == null && t.nick.equals(nick));
  }

  /** Returns the current name, or the last one. */
  @Nullable
  public Nick name() {
    Nick kept = reserved;
    return kept != null
        ? kept
        : tenures.stream().map(Tenure::nick).reduce((first, second) -> second).orElse(null);
  }

  @Override
  public String toString() {
    return Objects.toString(name(), "nobody");
  }
}
