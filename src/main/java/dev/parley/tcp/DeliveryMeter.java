package dev.parley.tcp;

/**
 * Port: told of deliveries, in order to measure them. Called on event loops; quick, never throws.
 */
public interface DeliveryMeter {

  /**
   * An event was written to receivers of one event loop.
   *
   * @param receivers how many
   * @param nanos how long it took from the core's handing it over
   */
  void delivered(int receivers, long nanos);
}
