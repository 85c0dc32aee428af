package dev.parley.chat.api;

import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Groups the receivers of an event that one transport serves, in an immutable list. A room's
 * audience is the same object until its membership changes, so a transport can cache with it what
 * it computes once per audience.
 */
public final class Audience {

  private final Transport transport;
  private final List<Receiver> receivers;
  private volatile @Nullable Object plan;

  private Audience(Transport transport, List<Receiver> receivers) {
    this.transport = transport;
    this.receivers = receivers;
  }

  /** Groups receivers by transport, into one audience each. */
  public static List<Audience> of(Collection<? extends Receiver> receivers) {
    return receivers.stream()
        .map(receiver -> receiver.endpoint().transport())
        .distinct()
        .map(transport -> new Audience(transport, servedBy(transport, receivers)))
        .toList();
  }

  @SuppressWarnings("ReferenceEquality") // A transport is an adapter, not a value.
  private static List<Receiver> servedBy(
      Transport transport, Collection<? extends Receiver> receivers) {
    return receivers.stream()
        .<Receiver>map(receiver -> receiver)
        .filter(receiver -> receiver.endpoint().transport() == transport)
        .toList();
  }

  /** Returns the transport that serves the receivers. */
  Transport transport() {
    return transport;
  }

  /** Returns the receivers. */
  public List<Receiver> receivers() {
    return receivers;
  }

  /**
   * Returns the result of {@code planner} for this audience, computed at the first call and cached.
   * Called by the audience's transport alone, always with the same planner; concurrent first calls
   * may run it twice.
   */
  @SuppressWarnings("unchecked")
  public <T> T plan(Function<Audience, T> planner) {
    Object known = plan;
    if (known == null) {
      known = planner.apply(this);
      plan = known;
    }
    return (T) known;
  }
}
