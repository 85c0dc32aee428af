package dev.parley.tcp;

/**
 * Measures deliveries (a port). Called on event loops, so implementations return quickly and never
 * throw.
 */
public interface DeliveryMeter {

  /**
   * Records that an event was written to receivers of one event loop.
   *
   * @param receivers the number of receivers
   * @param nanos the time since the core handed the event over, in nanoseconds
   */
  void delivered(int receivers, long nanos);
}
